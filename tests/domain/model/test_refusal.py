"""Refusals: every rule that code names has its sentence, every sentence its rule and its values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from domain.model.refusal import MESSAGES, Refused
from tests.domain.helpers import ROOT

RAISING = ("Refused", "NotALedger")


def refusals() -> Iterator[tuple[str, str, frozenset[str]]]:
    """(where, code, names of the values) of every refusal in the code."""
    for folder in ("domain", "desktop"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not _raises(node):
                    continue
                code = node.args[0]
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                assert isinstance(code, ast.Constant), f"{where}: the code must be spelled out"
                named = frozenset(word.arg for word in node.keywords if word.arg)
                yield where, str(code.value), named


def _raises(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id in RAISING and bool(node.args)


USED = list(refusals())


def placeholders(code: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(MESSAGES[code]) if name)


@pytest.mark.parametrize(("where", "code", "values"), USED, ids=[f"{w} {c}" for w, c, _ in USED])
def test_a_refusal_has_its_sentence_and_fills_it(
    where: str, code: str, values: frozenset[str]
) -> None:
    assert code in MESSAGES
    assert values == placeholders(code)


def test_every_sentence_is_used() -> None:
    assert MESSAGES.keys() - {code for _, code, _ in USED} == set()


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_sentence_says_what_is_wrong_in_whole_sentences(code: str) -> None:
    values = {name: f"<{name}>" for name in placeholders(code)}
    refusal = Refused(code, "branch.navy", **values)
    text = str(refusal)
    assert text.startswith("branch.navy: ")
    assert all(value in text for value in values.values())
    assert "{" not in text
    assert re.search(r"[.)A-Z]$", text), text
    assert (refusal.code, refusal.field, refusal.values) == (code, "branch.navy", values)
    assert not str(Refused(code, **values)).startswith(":")


def test_what_somebody_typed_is_never_read_as_a_template() -> None:
    assert "{text}" in str(Refused("not_found", "subject", text="{text}{0}{x.y}"))


def test_another_language_fills_its_own_sentence() -> None:
    refusal = Refused("not_found", "subject", text="abc")
    assert refusal.sentence("«{text}» тут немає.") == "subject: «abc» тут немає."


def test_it_can_be_caught_as_a_value_error() -> None:
    assert isinstance(Refused("needed", "reason"), ValueError)


def test_this_test_finds_the_refusals_it_is_about() -> None:
    files = {Path(where.partition(":")[0]).name for where, _, _ in USED}
    assert {"counts.py", "commands.py", "application.py", "view.py", "connection.py"} <= files
    assert len(USED) > 80
