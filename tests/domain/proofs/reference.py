"""RFC 9162 §2.1 written out once more, by its recursive definitions, over ranges of leaves."""

import hashlib
from functools import cache

LARGEST = 1025


@cache
def leaf(n: int) -> bytes:
    return hashlib.sha256(b"\x00leaf %d" % n).digest()


@cache
def tree(first: int, last: int) -> bytes:
    """§2.1.1, MTH(D[first:last])."""
    if first == last:
        return hashlib.sha256(b"").digest()
    if last - first == 1:
        return leaf(first)
    middle = first + split(last - first)
    return hashlib.sha256(b"\x01" + tree(first, middle) + tree(middle, last)).digest()


def split(size: int) -> int:
    """The largest power of two smaller than `size`, by doubling."""
    k = 1
    while 2 * k < size:
        k *= 2
    return k


def path(m: int, first: int, last: int) -> list[bytes]:
    """§2.1.3.1, PATH(m, D[first:last])."""
    if last - first == 1:
        return []
    k = split(last - first)
    if m < k:
        return [*path(m, first, first + k), tree(first + k, last)]
    return [*path(m - k, first + k, last), tree(first, first + k)]


def proof(m: int, first: int, last: int, whole: bool = True) -> list[bytes]:
    """§2.1.4.1, SUBPROOF(m, D[first:last], whole)."""
    n = last - first
    if m == n:
        return [] if whole else [tree(first, last)]
    k = split(n)
    if m <= k:
        return [*proof(m, first, first + k, whole), tree(first + k, last)]
    return [*proof(m - k, first + k, last, False), tree(first, first + k)]
