"""Roots of growing logs against the definition of RFC 9162, written out recursively."""

import hashlib
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import leaf_hash
from domain.merkle import Frontier, append, node_hash, root

LARGEST = 300


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162 §2.1.1, MTH, over the hashes of the leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:k]) + tree_hash(leaves[k:])).digest()


def leaf(n: int) -> bytes:
    return hashlib.sha256(b"\x00" + str(n).encode()).digest()


@cache
def frontiers() -> list[Frontier]:
    """The frontiers of logs of 0 to LARGEST leaves."""
    found: list[Frontier] = [()]
    for size in range(LARGEST):
        found.append(append(found[-1], size, leaf(size)))
    return found


@pytest.mark.parametrize("first", range(0, LARGEST, 50))
def test_the_root_is_that_of_the_whole_tree(first: int) -> None:
    leaves = [leaf(n) for n in range(LARGEST)]
    for size in range(first, first + 51):
        assert root(frontiers()[size]) == tree_hash(leaves[:size])


def test_a_frontier_has_an_edge_for_each_one_in_its_size() -> None:
    for size, frontier in enumerate(frontiers()):
        assert len(frontier) == size.bit_count()


def test_the_roots_of_known_logs() -> None:
    """From the reference implementations of Certificate Transparency (RFC 6962 and 9162)."""
    leaves = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ]
    expected = {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    frontier: Frontier = ()
    for size, data in enumerate(leaves):
        if size in expected:
            assert root(frontier).hex() == expected[size]
        frontier = append(frontier, size, leaf_hash(data))
    assert root(frontier).hex() == expected[8]


def test_leaves_and_nodes_cannot_be_mistaken_for_one_another() -> None:
    left, right = leaf(1), leaf(2)
    assert node_hash(left, right) != leaf_hash(left + right)
    assert node_hash(left, right) != node_hash(right, left)


@given(st.integers(1, LARGEST), st.data())
def test_a_changed_leaf_changes_the_root(size: int, data: st.DataObject) -> None:
    leaves = [leaf(n) for n in range(size)]
    place = data.draw(st.integers(0, size - 1))
    frontier: Frontier = ()
    for n, found in enumerate(leaves):
        frontier = append(frontier, n, leaf(-1) if n == place else found)
    assert root(frontier) != tree_hash(leaves)
