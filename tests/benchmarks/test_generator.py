"""The ledgers that benchmarks are run on: the same for the same seed, and rich in what happens."""

from collections import Counter
from pathlib import Path

from domain.events import TOPICS
from domain.ledger import Ledger
from domain.projections import tables
from domain.projections.view import View
from domain.storage.profile import Profile
from tests.benchmarks.generator import arrivals, make


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, again, other = (
        [event.stored for arrival in arrivals(600, seed) for event in arrival] for seed in (5, 5, 6)
    )
    assert len(one) == 600
    assert one == again
    assert one != other


def test_everything_operators_do_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "made.ledger"
    make(path, Profile.load(tmp_path / "profile"), 3000)
    with Ledger.open(path, Profile.load(tmp_path / "profile")) as ledger, ledger.view() as view:
        assert view.last == 3002  # the file's own journal and name come first
        found = Counter(row[0] for row in view.all("SELECT topic FROM stored_events"))
        conflicts = view.one("SELECT count(*) FROM exchanges WHERE conflicts <> ''")
        stages = view.one("SELECT count(*) FROM exchanges WHERE parent <> ''")
        merged = view.one("SELECT count(*) FROM exchanges WHERE counting NOT IN ('', id)")
    defined = {"dimension.defined.1", "category.defined.1", "policy.defined.1"}
    rare = {"source.changed.1", "claim.changed.1", "export.recorded.1", "import.recorded.1"}
    assert set(found) == set(TOPICS) - defined - rare
    assert min(conflicts, stages, merged) > 0


def test_tables_made_again_say_the_same_as_those_lived(tmp_path: Path) -> None:
    path, profile = tmp_path / "made.ledger", Profile.load(tmp_path / "profile")
    make(path, profile, 11_000)
    with Ledger.open(path, profile) as ledger:
        with ledger.view() as view:
            lived = everything(view)
        ledger.rebuild()
        with ledger.view() as view:
            assert everything(view) == lived


def everything(view: View) -> dict[str, list[str]]:
    """Every row of every table in words; a cell by what it counts, as its number means nothing."""
    names = {row["cell"]: str(tuple(row)[1:7]) for row in view.all("SELECT * FROM cells")}
    found = {}
    for table in tables.NAMES:
        rows = [dict(row) for row in view.all(f"SELECT * FROM {table}")]
        found[table] = sorted(str(row | {"cell": names.get(row.get("cell"))}) for row in rows)
    return found
