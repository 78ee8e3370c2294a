"""Files that are written, tried, and only then put where they belong."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import onnx

from rtstgcn_edge.errors import InputError, ModelError, RtstgcnError

from ..onnx_graph import file_content
from .replay import TOLERANCE


@contextlib.contextmanager
def staged(files: Mapping[Path, bytes]) -> Iterator[dict[Path, Path]]:
    """Files under their own names in a hidden folder beside where they belong; moved there when the block ends.

    Args:
        files: content by path, all of one folder.

    Yields:
        Where each of them lies meanwhile.

    Raises:
        InputError: one cannot be written. Whatever the block raises goes on. Then no file and no new folder is left
            behind, and former files are untouched.
    """
    paths = list(files)
    folder = paths[0].parent
    hidden = folder / f".{paths[0].stem}.candidate"
    new_folders = [parent for parent in paths[0].parents if not parent.exists()]
    try:
        try:
            hidden.mkdir(parents=True, exist_ok=True)
            for path, content in files.items():
                (hidden / path.name).write_bytes(content)
        except OSError as problem:
            raise _unwritable(paths, problem) from None
        try:
            yield {path: hidden / path.name for path in paths}
        except RtstgcnError as error:
            said = str(error)
            for path in paths:  # named as they were asked for
                said = said.replace(str(hidden / path.name), str(path))
            raise type(error)(said) from None
        try:
            for path in paths:
                (hidden / path.name).replace(path)
        except OSError as problem:
            raise _unwritable(paths, problem) from None
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
        with contextlib.suppress(OSError):  # only empty ones go, so none of a file that passed
            for parent in new_folders:
                parent.rmdir()


def write_through_gate(
    content: onnx.ModelProto, path: Path, check: Callable[[Path], float], tolerance: float = TOLERANCE
) -> float:
    """Write `content` to `path` if `check(written file)` stays within `tolerance`; the error found.

    Raises ModelError otherwise, InputError where `path` cannot be written; see `staged`.
    """
    with staged({path: file_content(content)}) as candidates:
        error = check(candidates[path])
        if not error <= tolerance:
            raise ModelError(
                f"{path}: refused, the exported graph differs from the trained model by {error:.1e} of the largest "
                f"logit (allowed: {tolerance:.0e})"
            )
    return error


def _unwritable(paths: list[Path], problem: OSError) -> InputError:
    names = " and ".join(str(path) for path in paths)
    return InputError(f"{names}: cannot be written ({problem.strerror})")
