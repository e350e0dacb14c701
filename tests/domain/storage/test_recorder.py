"""The recorder against the test cases that the eventsourcing library ships for every recorder.

They insert states that are no events on purpose: a recorder must not look inside.
"""

import tempfile
import threading
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.tests import persistence as shipped

from domain.storage.recorder import LedgerDatastore, LedgerRecorder
from tests.domain.helpers import MEMORY


def recorder_in(folder: str | Path) -> LedgerRecorder:
    recorder = LedgerRecorder(LedgerDatastore(str(Path(folder) / "recorder.ledger")))
    recorder.create_table()
    return recorder


class _InAFolder:
    """Gives each shipped test a recorder on a file of its own, and takes both away afterwards."""

    def setUp(self) -> None:
        self.threads = set(threading.enumerate())
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY)
        self.recorders: list[LedgerRecorder] = []

    def create_recorder(self) -> LedgerRecorder:
        recorder = recorder_in(self.folder.name)
        self.recorders.append(recorder)
        return recorder

    def tearDown(self) -> None:
        # The shipped tests leave their readers running; to close a file under one is to crash.
        for thread in set(threading.enumerate()) - self.threads:
            thread.join(timeout=10)
        for recorder in self.recorders:
            recorder.datastore.close()
        self.folder.cleanup()


class TestApplicationRecorder(_InAFolder, shipped.ApplicationRecorderTestCase):
    """What an application asks of its recorder."""


class TestPositionsDoNotInterleave(_InAFolder, shipped.NonInterleavingNotificationIDsBaseCase):
    """Positions follow the order in which transactions are committed."""

    insert_num = 500


# --- ours ----------------------------------------------------------------------------------------


def stored(version: int, originator: UUID, state: bytes = b"no event at all") -> StoredEvent:
    return StoredEvent(originator, version, "topic", state)


def test_positions_rise_by_one_and_never_come_back(tmp_path: Path) -> None:
    recorder = recorder_in(tmp_path)
    journal = uuid4()
    assert recorder.insert_events([stored(1, journal), stored(2, journal)]) == [1, 2]
    with pytest.raises(IntegrityError):
        recorder.insert_events([stored(3, journal), stored(2, journal)])
    assert recorder.insert_events([stored(3, journal)]) == [3]
    assert [found.id for found in recorder.select_notifications(None, 10)] == [1, 2, 3]
    recorder.datastore.close()


def test_events_and_what_belongs_to_them_are_stored_together_or_not_at_all(tmp_path: Path) -> None:
    recorder = recorder_in(tmp_path)
    with pytest.raises(RuntimeError), recorder.datastore.transaction(commit=True) as cursor:
        assert list(recorder.insert_within(cursor, [stored(1, uuid4())])) == [1]
        raise RuntimeError("a table could not be written")
    assert recorder.max_notification_id() is None
    recorder.datastore.close()


def test_what_is_undone_never_was(tmp_path: Path) -> None:
    recorder = recorder_in(tmp_path)
    with recorder.undone() as cursor:
        positions = recorder.insert_within(cursor, [stored(1, uuid4())])
        cursor.execute("SELECT count(*) FROM stored_events")
        assert (cursor.fetchone()[0], list(positions)) == (1, [1])
    assert recorder.max_notification_id() is None
    assert recorder.insert_events([stored(1, uuid4())]) == [1]
    recorder.datastore.close()
