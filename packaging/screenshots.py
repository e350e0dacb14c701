"""Pictures of every page and dialog: python3 packaging/screenshots.py FOLDER [--everything]

In English and Ukrainian, light and dark; with --everything in high contrast and at a text size of
200 %, too. Needs what packaging/test.py has set up. Nothing is asked and no window appears.
"""

import os
import subprocess
import sys
from pathlib import Path

from setup_steps import ROOT, environment_place, environment_python, program_environment

PICTURES = ROOT / "tests" / "desktop" / "pictures.py"
USAGE = "Usage: python3 packaging/screenshots.py FOLDER [--everything]"
LOOKS = ("en light 100", "en dark 100", "uk light 100", "uk dark 100")
MORE_LOOKS = ("en contrast 100", "uk contrast 200", "en light 200")


def main(arguments: list[str]) -> int:
    everything = "--everything" in arguments
    folders = [word for word in arguments if not word.startswith("-")]
    if len(folders) != 1:
        print(USAGE, file=sys.stderr)
        return 2
    folder = Path(folders[0]).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    own = environment_python(environment_place())
    python = str(own) if own.exists() else sys.executable
    environ = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    for look in (*LOOKS, *(MORE_LOOKS if everything else ())):
        command = [python, str(PICTURES), str(folder), *look.split()]
        status = subprocess.run(command, env=program_environment(environ), check=False).returncode
        if status:
            return status
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
