"""Merkle trees of RFC 9162: the root of a log that only grows, and proofs about it.

A frontier holds the roots of the perfect subtrees that a log of n leaves divides into, largest
first: one for each 1 in the binary form of n.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

HASH: Final = 32  # bytes of a SHA-256

Frontier = tuple[bytes, ...]


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 9162 §2.1.1: the hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(frontier: Frontier, size: int, leaf: bytes) -> Frontier:
    """The frontier of `size` + 1 leaves."""
    edges = list(frontier)
    while size & 1:
        leaf = node_hash(edges.pop(), leaf)
        size >>= 1
    edges.append(leaf)
    return tuple(edges)


def root(frontier: Frontier) -> bytes:
    """RFC 9162 §2.1.1: the root hash of the tree; that of an empty tree for an empty frontier."""
    if not frontier:
        return hashlib.sha256(b"").digest()
    found = frontier[-1]
    for left in reversed(frontier[:-1]):
        found = node_hash(left, found)
    return found


# --- proofs, from the leaf hashes of a log --------------------------------------------------------

Proof = tuple[bytes, ...]  # node hashes, from the leaves towards the root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162 §2.1.1: the root hash of the tree over these leaf hashes."""
    return root_of_packed(b"".join(leaves))


def root_of_packed(leaves: bytes | bytearray) -> bytes:
    """The same for leaf hashes that stand one after another in one run of bytes: level by level."""
    if not leaves:
        return root(())
    level = bytes(leaves)
    while len(level) > HASH:
        pairs = len(level) // (2 * HASH) * 2 * HASH
        higher = b"".join(
            [hashlib.sha256(b"\x01" + level[at : at + 64]).digest() for at in range(0, pairs, 64)]
        )
        level = higher + level[pairs:]  # an odd one out rises as it is
    return level


def inclusion_proof(leaves: Sequence[bytes], index: int) -> Proof:
    """RFC 9162 §2.1.3.1: the path of leaf `index` (from 0) in the tree over `leaves`."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return ()
    k = _split(len(leaves))
    if index < k:
        return (*inclusion_proof(leaves[:k], index), root_of(leaves[k:]))
    return (*inclusion_proof(leaves[k:], index - k), root_of(leaves[:k]))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Proof, root_hash: bytes) -> bool:
    """RFC 9162 §2.1.3.2: whether `proof` shows that `leaf` stands at `index` (from 0)."""
    if not 0 <= index < size or not _are_hashes(leaf, root_hash, *proof):
        return False
    fn, sn, found = index, size - 1, leaf
    for node in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = node_hash(node, found)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node_hash(found, node)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root_hash


def consistency_proof(leaves: Sequence[bytes], first: int) -> Proof:
    """RFC 9162 §2.1.4.1: that the tree over `leaves` extends the one over its first `first`.

    Empty where there is nothing to prove: `first` is 0, or all of them.
    """
    if not 0 <= first <= len(leaves):
        raise IndexError(f"no tree of {first} in one of {len(leaves)}")
    return _subproof(leaves, first, whole=True) if first else ()


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Proof
) -> bool:
    """RFC 9162 §2.1.4.2: whether `proof` shows that the second tree extends the first.

    The RFC leaves out the two cases without a proof: equal sizes need equal roots, and every tree
    extends the empty one.
    """
    if not 0 <= first <= second or not _are_hashes(first_root, second_root, *proof):
        return False
    if first in (0, second):
        return not proof and first_root == (second_root if first else root(()))
    if not proof:
        return False
    path = (first_root, *proof) if first.bit_count() == 1 else proof
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for node in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = node_hash(node, old), node_hash(node, new)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, node)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old == first_root and new == second_root


def _subproof(leaves: Sequence[bytes], first: int, *, whole: bool) -> Proof:
    """RFC 9162 §2.1.4.1, SUBPROOF; `whole`: the first tree's root is what the verifier holds."""
    if first == len(leaves):
        return () if whole else (root_of(leaves),)
    k = _split(len(leaves))
    if first <= k:
        return (*_subproof(leaves[:k], first, whole=whole), root_of(leaves[k:]))
    return (*_subproof(leaves[k:], first - k, whole=False), root_of(leaves[:k]))


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _are_hashes(*values: bytes) -> bool:
    """Other lengths could move bytes from one side of a node to the other, unseen."""
    return all(len(value) == HASH for value in values)
