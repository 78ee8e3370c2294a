"""What a run says of each epoch, in the three forms that people read: JSON lines, CSV and TensorBoard.

`epochs.jsonl` is the record; the other two are made from it. A run that goes on from an epoch keeps the lines up to it
and cuts off what was written later, in all three: no epoch is ever there twice.
"""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
import struct
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from tensorboardX.event_file_writer import EventsWriter  # type: ignore[import-untyped]
from tensorboardX.proto.event_pb2 import Event  # type: ignore[import-untyped]
from tensorboardX.proto.summary_pb2 import Summary  # type: ignore[import-untyped]

from rtstgcn_edge.errors import InputError

from ..files import write_whole

Line = dict[str, Any]

JSON_LINES, TABLE, EVENTS = "epochs.jsonl", "epochs.csv", "tensorboard"


class EpochLog:
    """The log of one run; every `append` is on the disk when it returns.

    Args:
        folder: of the run; must exist.
        resume_epoch: lines of later epochs are cut off; 0 begins anew.

    Raises:
        InputError: the folder cannot be written.
    """

    def __init__(self, folder: Path, resume_epoch: int = 0) -> None:
        self.folder = folder
        self.epochs = [line for line in _read(folder / JSON_LINES) if line["epoch"] <= resume_epoch]
        """The lines so far, oldest first."""
        self.columns: list[str] = []
        for line in self.epochs:
            self._add_columns(line)
        write_whole({folder / JSON_LINES: "".join(_json(line) for line in self.epochs).encode()})
        self._write_table()
        shutil.rmtree(folder / EVENTS, ignore_errors=True)
        (folder / EVENTS).mkdir()
        self._events = EventsWriter(str(folder / EVENTS / "events"))
        for line in self.epochs:
            self._add_scalars(line)
        self._events.flush()

    def append(self, line: Mapping[str, Any]) -> None:
        """Add an epoch's line: `epoch` (above the last one's) and any JSON values; what is not finite becomes null.

        Nested objects become columns and scalars with a dot in the name, `events.onset_ms`; one that repeats the outer
        name goes by itself, `f1@10` of `f1`.

        Raises:
            InputError: a file that cannot be written, as on a full disk; a line cut short is dropped on resumption.
        """
        clean = _finite(dict(line))
        if self.epochs and clean["epoch"] <= self.epochs[-1]["epoch"]:
            raise ValueError(f"epoch {clean['epoch']} after epoch {self.epochs[-1]['epoch']}")
        with _appending(self.folder / JSON_LINES) as file:
            file.write(_json(clean))
        self.epochs.append(clean)
        if self._add_columns(clean):
            self._write_table()
        else:
            with _appending(self.folder / TABLE) as file:
                self._table(file).writerow(_flat(clean))
        with _named(self.folder / EVENTS):
            self._add_scalars(clean)
            self._events.flush()

    def add_images(self, images: Mapping[str, Path], epoch: int) -> None:
        """Show PNG files in TensorBoard, by name."""
        for name, path in images.items():
            content = path.read_bytes()
            width, height = struct.unpack(">II", content[16:24])
            image = Summary.Image(height=height, width=width, colorspace=4, encoded_image_string=content)
            self._add_event(epoch, [Summary.Value(tag=_tag(name), image=image)])
        self._events.flush()

    def close(self) -> None:
        """Close the TensorBoard file; the other two are closed after every line."""
        self._events.close()

    def __enter__(self) -> EpochLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _add_columns(self, line: Line) -> bool:
        """Whether the line brought columns that were not there."""
        new = [name for name in _flat(line) if name not in self.columns]
        self.columns += new
        return bool(new)

    def _write_table(self) -> None:
        text = io.StringIO(newline="")
        table = self._table(text)
        if self.columns:
            table.writeheader()
        table.writerows(_flat(line) for line in self.epochs)
        write_whole({self.folder / TABLE: text.getvalue().encode()})

    def _table(self, file: TextIO) -> csv.DictWriter[str]:
        return csv.DictWriter(file, self.columns, restval="", lineterminator="\n")

    def _add_scalars(self, line: Line) -> None:
        numbers = {k: v for k, v in _flat(line).items() if isinstance(v, int | float) and k != "epoch"}
        self._add_event(line["epoch"], [Summary.Value(tag=_tag(k), simple_value=v) for k, v in numbers.items()])

    def _add_event(self, epoch: int, values: list[Any]) -> None:
        self._events.write_event(Event(wall_time=time.time(), step=epoch, summary=Summary(value=values)))


def _read(path: Path) -> list[Line]:
    """Whole lines, oldest first; one that was cut short, and what follows it, is not there."""
    lines: list[Line] = []
    if not path.is_file():
        return lines
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            break
        if not isinstance(line, dict) or type(line.get("epoch")) is not int:
            break
        lines.append(line)
    return lines


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from None


@contextmanager
def _appending(path: Path) -> Iterator[TextIO]:
    with _named(path), path.open("a", encoding="utf-8", newline="") as file:
        yield file


def _json(line: Line) -> str:
    return json.dumps(line, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _flat(line: Line, outer: str = "") -> Line:
    """Nested objects as one, lists as JSON."""
    flat: Line = {}
    for key, value in line.items():
        name = key if key.startswith(outer) else f"{outer}.{key}"
        if isinstance(value, dict):
            flat |= _flat(value, name)
        else:
            flat[name] = json.dumps(value) if isinstance(value, list) else value
    return flat


def _tag(name: str) -> str:
    """Name in TensorBoard, whose groups are folders: `f1/50`, `events/onset_ms`."""
    return name.replace("@", "/").replace(".", "/")
