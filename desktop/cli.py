"""The command line: the verbs of the ledger for scripts, checks and other programs."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.commandline.arguments import parser as arguments_of
from desktop.commandline.session import BAD_INPUT, DONE, Session
from desktop.language import language, preferred
from domain.model.refusal import Refused
from domain.storage.profile import Profile


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status (0 done, 1 the answer is no, 2 bad input)."""
    profile_language = preferred()
    say = language(_language_in(arguments) or profile_language)
    parser = arguments_of(say)
    try:
        words = _without_language(arguments)
        if not words or (len(words) == 1 and Path(words[0]).is_file()):
            return _window(Path(words[0]) if words else None, _language_in(arguments))
        asked = parser.parse_args(list(arguments))
        profile = Profile.load(language=profile_language)
        say = language(asked.language or profile.language)
        verb: Callable[[Session], int] = asked.verb
        return verb(Session(asked, profile, say))
    except Refused as refused:
        print(say.refusal(refused), file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"{where}{error.strerror or error}", file=sys.stderr)
    return BAD_INPUT


def _window(path: Path | None, chosen: str) -> int:
    """Open the window; Qt is only loaded for it."""
    from desktop.app import open_window

    profile = Profile.load(language=preferred())
    return open_window(path, profile, language(chosen or profile.language))


def _without_language(arguments: Sequence[str]) -> list[str]:
    words = list(arguments)
    for place in range(len(words) - 1, -1, -1):
        if words[place] == "--language":
            del words[place : place + 2]
        elif words[place].startswith("--language="):
            del words[place]
    return words


def _language_in(arguments: Sequence[str]) -> str:
    """The language asked for, wherever it stands, so that even the help is in it."""
    for place, word in enumerate(arguments):
        if word.startswith("--language"):
            _, equals, value = word.partition("=")
            return value if equals else "".join(arguments[place + 1 : place + 2])
    return ""
