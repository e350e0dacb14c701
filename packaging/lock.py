"""Pins and hashes what pyproject.toml asks for: python3 packaging/lock.py [--upgrade]

Without --upgrade the versions that are pinned now stay wherever pyproject.toml still allows them.
The files hold every package for every system and every Python from 3.11 on, with the hashes of all
the files of each release, and nothing about where they were fetched from. Needs the network.

The work is done by uv's resolver (uv pip compile), in an environment that is thrown away after.
pip-compile gives the same hashes, but resolves only for the system that it runs on.
"""

import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOLVER = "uv==0.13.9"
OLDEST_PYTHON = "3.11"

HEADER = """\
# {purpose}, pinned and hashed.
# Made from pyproject.toml by packaging/lock.py; change it there and run that, do not edit this.
"""


def main(arguments: Sequence[str]) -> int:
    if list(arguments) not in ([], ["--upgrade"]):
        print("Usage: python3 packaging/lock.py [--upgrade]", file=sys.stderr)
        return 2
    program = Path("packaging/requirements.txt")
    tests = Path("packaging/requirements-test.txt")
    with tempfile.TemporaryDirectory() as folder:
        resolver = install_resolver(Path(folder))
        compile_lock(resolver, program, "What the program needs", arguments)
        # The tests get the program's packages at the program's versions.
        extra = ["--extra", "dev", "--constraint", str(program), *arguments]
        compile_lock(resolver, tests, "What the program and its tests need", extra)
    return 0


def install_resolver(folder: Path) -> list[str]:
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", RESOLVER], check=True)
    return [str(python), "-m", "uv"]


def compile_lock(
    resolver: Sequence[str], output: Path, purpose: str, options: Sequence[str]
) -> None:
    """Resolves into `output`, below the project; pins stay unless `options` say otherwise."""
    command = [*resolver, "pip", "compile", "pyproject.toml", "--quiet", "--no-config"]
    command += ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--output-file", str(output), *options]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    pins = (ROOT / output).read_text(encoding="utf-8")
    (ROOT / output).write_text(HEADER.format(purpose=purpose) + pins, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
