"""Merging through a real PostgreSQL, with the rights an operator has, and while it keeps dying."""

import random
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from domain.events import LedgerNamed
from domain.ledger import Ledger
from domain.merging.files import join_file
from domain.merging.shared import join_shared, merge_shared
from domain.model.refusal import Refused
from domain.model.sources import Source
from domain.storage.profile import Profile
from tests.domain.merging.ledgers import (
    Clock,
    arrivals,
    begin,
    corrected,
    drafted,
    everything,
    ids,
    join,
    lines,
    profile,
    recorded,
    said,
)
from tests.domain.merging.server import Server, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "a server can be started")

NAMES = ("Olena", "Ihor", "Nadiia", "Taras", "Marko", "Sofiia", "Danylo", "Yaryna")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.remove()


@pytest.fixture
def address(server: Server, request: pytest.FixtureRequest) -> str:
    """A database of the test's own, set up as an administrator does it."""
    name = request.node.name.partition("[")[0][:60]
    server.set_up(name, ["olena", "ihor"])
    return server.address("olena", name)


def refused_by(ledger: Ledger, address: str) -> Refused:
    with pytest.raises(Refused) as refused:
        merge_shared(ledger, address)
    return refused.value


def test_pushing_pulling_and_joining(tmp_path: Path, address: str) -> None:
    olena = begin(tmp_path)
    exchange = recorded(olena, returned=10)
    ihor = join(tmp_path, "Ihor", olena)
    foretold = merge_shared(olena, address, dry_run=True)
    assert (foretold.sent, foretold.events) == (len(lines(olena)), 0)
    assert merge_shared(olena, address).sent == len(lines(olena))
    assert merge_shared(olena, address).sent == 0
    corrected(olena, exchange, returned=11)
    corrected(ihor, exchange, returned=12)
    recorded(ihor, returned=50)
    merge_shared(olena, address)
    before = everything(ihor)
    foretold = merge_shared(ihor, address, dry_run=True)
    assert everything(ihor) == before
    report = merge_shared(ihor, address)
    assert (report.events, report.sent, report.open) == (1, 3, 1)
    assert (foretold.incoming, foretold.conflicts) == (report.incoming, report.conflicts)
    assert foretold.sent == report.sent
    assert merge_shared(olena, address).events == 3
    assert said(olena) == said(ihor)
    path = tmp_path / "Nadiia.ledger"
    nadiia = join_shared(path, profile(tmp_path, "Nadiia"), address, clock=Clock(10))
    assert said(nadiia) == said(ihor)
    assert len(arrivals(nadiia)) == 1
    for ledger in (olena, ihor, nadiia):
        ledger.close()


def test_a_fork_goes_through_whichever_branch_is_first_there(tmp_path: Path, address: str) -> None:
    original = begin(tmp_path)
    exchange = recorded(original, returned=10)
    ihor = join(tmp_path, "Ihor", original)
    original.close()
    made = []
    for number in range(3):
        shutil.copytree(original.profile.folder, tmp_path / f"clone {number}")
        path = tmp_path / f"clone {number}.ledger"
        shutil.copyfile(original.path, path)
        clone = Ledger.open(path, Profile.load(tmp_path / f"clone {number}"), clock=Clock())
        corrected(clone, exchange, returned=20 + number)
        made.append(clone)
    merge_shared(made[1], address)
    corrected(made[2], exchange, place="Sumy")
    for ledger in (made[2], made[0], ihor, *made):
        merge_shared(ledger, address)
    assert ids([ihor]) == ids(made)
    for ledger in made:
        assert said(ledger) == said(ihor)
        assert merge_shared(ledger, address, dry_run=True).sent == 0
        ledger.close()
    ihor.close()


def test_long_texts_and_many_events_go_through(tmp_path: Path, address: str) -> None:
    olena = begin(tmp_path)
    for size in (1_000_000, 6_000_000):
        olena.record(drafted(returned=size), Source(title=f"{size}", text="текст " * (size // 11)))
    for _ in range(3):
        events = [LedgerNamed(salt="", name="n" * 900) for _ in range(1_500)]
        olena.append(events)
    ihor = join_file(tmp_path / "Ihor.ledger", profile(tmp_path, "Ihor"), olena.path)
    assert merge_shared(olena, address).sent == len(lines(olena)) > 4_500
    nadiia = join_shared(tmp_path / "Nadiia.ledger", profile(tmp_path, "Nadiia"), address)
    assert ids([nadiia]) == ids([olena])
    assert merge_shared(ihor, address).sent == 0
    for ledger in (olena, ihor, nadiia):
        ledger.close()


def test_refusals(tmp_path: Path, server: Server, address: str) -> None:
    olena = begin(tmp_path)
    recorded(olena, returned=10)
    stranger = begin(tmp_path, "Stranger")
    with pytest.raises(Refused) as refused:
        join_shared(tmp_path / "x.ledger", olena.profile, address)
    assert refused.value.code == "postgres_empty"
    merge_shared(olena, address)
    assert refused_by(stranger, address).code == "merge_other_ledger"
    assert refused_by(olena, server.address("olena")).code == "postgres_not_set_up"
    assert refused_by(olena, server.address("nobody")).code == "postgres_unreachable"
    nowhere = f"postgresql:///postgres?host={tmp_path}&user=olena"
    assert refused_by(olena, nowhere).code == "postgres_unreachable"
    secret = "postgresql://olena:sesame@localhost/postgres"
    answer = refused_by(olena, secret)
    assert answer.code == "postgres_password"
    assert "sesame" not in str(answer)
    olena.close()
    stranger.close()


def test_what_was_changed_in_the_database_is_not_taken(
    tmp_path: Path, server: Server, address: str
) -> None:
    olena = begin(tmp_path)
    ihor = join(tmp_path, "Ihor", olena)
    recorded(olena, returned=10)
    merge_shared(olena, address)
    database = "test_what_was_changed_in_the_database_is_not_taken"
    forge = (
        "ALTER TABLE stored_events DISABLE TRIGGER append_only; UPDATE stored_events SET state = "
        "convert_to(replace(convert_from(state, 'UTF8'), 'ed\":10', 'ed\":11'), 'UTF8') "
        "WHERE topic = 'exchange.recorded.1'"
    )
    server.execute(forge, database=database)
    before = everything(ihor)
    assert refused_by(ihor, address).code in ("merge_body", "merge_signature")
    assert everything(ihor) == before
    olena.close()
    ihor.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET topic = 'x'",
        "DELETE FROM stored_events",
        "TRUNCATE stored_events",
        "ALTER TABLE stored_events DISABLE TRIGGER append_only",
        "DROP TABLE stored_events",
        "CREATE TABLE mine (n int)",
        "SELECT setval('stored_events_notification_id_seq', 1)",
    ],
)
def test_an_operator_can_only_read_and_add(
    server: Server, tmp_path: Path, statement: str, request: pytest.FixtureRequest
) -> None:
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = 'rights'"):
        server.set_up("rights", ["olena"])
        olena = begin(tmp_path)
        merge_shared(olena, server.address("olena", "rights"))
        olena.close()
    with (
        closing(psycopg.connect(server.address("olena", "rights"))) as connection,
        pytest.raises(psycopg.Error),
    ):
        connection.execute(statement.encode())


def test_not_even_the_owner_changes_an_event(server: Server, address: str) -> None:
    database = "test_not_even_the_owner_changes_an_event"
    for statement in ("UPDATE stored_events SET topic = ''", "TRUNCATE stored_events"):
        with pytest.raises(psycopg.errors.RaiseException):
            server.execute(statement, database=database)


# --- while it keeps dying ------------------------------------------------------------------------


class Desktop(threading.Thread):
    """Somebody who records and merges until told to stop, whatever the database does."""

    def __init__(self, ledger: Ledger, address: str, stop: threading.Event, seed: int) -> None:
        super().__init__()
        self.ledger = ledger
        self.address = address
        self.stop = stop
        self.random = random.Random(seed)
        self.merged = self.unreachable = 0
        self.failed: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                recorded(self.ledger, returned=self.random.randrange(500))
                try:
                    merge_shared(self.ledger, self.address)
                    self.merged += 1
                except Refused as refused:
                    if refused.code != "postgres_unreachable":
                        raise
                    self.unreachable += 1
                time.sleep(self.random.random() / 20)
        except BaseException as error:
            self.failed = error


def survive(folder: Path, desktops: int, restarts: int, request: pytest.FixtureRequest) -> None:
    server = Server()
    try:
        server.set_up("team", ["olena"])
        address = server.address("olena", "team")
        first = begin(folder)
        ledgers = [first, *(join(folder, name, first) for name in NAMES[1:desktops])]
        stop = threading.Event()
        threads = [Desktop(ledger, address, stop, n) for n, ledger in enumerate(ledgers)]
        for thread in threads:
            thread.start()
        chance, killed = random.Random(desktops), 0
        for _ in range(restarts):
            for _ in range(4):
                time.sleep(chance.random() / 2)
                with suppress(psycopg.Error):
                    killed += server.kill_backends()
            server.stop("immediate")
            time.sleep(chance.random() / 2)
            server.start()
        stop.set()
        for thread in threads:
            thread.join()
            assert thread.failed is None, repr(thread.failed)
        entered = ids(ledgers)
        for ledger in (*ledgers, *ledgers):
            merge_shared(ledger, address)
        for ledger in ledgers:
            assert ids([ledger]) == entered
            assert len(lines(ledger)) == len(entered)
            assert said(ledger) == said(first)
        (row,) = server.execute(
            "SELECT count(*), count(DISTINCT state) FROM stored_events", database="team"
        )
        assert row == (len(entered), len(entered))
        words = (
            f"{desktops} desktops, {restarts} hard restarts, {killed} backends killed, "
            f"{sum(t.merged for t in threads)} merges done, "
            f"{sum(t.unreachable for t in threads)} interrupted, {len(entered):,} events"
        )
        print(words)
        request.node.user_properties.append(("exercised", words))
        assert killed > restarts
        for ledger in ledgers:
            ledger.close()
    finally:
        server.remove()


def test_nothing_is_lost_while_the_server_keeps_dying(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    survive(tmp_path, 3, 2, request)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_nothing_is_lost_in_twenty_hard_restarts(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    survive(tmp_path, 8, 20, request)
