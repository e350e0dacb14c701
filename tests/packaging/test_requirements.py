"""The lock files against pyproject.toml and each other, and what the scripts may import."""

import ast
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import packaging
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "packaging" / "requirements.txt"
TESTS = ROOT / "packaging" / "requirements-test.txt"
SCRIPTS = sorted((ROOT / "packaging").glob("*.py"))


def pins(file: Path) -> dict[str, str]:
    """Each package of a lock file with its version."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", file.read_text(), flags=re.MULTILINE)
    return dict(found)


def asked_for(extra: str | None) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    texts = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize(("file", "extra"), [(PROGRAM, None), (TESTS, None), (TESTS, "dev")])
def test_everything_that_pyproject_asks_for_is_pinned_as_it_asks(
    file: Path, extra: str | None
) -> None:
    pinned = pins(file)
    for requirement in asked_for(extra):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not pinned: run packaging/lock.py"
        assert version in requirement.specifier, (
            f"{requirement} has {version}: run packaging/lock.py"
        )


def test_the_tests_run_with_the_versions_of_the_program() -> None:
    assert pins(PROGRAM).items() <= pins(TESTS).items()


def test_running_installs_no_test_tools() -> None:
    tools = {canonicalize_name(requirement.name) for requirement in asked_for("dev")}
    assert not tools & pins(PROGRAM).keys()


@pytest.mark.parametrize("file", [PROGRAM, TESTS], ids=lambda file: str(file.name))
def test_a_lock_file_holds_pins_and_hashes_and_nothing_else(file: Path) -> None:
    """No address, no path, no option: another machine fetches from where it always does."""
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    pin = re.compile(r"[a-z0-9._-]+==[^\s/]+( ; [a-z_]+ [^/]+)? \\")
    hashed = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [line for line in lines if not pin.fullmatch(line) and not hashed.fullmatch(line)] == []
    for first, second in pairwise(lines):
        assert not pin.fullmatch(first) or hashed.fullmatch(second), f"no hash: {first}"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.name))
def test_the_scripts_need_only_the_standard_library_and_each_other(script: Path) -> None:
    known = sys.stdlib_module_names | {other.stem for other in SCRIPTS}
    tree = ast.parse(script.read_text())
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert imported <= known


def test_our_folder_does_not_stand_in_for_the_library_of_the_same_name() -> None:
    assert packaging.__file__ is not None
    assert not Path(packaging.__file__).is_relative_to(ROOT / "packaging")
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_an_unknown_option_of_test_py_is_refused_with_its_usage() -> None:
    script = ROOT / "packaging" / "test.py"
    answer = subprocess.run(
        [sys.executable, str(script), "--fast"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "Usage" in answer.stderr
