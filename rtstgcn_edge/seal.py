"""The hash of a model file, at its very end: tells one that was damaged since it was made."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from rtstgcn_edge.errors import ModelError


class Seal(NamedTuple):
    """What stands before and behind the 64 hex digits of the SHA-256 of all that precedes it.

    `made` and `mend` are for people: how the file came to be, and what helps where it has changed since.
    """

    mark: bytes
    tail: bytes
    made: str
    mend: str


SEALS = {
    # protobuf: one more of ModelProto's metadata_props (field 14, 82 bytes), a key of 14 bytes, a value of 64
    ".onnx": Seal(b"\x72\x52\x0a\x0ertstgcn_sha256\x12\x40", b"", "exported", "copy or export it again"),
    ".c": Seal(
        b"/* sha256 of all before: ",
        b" */\n",
        "exported",
        "copy or export it again, or delete the line with its sha256 if the change is yours",
    ),
    ".so": Seal(b"rtstgcn-edge, sha256 before: ", b"", "built", "build or copy it again"),  # where no loader looks
}
"""By the ending of a model file's name; any other ending is taken for an .onnx."""


def seal_of(path: Path) -> Seal:
    """That of a file of this name."""
    return SEALS.get(path.suffix, SEALS[".onnx"])


def sealed(content: bytes, seal: Seal) -> bytes:
    """The content of a file with its seal behind it."""
    return content + seal.mark + hashlib.sha256(content).hexdigest().encode() + seal.tail


def is_whole(content: bytes, seal: Seal) -> bool | None:
    """Whether a file is as it was sealed; None where it has no seal: made before there were any, or stripped."""
    before, mark, _ = content.rpartition(seal.mark)
    return content == sealed(before, seal) if mark else None


def check_seal(content: bytes, path: Path) -> None:
    """Raises ModelError where the content of `path` is not as it was sealed."""
    seal = seal_of(path)
    if is_whole(content, seal) is False:
        raise ModelError(f"{path}: not as it was {seal.made}, a part of it has changed; {seal.mend}")
