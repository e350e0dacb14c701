"""Merkle trees of RFC 9162: the root of a log that only grows, kept as its few right-edge hashes.

A frontier holds the roots of the perfect subtrees that a log of n leaves divides into, largest
first: one for each 1 in the binary form of n.
"""

import hashlib

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
