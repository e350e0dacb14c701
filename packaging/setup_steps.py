"""Sets up what the program or its tests need: looks, plans, lists, asks once, then does it.

Looking (`look_at`), deciding (`make_plan`, `describe`, `consent`) and doing (`carry_out`) are kept
apart, so that every decision can be tested with facts that a test makes up.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from system_packages import SystemPackage, packages_for, venv_package

ROOT = Path(__file__).resolve().parent.parent

# Each purpose, with what it installs. The tests' file holds everything of the program's file, at
# the same versions, so an environment made for the tests serves the program too.
REQUIREMENTS = {"run": "requirements.txt", "test": "requirements-test.txt"}
COVERS = {"run": ("run",), "test": ("run", "test")}

# The first pip that can install into an environment which has no pip of its own.
PIP_FROM_OUTSIDE = (22, 3)

# Exit status when set-up fails: not one of the program's own (0, 1 and 2).
NOT_SET_UP = 3


class SetupError(Exception):
    """Set-up cannot go on; the text is for the person at the keyboard."""


@dataclass(frozen=True)
class Machine:
    """What set-up has to know of the machine and of the person at it."""

    platform: str  # as sys.platform has it
    version: tuple[int, int]  # of the Python that runs this
    python_tag: str  # kind and version of that Python, such as cpython-311
    has_ensurepip: bool  # it can make an environment with pip inside
    pip_version: tuple[int, ...]  # of its pip; empty if it has none
    has_apt: bool
    is_root: bool
    has_sudo: bool
    can_ask: bool  # somebody sits at a terminal
    installed: frozenset[str]  # names of Debian packages, those provided by others included

    @property
    def can_use_apt(self) -> bool:
        return self.has_apt and (self.is_root or self.has_sudo)


@dataclass(frozen=True)
class Environment:
    """The virtual environment as it was found."""

    place: Path
    exists: bool  # there is something at that place
    works: bool  # its Python is there and can be started
    stamp: dict[str, str]  # what the last set-up wrote down


@dataclass(frozen=True)
class Plan:
    """What is to be done, in the order of doing it. An empty plan means that all is in place."""

    place: Path
    make_environment: bool = False
    replaces: bool = False  # something at that place goes
    pip_from_outside: bool = False
    requirements: Path | None = None
    packages: tuple[SystemPackage, ...] = ()
    out_of_reach: tuple[SystemPackage, ...] = ()
    stamp: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.make_environment or self.requirements or self.packages)


class Consent(Enum):
    GIVEN = "given"
    REFUSED = "refused"
    NOBODY_TO_ASK = "nobody to ask"


# --- looking -------------------------------------------------------------------------------------


def look_at_machine(*, packages_matter: bool) -> Machine:
    """Reads the facts off this machine. What costs time is looked up only when it matters."""
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    has_apt = all(shutil.which(tool) for tool in ("apt-get", "dpkg-query"))
    return Machine(
        platform=sys.platform,
        version=sys.version_info[:2],
        python_tag=sys.implementation.cache_tag or sys.version.split()[0],
        has_ensurepip=has_ensurepip,
        pip_version=() if has_ensurepip else read_pip_version(),
        has_apt=has_apt,
        is_root=hasattr(os, "geteuid") and os.geteuid() == 0,
        has_sudo=shutil.which("sudo") is not None,
        can_ask=sys.stdin is not None and sys.stdin.isatty(),
        installed=read_installed_packages() if has_apt and packages_matter else frozenset(),
    )


def base_python() -> str:
    """The Python outside any environment: one can then be made anew even from inside."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def read_pip_version() -> tuple[int, ...]:
    answer = subprocess.run(
        [base_python(), "-m", "pip", "--version"], capture_output=True, text=True, check=False
    )
    return parse_pip_version(answer.stdout)


def parse_pip_version(text: str) -> tuple[int, ...]:
    """(23, 0) out of "pip 23.0.1 from /usr/lib/…"; empty if that is not what it says."""
    found = re.match(r"pip (\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2])) if found else ()


def read_installed_packages() -> frozenset[str]:
    layout = "${db:Status-Status}\t${Package}\t${Provides}\n"
    answer = subprocess.run(
        ["dpkg-query", "--show", f"--showformat={layout}"],
        capture_output=True,
        text=True,
        check=False,
    )
    return parse_installed_packages(answer.stdout)


def parse_installed_packages(text: str) -> frozenset[str]:
    """Names of the installed packages and what they provide (libglib2.0-0t64 has libglib2.0-0)."""
    names: set[str] = set()
    for line in text.splitlines():
        status, _, rest = line.partition("\t")
        if status != "installed":
            continue
        name, _, provided = rest.partition("\t")
        names.add(name)
        names.update(entry.split()[0] for entry in provided.split(",") if entry.strip())
    return frozenset(names)


def look_at_environment(place: Path, platform: str) -> Environment:
    return Environment(
        place=place,
        exists=place.exists(),
        works=environment_python(place, platform).exists(),
        stamp=read_stamp(place),
    )


def environment_place() -> Path:
    return ROOT / ".venv"


def environment_python(place: Path, platform: str = sys.platform) -> Path:
    return place / "Scripts" / "python.exe" if platform == "win32" else place / "bin" / "python"


def stamp_file(place: Path) -> Path:
    return place / "set-up.json"


def read_stamp(place: Path) -> dict[str, str]:
    """What the last set-up wrote down; empty if there was none or it cannot be read."""
    try:
        stamp = json.loads(stamp_file(place).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


# --- deciding ------------------------------------------------------------------------------------


def make_plan(
    purpose: str,
    machine: Machine,
    environment: Environment,
    wanted: Sequence[SystemPackage],
    requirements_folder: Path,
) -> Plan:
    """What has to be done for `purpose` ("run" or "test"). SetupError: nothing here can do it."""
    stamp = expected_stamp(purpose, machine, environment.place, requirements_folder)
    fits = environment.works and all(
        environment.stamp.get(key) == stamp[key] for key in ("python", "place")
    )
    served = fits and all(environment.stamp.get(part) == stamp[part] for part in COVERS[purpose])
    missing = [package for package in wanted if package.name not in machine.installed]
    pip_from_outside = False
    tools: list[SystemPackage] = []
    if not served and not machine.has_ensurepip:
        pip_from_outside = machine.pip_version >= PIP_FROM_OUTSIDE
        if not pip_from_outside:
            tools.append(venv_package(machine.version))
    if tools and not machine.can_use_apt:
        raise SetupError(no_environment_advice(machine))
    return Plan(
        place=environment.place,
        make_environment=not fits,
        replaces=environment.exists and not fits,
        pip_from_outside=pip_from_outside,
        requirements=None if served else requirements_folder / REQUIREMENTS[purpose],
        packages=(*tools, *missing) if machine.can_use_apt else (),
        out_of_reach=() if machine.can_use_apt else tuple(missing),
        stamp=(environment.stamp if fits else {}) | stamp,
    )


def expected_stamp(
    purpose: str, machine: Machine, place: Path, requirements_folder: Path
) -> dict[str, str]:
    """What is written down once `purpose` is served; the place, since a moved one breaks."""
    stamp = {"python": machine.python_tag, "place": str(place)}
    for part in COVERS[purpose]:
        content = (requirements_folder / REQUIREMENTS[part]).read_bytes()
        stamp[part] = hashlib.sha256(content).hexdigest()
    return stamp


def no_environment_advice(machine: Machine) -> str:
    if machine.has_apt:
        package = venv_package(machine.version).name
        return (
            "Python's virtual environments are missing here, and neither root nor sudo is at hand "
            f"to install them. Ask an administrator for: apt-get install {package}"
        )
    return (
        "This Python has neither ensurepip nor a pip of "
        f"{'.'.join(map(str, PIP_FROM_OUTSIDE))} or newer, so no virtual environment can be made. "
        "Install pip for it with this system's own package manager."
    )


def describe(plan: Plan, machine: Machine) -> list[str]:
    """The plan in words, before any of it is done."""
    lines: list[str] = []
    if not plan.is_empty:
        lines.append("To be installed:")
    if plan.make_environment:
        replaces = " (what is in that folder now is removed)" if plan.replaces else ""
        lines.append(f"  a virtual environment in {plan.place}{replaces}")
    if plan.requirements:
        pins = read_pins(plan.requirements.read_text(encoding="utf-8"), machine.platform)
        lines.append(f"  {len(pins)} Python packages inside it, versions and hashes checked:")
        lines.append(f"    {', '.join(pins)}")
    if plan.packages:
        through = "apt-get" if machine.is_root else "sudo apt-get"
        lines.append(f"  through {through}, for the whole system:")
        lines += [f"    {package.name}: {package.why}" for package in plan.packages]
    if plan.out_of_reach:
        lines.append(why_out_of_reach(machine))
        lines += [f"    {package.name}: {package.why}" for package in plan.out_of_reach]
    return lines


def why_out_of_reach(machine: Machine) -> str:
    if machine.has_apt:
        return "Missing, and neither root nor sudo is at hand to install it:"
    return (
        "This system has no apt, so see to these with its own package manager if something does "
        "not work (the names are Debian's):"
    )


def read_pins(text: str, platform: str) -> list[str]:
    """Name and version of every package in a requirements file that this platform gets."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)([^\\\n]*)", text, flags=re.MULTILINE)
    return [
        f"{name} {version}"
        for name, version, condition in pins
        if platform == "win32" or "'win32'" not in condition
    ]


def consent(machine: Machine, *, agreed: bool, ask: Callable[[str], str]) -> Consent:
    """Whether the plan may be carried out: root and --yes have agreed, others are asked once."""
    if machine.is_root or agreed:
        return Consent.GIVEN
    if not machine.can_ask:
        return Consent.NOBODY_TO_ASK
    try:
        answer = ask("Install this? [y/N] ")
    except EOFError:
        return Consent.REFUSED
    return Consent.GIVEN if answer.strip().lower() in ("y", "yes") else Consent.REFUSED


def refusal(answer: Consent) -> str:
    if answer is Consent.NOBODY_TO_ASK:
        return "There is nobody to ask here, so nothing was installed. Agree with --yes."
    return "Nothing was installed."


# --- doing ---------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Messages go to the error stream: the output belongs to the program that is started."""
    print(text, file=sys.stderr, flush=True)


def ask_at_terminal(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    return input()


def carry_out(plan: Plan, machine: Machine) -> tuple[SystemPackage, ...]:
    """Does what the plan says. Returns the system packages that could not be had."""
    failed = install_system_packages(plan.packages, machine) if plan.packages else ()
    if plan.make_environment:
        make_environment(plan.place, with_pip=not plan.pip_from_outside)
    if plan.requirements:
        say("Installing Python packages; the first time this takes about a minute.")
        install_requirements(plan)
        stamp_file(plan.place).write_text(json.dumps(plan.stamp, indent=2) + "\n", encoding="utf-8")
    return failed


def install_system_packages(
    packages: Sequence[SystemPackage], machine: Machine
) -> tuple[SystemPackage, ...]:
    """Installs all at once; if apt refuses, each alone, so that one name does not cost the rest."""
    say("Installing system packages; this can take a minute.")
    apt = apt_command(machine)
    if run_step([*apt, "update"], chatty=True) != 0:
        say("apt-get update had trouble; going on with the package lists that are here.")
    install = [*apt, "install", "--yes", "--no-install-recommends"]
    names = [package.name for package in packages]
    if run_step([*install, *names], chatty=True) == 0:
        return ()
    refused = {name for name in names if run_step([*install, name], chatty=True) != 0}
    failed = [package for package in packages if package.name in refused]
    for package in failed:
        say(f"apt-get could not install {package.name} ({package.why}); going on without it.")
    return tuple(failed)


def apt_command(machine: Machine) -> list[str]:
    """apt-get as root, asking nothing, and waiting a while for another one to finish."""
    sudo = [] if machine.is_root else ["sudo"] if machine.can_ask else ["sudo", "--non-interactive"]
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    return [*sudo, *apt, "-o", "DPkg::Lock::Timeout=120"]


def make_environment(place: Path, *, with_pip: bool) -> None:
    command = [base_python(), "-m", "venv", "--clear", str(place)]
    if not with_pip:
        command.insert(-1, "--without-pip")
    if run_step(command) != 0:
        raise SetupError(f"The virtual environment could not be made in {place}; see above.")


def install_requirements(plan: Plan) -> None:
    stamp_file(plan.place).unlink(missing_ok=True)  # half an installation must not look like one
    if run_step(pip_command(plan)) != 0:
        raise SetupError(
            "The Python packages could not be installed; pip says why above. If it could not reach "
            "the network, run this again once it can."
        )


def pip_command(plan: Plan) -> list[str]:
    """pip with every version pinned and every file's hash checked."""
    python = str(environment_python(plan.place))
    pip = [python, "-m", "pip"]
    if plan.pip_from_outside:
        pip = [base_python(), "-m", "pip", "--python", python]
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    return [*pip, "install", *options, "--requirement", str(plan.requirements)]


def run_step(command: Sequence[str], *, chatty: bool = False) -> int:
    """Runs one command of the set-up and returns its exit status.

    What it prints goes among our messages, or if it is chatty, only its errors do. It gets no
    input: that belongs to the program. (sudo asks for the password at the terminal itself.)
    """
    output = subprocess.DEVNULL if chatty else sys.stderr
    step = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, check=False)
    return step.returncode


def set_up(purpose: str, *, agreed: bool) -> tuple[SystemPackage, ...]:
    """Everything that `purpose` ("run" or "test") needs is in place when this returns.

    Returns the system packages that are missing and could not be had. Raises SetupError when there
    is no environment to go on with.
    """
    wanted = packages_for(purpose, platform=sys.platform)
    machine = look_at_machine(packages_matter=bool(wanted))
    environment = look_at_environment(environment_place(), machine.platform)
    plan = make_plan(purpose, machine, environment, wanted, ROOT / "packaging")
    if plan.is_empty:
        return plan.out_of_reach
    for line in describe(plan, machine):
        say(line)
    answer = consent(machine, agreed=agreed, ask=ask_at_terminal)
    if answer is not Consent.GIVEN:
        say(refusal(answer))
        if plan.requirements:
            raise SetupError("Without these packages there is nothing to start.")
        return (*plan.packages, *plan.out_of_reach)
    return (*carry_out(plan, machine), *plan.out_of_reach)


def program_environment(environ: dict[str, str], root: Path = ROOT) -> dict[str, str]:
    """The variables for the project's own Python: it finds our rooms and no one else's modules."""
    kept = {key: value for key, value in environ.items() if key != "PYTHONHOME"}
    return kept | {"PYTHONPATH": str(root)}
