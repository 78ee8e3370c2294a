"""The hash of a built library, behind it where no loader looks: tells one that was damaged, which would crash."""

from __future__ import annotations

import hashlib

MARK = b"rtstgcn-edge, sha256 of all before: "
LENGTH = len(MARK) + hashlib.sha256().digest_size


def sealed(library: bytes) -> bytes:
    """A library with its seal."""
    return library + MARK + hashlib.sha256(library + MARK).digest()


def is_whole(library: bytes) -> bool | None:
    """Whether a library is as it was sealed; None where it has no seal, as one that was stripped."""
    if not library[-LENGTH:].startswith(MARK):
        return None
    return library == sealed(library[:-LENGTH])
