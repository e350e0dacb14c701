"""Inclusion and consistency proofs against an independent implementation, and mutants of them."""

import random
from collections.abc import Iterator

import pytest

from domain import merkle
from domain.merkle import (
    consistency_proof,
    inclusion_proof,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests.domain.proofs.reference import LARGEST, leaf, path, proof, tree

QUICK = 257
slow = pytest.mark.slow


def sizes(first: int, last: int) -> range:
    return range(first, last + 1)


def chosen(size: int) -> set[int]:
    """Every index of a small tree; of a large one those beside a power of two and the ends."""
    if size <= 65:
        return set(range(size))
    edges = {0, 1, size // 2, size - 2, size - 1}
    return edges | {at for k in range(11) for at in (2**k - 1, 2**k) if at < size}


def check_inclusion(size: int, generated: set[int]) -> None:
    leaves = [leaf(n) for n in range(size)]
    root = root_of(leaves)
    assert root == tree(0, size)
    for index in range(size):
        expected = tuple(path(index, 0, size))
        if index in generated:
            assert inclusion_proof(leaves, index) == expected
        assert verify_inclusion(leaf(index), index, size, expected, root)


def check_consistency(size: int, generated: set[int]) -> None:
    leaves = [leaf(n) for n in range(size)]
    for first in range(size + 1):
        expected = tuple(proof(first, 0, size)) if first else ()
        if first in generated:
            assert consistency_proof(leaves, first) == expected
        assert verify_consistency(first, size, tree(0, first), tree(0, size), expected)


@pytest.mark.parametrize("start", range(0, QUICK, 64))
def test_every_size(start: int) -> None:
    for size in sizes(start, min(start + 64, QUICK)):
        check_inclusion(size, chosen(size))
        check_consistency(size, chosen(size))


@slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("start", range(0, LARGEST, 64))
def test_every_size_to_1025(start: int) -> None:
    for size in sizes(start, min(start + 64, LARGEST)):
        check_inclusion(size, chosen(size))
        check_consistency(size, chosen(size))


def test_what_lies_outside_is_not_proven() -> None:
    leaves = [leaf(n) for n in range(5)]
    for index in (-1, 5):
        with pytest.raises(IndexError):
            inclusion_proof(leaves, index)
        assert not verify_inclusion(leaf(0), index, 5, (), root_of(leaves))
    for first in (-1, 6):
        with pytest.raises(IndexError):
            consistency_proof(leaves, first)
        assert not verify_consistency(first, 5, tree(0, 5), tree(0, 5), ())


def test_hashes_of_another_length_are_never_taken() -> None:
    """A byte moved from one side of a node to the other leaves the hashed bytes as they were."""
    left, right = leaf(0), leaf(1)
    assert verify_inclusion(left, 0, 2, (right,), tree(0, 2))
    assert not verify_inclusion(left + right[:1], 0, 2, (right[1:],), tree(0, 2))


# --- mutants -------------------------------------------------------------------------------------

Inclusion = tuple[bytes, int, int, tuple[bytes, ...], bytes]
Consistency = tuple[int, int, bytes, bytes, tuple[bytes, ...]]


def flipped(value: bytes, by: random.Random) -> bytes:
    bit = by.randrange(len(value) * 8)
    return bytes(b ^ (1 << bit % 8 if at == bit // 8 else 0) for at, b in enumerate(value))


def mutated(nodes: tuple[bytes, ...], by: random.Random) -> tuple[bytes, ...]:
    """A proof with a bit flipped, a node dropped, doubled, swapped, added, cut or replaced."""
    found = list(nodes)
    way = by.randrange(7 if found else 1)
    at = by.randrange(len(found)) if found else 0
    if way == 0:
        found.insert(by.randrange(len(found) + 1), leaf(by.randrange(LARGEST)))
    elif way == 1:
        found[at] = flipped(found[at], by)
    elif way == 2:
        del found[at]
    elif way == 3:
        found.insert(at, found[at])
    elif way == 4:
        other = by.randrange(len(found))
        found[at], found[other] = found[other], found[at]
    elif way == 5:
        found[at] = found[at][: by.randrange(32)]
    else:
        found[at] = tree(0, by.randrange(1, LARGEST))
    return tuple(found)


def inclusion_mutants(by: random.Random) -> Iterator[tuple[Inclusion, Inclusion]]:
    while True:
        size = by.randrange(1, 300)
        index = by.randrange(size)
        true = (leaf(index), index, size, tuple(path(index, 0, size)), tree(0, size))
        for part in range(4):
            one = list(true)
            if part == 0:
                one[3] = mutated(true[3], by)
            elif part == 1:
                one[0] = flipped(true[0], by)
            elif part == 2:
                one[1] = by.randrange(-1, size + 2)
            else:
                one[4] = flipped(true[4], by)
            yield true, tuple(one)  # type: ignore[misc]


def consistency_mutants(by: random.Random) -> Iterator[tuple[Consistency, Consistency]]:
    while True:
        size = by.randrange(2, 300)
        first = by.randrange(1, size)
        true = (first, size, tree(0, first), tree(0, size), tuple(proof(first, 0, size)))
        for part in range(4):
            one = list(true)
            if part == 0:
                one[4] = mutated(true[4], by)
            elif part == 1:
                one[2] = flipped(true[2], by)
            elif part == 2:
                one[0] = by.randrange(0, size + 2)
            else:
                one[3] = flipped(true[3], by)
            yield true, tuple(one)  # type: ignore[misc]


def accepted(mutants: int, seed: int) -> int:
    """How many of so many mutants of each kind are taken for proofs."""
    by = random.Random(seed)
    taken = 0
    inclusions, consistencies = inclusion_mutants(by), consistency_mutants(by)
    counted = 0
    while counted < mutants:
        true, mutant = next(inclusions)
        assert verify_inclusion(*true)
        older, other = next(consistencies)
        assert verify_consistency(*older)
        counted += (true != mutant) + (older != other)
        taken += true != mutant and verify_inclusion(*mutant)
        taken += older != other and verify_consistency(*other)
    return taken


def test_no_mutant_is_accepted() -> None:
    assert accepted(2_000, seed=9162) == 0


@slow
def test_none_of_10_000_mutants_is_accepted() -> None:
    assert accepted(10_000, seed=2131) == 0


def test_the_frontier_and_the_leaves_have_one_root() -> None:
    frontier: merkle.Frontier = ()
    for size in range(QUICK):
        assert merkle.root(frontier) == root_of([leaf(n) for n in range(size)])
        frontier = merkle.append(frontier, size, leaf(size))
