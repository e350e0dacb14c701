"""What set-up decides: what to install, how, after asking whom, and when there is nothing to do."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import setup_steps
from setup_steps import Consent, Environment, Machine, SetupError
from system_packages import (
    MERGING_TESTS,
    SPREADSHEET_TESTS,
    WINDOW,
    WINDOW_TESTS,
    SystemPackage,
    packages_for,
    venv_package,
)

DEBIAN = Machine(
    platform="linux",
    version=(3, 11),
    python_tag="cpython-311",
    has_ensurepip=True,
    pip_version=(),
    has_apt=True,
    is_root=True,
    has_sudo=False,
    can_ask=False,
    installed=frozenset({"libegl1"}),
)
AT_A_DESK = replace(DEBIAN, is_root=False, has_sudo=True, can_ask=True)
WITHOUT_RIGHTS = replace(AT_A_DESK, has_sudo=False)
FEDORA = replace(AT_A_DESK, has_apt=False, installed=frozenset())

XVFB = SystemPackage("xvfb", "a virtual screen")
EGL = SystemPackage("libegl1", "Qt draws through EGL")


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    """A folder with the two lock files."""
    folder = tmp_path / "packaging"
    folder.mkdir()
    pins = "msgspec==0.22.0 \\\n    --hash=sha256:00\n"
    (folder / "requirements.txt").write_text(pins)
    (folder / "requirements-test.txt").write_text(pins + "pytest==9.2.0 \\\n    --hash=sha256:01\n")
    return folder


@pytest.fixture
def nothing_yet(tmp_path: Path) -> Environment:
    return Environment(tmp_path / ".venv", exists=False, works=False, stamp={})


def after(plan: setup_steps.Plan) -> Environment:
    """The environment as it is found once the plan has been carried out."""
    return Environment(plan.place, exists=True, works=True, stamp=plan.stamp)


# --- what would be done


def test_a_first_run_makes_the_environment_and_installs_only_what_running_needs(
    requirements: Path, nothing_yet: Environment
) -> None:
    plan = setup_steps.make_plan("run", DEBIAN, nothing_yet, (), requirements)
    assert plan.make_environment
    assert not plan.replaces
    assert plan.requirements == requirements / "requirements.txt"
    assert plan.packages == ()


@pytest.mark.parametrize("purpose", ["run", "test"])
def test_a_second_run_has_nothing_to_do(
    purpose: str, requirements: Path, nothing_yet: Environment
) -> None:
    first = setup_steps.make_plan(purpose, DEBIAN, nothing_yet, (EGL,), requirements)
    assert not first.is_empty
    assert setup_steps.make_plan(purpose, DEBIAN, after(first), (EGL,), requirements).is_empty


def test_an_environment_made_for_the_tests_serves_the_program_too(
    requirements: Path, nothing_yet: Environment
) -> None:
    plan = setup_steps.make_plan("test", DEBIAN, nothing_yet, (), requirements)
    assert setup_steps.make_plan("run", DEBIAN, after(plan), (), requirements).is_empty


def test_an_environment_made_for_the_program_is_added_to_for_the_tests(
    requirements: Path, nothing_yet: Environment
) -> None:
    program = setup_steps.make_plan("run", DEBIAN, nothing_yet, (), requirements)
    plan = setup_steps.make_plan("test", DEBIAN, after(program), (), requirements)
    assert not plan.make_environment
    assert plan.requirements == requirements / "requirements-test.txt"


def test_changed_requirements_are_installed_into_the_same_environment(
    requirements: Path, nothing_yet: Environment
) -> None:
    before = after(setup_steps.make_plan("run", DEBIAN, nothing_yet, (), requirements))
    (requirements / "requirements.txt").write_text("msgspec==0.23.0 --hash=sha256:02\n")
    plan = setup_steps.make_plan("run", DEBIAN, before, (), requirements)
    assert not plan.make_environment
    assert plan.requirements == requirements / "requirements.txt"


def test_another_python_gets_a_new_environment(
    requirements: Path, nothing_yet: Environment
) -> None:
    before = after(setup_steps.make_plan("run", DEBIAN, nothing_yet, (), requirements))
    newer = replace(DEBIAN, version=(3, 12), python_tag="cpython-312")
    plan = setup_steps.make_plan("run", newer, before, (), requirements)
    assert plan.make_environment
    assert plan.replaces


def test_a_moved_or_broken_environment_is_made_anew(
    requirements: Path, nothing_yet: Environment, tmp_path: Path
) -> None:
    before = after(setup_steps.make_plan("run", DEBIAN, nothing_yet, (), requirements))
    moved = replace(before, place=tmp_path / "elsewhere" / ".venv")
    broken = replace(before, works=False)
    for environment in (moved, broken):
        plan = setup_steps.make_plan("run", DEBIAN, environment, (), requirements)
        assert plan.make_environment
        assert plan.requirements is not None


def test_only_missing_system_packages_are_installed(
    requirements: Path, nothing_yet: Environment
) -> None:
    plan = setup_steps.make_plan("test", DEBIAN, nothing_yet, (EGL, XVFB), requirements)
    assert plan.packages == (XVFB,)
    assert plan.out_of_reach == ()


@pytest.mark.parametrize("machine", [WITHOUT_RIGHTS, replace(FEDORA, installed=frozenset())])
def test_without_apt_or_rights_the_missing_packages_are_named_and_the_rest_goes_on(
    machine: Machine, requirements: Path, nothing_yet: Environment
) -> None:
    plan = setup_steps.make_plan("test", machine, nothing_yet, (XVFB,), requirements)
    assert plan.packages == ()
    assert plan.out_of_reach == (XVFB,)
    assert plan.make_environment
    words = "\n".join(setup_steps.describe(plan, machine))
    assert "xvfb: a virtual screen" in words
    assert ("no apt" in words) is not machine.has_apt


# --- Debian's Python without python3-venv


def test_without_ensurepip_a_recent_pip_installs_from_outside(
    requirements: Path, nothing_yet: Environment
) -> None:
    fresh = replace(WITHOUT_RIGHTS, has_ensurepip=False, pip_version=(23, 0))
    plan = setup_steps.make_plan("run", fresh, nothing_yet, (), requirements)
    assert plan.pip_from_outside
    assert plan.packages == ()
    assert "--python" in setup_steps.pip_command(plan)


@pytest.mark.parametrize("pip_version", [(), (22, 2)])
def test_without_ensurepip_and_pip_the_venv_package_is_installed(
    pip_version: tuple[int, ...], requirements: Path, nothing_yet: Environment
) -> None:
    fresh = replace(DEBIAN, has_ensurepip=False, pip_version=pip_version)
    plan = setup_steps.make_plan("run", fresh, nothing_yet, (), requirements)
    assert not plan.pip_from_outside
    assert plan.packages == (venv_package((3, 11)),)


@pytest.mark.parametrize(
    ("machine", "advice"),
    [(WITHOUT_RIGHTS, "apt-get install python3.11-venv"), (FEDORA, "package manager")],
)
def test_where_nothing_can_make_an_environment_set_up_says_what_would(
    machine: Machine, advice: str, requirements: Path, nothing_yet: Environment
) -> None:
    bare = replace(machine, has_ensurepip=False)
    with pytest.raises(SetupError, match=advice):
        setup_steps.make_plan("run", bare, nothing_yet, (), requirements)


def test_a_missing_ensurepip_does_not_matter_once_all_is_in_place(
    requirements: Path, nothing_yet: Environment
) -> None:
    before = after(setup_steps.make_plan("run", DEBIAN, nothing_yet, (), requirements))
    bare = replace(FEDORA, has_ensurepip=False)
    assert setup_steps.make_plan("run", bare, before, (), requirements).is_empty


# --- system packages


def test_the_libraries_of_the_window_wait_for_the_window() -> None:
    for purpose in ("run", "test"):
        assert packages_for(purpose, platform="darwin") == ()
    assert packages_for("run", platform="linux") == WINDOW
    for_tests = packages_for("test", platform="linux")
    assert for_tests == WINDOW + WINDOW_TESTS + SPREADSHEET_TESTS + MERGING_TESTS


def test_a_renamed_package_counts_under_its_old_name_and_a_removed_one_does_not() -> None:
    listing = (
        "installed\tlibegl1\t\n"
        "installed\tlibglib2.0-0t64\tlibglib2.0-0 (= 2.84.4-3), libglib2.0-other\n"
        "config-files\txvfb\t\n"
    )
    assert setup_steps.parse_installed_packages(listing) == {
        "libegl1",
        "libglib2.0-0t64",
        "libglib2.0-0",
        "libglib2.0-other",
    }


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("pip 23.0.1 from /usr/lib/python3/dist-packages/pip (python 3.11)\n", (23, 0)),
        ("", ()),
    ],
)
def test_the_version_of_pip_is_read(text: str, version: tuple[int, ...]) -> None:
    assert setup_steps.parse_pip_version(text) == version


def test_apt_is_never_left_waiting_for_an_answer() -> None:
    assert setup_steps.apt_command(DEBIAN)[0] == "env"
    assert setup_steps.apt_command(AT_A_DESK)[:2] == ["sudo", "env"]
    unattended = replace(AT_A_DESK, can_ask=False)
    assert setup_steps.apt_command(unattended)[:2] == ["sudo", "--non-interactive"]


# --- asking


def never_ask(question: str) -> str:
    raise AssertionError(f"asked: {question}")


@pytest.mark.parametrize(("machine", "agreed"), [(DEBIAN, False), (AT_A_DESK, True)])
def test_root_and_yes_are_not_asked(machine: Machine, agreed: bool) -> None:
    assert setup_steps.consent(machine, agreed=agreed, ask=never_ask) is Consent.GIVEN


def test_where_nobody_can_be_asked_the_answer_is_no_and_says_so() -> None:
    alone = replace(AT_A_DESK, can_ask=False)
    answer = setup_steps.consent(alone, agreed=False, ask=never_ask)
    assert answer is Consent.NOBODY_TO_ASK
    assert "--yes" in setup_steps.refusal(answer)


@pytest.mark.parametrize(
    ("said", "expected"),
    [("y", Consent.GIVEN), (" Yes ", Consent.GIVEN), ("", Consent.REFUSED), ("n", Consent.REFUSED)],
)
def test_others_are_asked_once(said: str, expected: Consent) -> None:
    questions: list[str] = []

    def answer(question: str) -> str:
        questions.append(question)
        return said

    assert setup_steps.consent(AT_A_DESK, agreed=False, ask=answer) is expected
    assert len(questions) == 1


def test_an_end_of_input_is_a_no() -> None:
    def hang_up(question: str) -> str:
        raise EOFError(question)

    assert setup_steps.consent(AT_A_DESK, agreed=False, ask=hang_up) is Consent.REFUSED


# --- listing


def test_all_that_will_be_installed_is_listed_beforehand(
    requirements: Path, nothing_yet: Environment
) -> None:
    plan = setup_steps.make_plan("test", AT_A_DESK, nothing_yet, (XVFB,), requirements)
    words = "\n".join(setup_steps.describe(plan, AT_A_DESK))
    assert str(nothing_yet.place) in words
    assert "msgspec 0.22.0, pytest 9.2.0" in words
    assert "sudo apt-get" in words
    assert "xvfb: a virtual screen" in words


def test_a_folder_that_is_in_the_way_is_said_to_go(
    requirements: Path, nothing_yet: Environment
) -> None:
    found = replace(nothing_yet, exists=True)
    plan = setup_steps.make_plan("run", DEBIAN, found, (), requirements)
    assert "is removed" in "\n".join(setup_steps.describe(plan, DEBIAN))


def test_packages_for_windows_alone_are_listed_only_there() -> None:
    text = "colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:00\nclick==8.5.1 \\\n"
    assert setup_steps.read_pins(text, "linux") == ["click 8.5.1"]
    assert setup_steps.read_pins(text, "win32") == ["colorama 0.4.6", "click 8.5.1"]


# --- the stamp and the doing


@pytest.mark.parametrize("content", [None, "", "[]", '{"python": '])
def test_an_unreadable_stamp_is_no_stamp(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        setup_steps.stamp_file(tmp_path).write_text(content)
    assert setup_steps.read_stamp(tmp_path) == {}


def test_the_stamp_is_written_only_after_everything_is_installed(
    requirements: Path, nothing_yet: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = setup_steps.make_plan("run", DEBIAN, nothing_yet, (), requirements)
    plan.place.mkdir()
    setup_steps.stamp_file(plan.place).write_text(json.dumps(plan.stamp))
    statuses = iter([0, 1])  # the environment is made, pip fails
    monkeypatch.setattr(setup_steps, "run_step", lambda command: next(statuses))
    with pytest.raises(SetupError, match="pip says why"):
        setup_steps.carry_out(plan, DEBIAN)
    assert setup_steps.read_stamp(plan.place) == {}

    monkeypatch.setattr(setup_steps, "run_step", lambda command: 0)
    setup_steps.carry_out(plan, DEBIAN)
    assert setup_steps.read_stamp(plan.place) == plan.stamp


def test_one_package_that_apt_does_not_know_does_not_cost_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[str] = []

    def apt(command: list[str], *, chatty: bool) -> int:
        tried.append(command[-1])
        return 100 if "xvfb" in command else 0

    monkeypatch.setattr(setup_steps, "run_step", apt)
    assert setup_steps.install_system_packages((XVFB, EGL), DEBIAN) == (XVFB,)
    assert tried == ["update", "libegl1", "xvfb", "libegl1"]
    assert "could not install xvfb (a virtual screen)" in capsys.readouterr().err


def test_a_step_leaves_the_input_and_the_output_to_the_program(
    capfd: pytest.CaptureFixture[str],
) -> None:
    script = "import sys; print('heard', repr(sys.stdin.read()))"
    assert setup_steps.run_step([sys.executable, "-c", script]) == 0
    printed = capfd.readouterr()
    assert printed.out == ""
    assert printed.err == "heard ''\n"
    assert setup_steps.run_step([sys.executable, "-c", script], chatty=True) == 0
    assert capfd.readouterr().err == ""


def test_pip_checks_every_hash(requirements: Path, nothing_yet: Environment) -> None:
    plan = setup_steps.make_plan("run", DEBIAN, nothing_yet, (), requirements)
    command = setup_steps.pip_command(plan)
    assert "--require-hashes" in command
    assert command[-1] == str(requirements / "requirements.txt")
    assert command[0] == str(setup_steps.environment_python(plan.place))


def test_an_environment_without_pip_really_works(tmp_path: Path) -> None:
    place = tmp_path / "environment"
    setup_steps.make_environment(place, with_pip=False)
    environment = setup_steps.look_at_environment(place, sys.platform)
    assert environment.works
    assert environment.stamp == {}


def test_the_program_does_not_see_modules_from_elsewhere(tmp_path: Path) -> None:
    environ = {"PYTHONPATH": "/somewhere", "PYTHONHOME": "/else", "LANG": "uk_UA.UTF-8"}
    assert setup_steps.program_environment(environ, tmp_path) == {
        "PYTHONPATH": str(tmp_path),
        "LANG": "uk_UA.UTF-8",
    }
