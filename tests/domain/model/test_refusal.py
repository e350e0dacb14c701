"""Refusals: every rule that code names has its sentence, every sentence its rule and its values."""

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

from domain.model.refusal import MESSAGES, Refused
from tests.domain.helpers import ROOT

RAISING = ("Refused", "NotALedger")


class Use(NamedTuple):
    """One refusal in the code; `exact` where all its values are for this sentence alone."""

    where: str
    code: str
    values: frozenset[str]
    exact: bool = True


def uses() -> Iterator[Use]:
    """Every refusal in the code, also by functions that are handed the code of one."""
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for folder in ("domain", "desktop")
        for path in sorted((ROOT / folder).rglob("*.py"))
    }
    handed_on = {
        function.name: _values(call)
        for tree in trees.values()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and function.args.args
        for call in _calls(function, RAISING)
        if isinstance(call.args[0], ast.Name) and call.args[0].id == function.args.args[0].arg
    }
    for path, tree in trees.items():
        for call in _calls(tree, (*RAISING, *handed_on)):
            code = call.args[0]
            name = _name(call)
            where = f"{path.relative_to(ROOT)}:{call.lineno}"
            if isinstance(code, ast.Constant):
                values = handed_on.get(name, _values(call))
                yield Use(where, str(code.value), values, name in RAISING)
                continue
            is_raised_again = isinstance(code, ast.Attribute) and code.attr == "code"
            is_handed_on = isinstance(code, ast.Name) and _values(call) in handed_on.values()
            assert is_raised_again or is_handed_on, f"{where}: the code must be spelled out"


def _calls(tree: ast.AST, names: Collection[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _name(node) in names:
            yield node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _values(call: ast.Call) -> frozenset[str]:
    return frozenset(word.arg for word in call.keywords if word.arg)


USED = list(uses())


def placeholders(code: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(MESSAGES[code]) if name)


@pytest.mark.parametrize("use", USED, ids=[f"{use.where} {use.code}" for use in USED])
def test_a_refusal_has_its_sentence_and_fills_it(use: Use) -> None:
    assert use.code in MESSAGES
    assert placeholders(use.code) <= use.values
    assert placeholders(use.code) == use.values or not use.exact


def test_every_sentence_is_used() -> None:
    assert MESSAGES.keys() - {use.code for use in USED} == set()


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_sentence_says_what_is_wrong_in_whole_sentences(code: str) -> None:
    values = {name: f"<{name}>" for name in placeholders(code)}
    refusal = Refused(code, "branch.navy", **values)
    text = str(refusal)
    assert text.startswith("branch.navy: ")
    assert all(value in text for value in values.values())
    assert "{" not in text
    assert re.search(r"[.)A-Z>]$", text), text  # or a command, which has no full stop
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
    files = {Path(use.where.partition(":")[0]).name for use in USED}
    assert {"counts.py", "commands.py", "application.py", "view.py", "connection.py"} <= files
    assert len(USED) > 80
