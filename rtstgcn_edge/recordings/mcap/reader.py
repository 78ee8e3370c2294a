"""Recordings of runs: read in the order in which they were written, whole, cut off or still growing."""

from __future__ import annotations

import json
import struct
from collections.abc import Container, Generator, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from mcap.data_stream import ReadDataStream
from mcap.exceptions import EndOfFile, InvalidMagic
from mcap.opcode import Opcode
from mcap.records import Channel, Chunk, McapRecord, Metadata, Statistics
from mcap.stream_reader import MAGIC_SIZE, StreamReader, get_chunk_data_stream
from pydantic import ValidationError

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.recordings.mcap.layout import FORMAT, FRAMES_TOPIC, METADATA, RECEIVED_TOPIC, TRIALS_TOPIC
from rtstgcn_edge.sections import first_problem

RECORD_BYTES = 256 * 2**20
"""A record that claims to be longer is damage."""

_RECORD = struct.Struct("<BQ")
_MESSAGE = struct.Struct("<HIQQ")


class Entry(NamedTuple):
    """A message: name of its topic, its times (monotonic ns of the run), its bytes."""

    topic: str
    logged: int
    published: int
    data: bytes


def read_metadata(path: Path) -> dict[str, str]:
    """What a recording says of its run at its beginning; empty where there is no such thing."""
    try:
        with path.open("rb") as file:
            for record in StreamReader(file, emit_chunks=True, record_size_limit=RECORD_BYTES).records:
                if isinstance(record, Metadata) and record.name == METADATA:
                    return record.metadata
                if isinstance(record, Chunk):
                    break
    except Exception:  # whoever reads all of it says what is wrong with it
        pass
    return {}


class McapRecording:
    """A file that `record` wrote.

    Attributes:
        metadata: what was known when the recording began.
        description: of the model of that run, with names, units and rate of the frames.
        classes: class names of the ground truth of its frames, or None.
        trials: names of its trials, in order.
        frames: number of frames.
        seconds: from the first frame to the last, trial by trial.
        received: whether the bytes of a device are there too.
        fault: None for a file that was closed; else where it was cut off or is damaged. What comes before is read.
    """

    def __init__(self, path: Path) -> None:
        """Read it once from end to end, checksums and all. Raises InputError for what is no such file."""
        self.path = path
        self.fault: str | None = None
        self.metadata: dict[str, str] = {}
        self._channels: dict[int, str] = {}
        self.trials: list[str] = []
        self.frames, self.seconds = 0, 0.0
        begin = end = 0
        for entry in self._read([TRIALS_TOPIC.name, FRAMES_TOPIC.name]):
            if entry.topic == TRIALS_TOPIC.name:
                self.trials.append(str(json.loads(entry.data)["name"]))
                self.seconds += (end - begin) / 1e9
                begin = end = 0
            elif entry.topic == FRAMES_TOPIC.name:
                self.frames += 1
                begin, end = begin or entry.published, entry.published
        self.seconds += (end - begin) / 1e9
        self.received = next(self._read([RECEIVED_TOPIC.name]), None) is not None
        if not self.metadata:
            raise InputError(f"{path}: an MCAP file, but no recording of 'rtstgcn-edge record'")
        self.description = self._description()
        said = self._json("classes")
        self.classes = tuple(said) if said is not None else None

    def entries(self, *topics: str) -> Iterator[Entry]:
        """Messages of these topics, as they were written, up to the fault if there is one."""
        return self._read(topics)

    def _description(self) -> ModelDescription:
        if self.metadata.get("format") != FORMAT:
            found = self.metadata.get("format")
            raise InputError(f"{self.path}: recording of format {found!r}; this version reads format {FORMAT!r}")
        keys = ModelDescription.model_fields
        manifest = self._json("manifest")
        try:
            return ModelDescription.model_validate({key: manifest[key] for key in keys if key in manifest})
        except (TypeError, ValidationError) as error:
            problem = first_problem(error) if isinstance(error, ValidationError) else "not an object"
            raise InputError(f"{self.path}: manifest in the metadata: {problem}") from None

    def _json(self, key: str) -> Any:
        try:
            return json.loads(self.metadata[key])
        except (KeyError, ValueError):
            raise InputError(f"{self.path}: metadata without a readable '{key}'; the file is damaged") from None

    def _read(self, topics: Container[str]) -> Iterator[Entry]:
        """Messages of these topics, up to the end or to where the file was cut off."""
        try:
            file = self.path.open("rb")
        except OSError as error:
            raise InputError(f"{self.path}: {error.strerror}") from None
        with file:
            size, messages = self.path.stat().st_size, 0
            try:
                for record in StreamReader(file, emit_chunks=True, record_size_limit=RECORD_BYTES).records:
                    if isinstance(record, Chunk) and self.metadata:
                        messages += yield from self._entries_of(record, topics)
                    else:
                        self._look_at(record, messages)
            except InvalidMagic:
                if file.tell() <= MAGIC_SIZE:
                    raise InputError(f"{self.path}: not an MCAP file") from None
                self.fault = "cut off"
            except Exception as error:  # what reading, decompression and parsing say of damage has no common base
                if not self.metadata:
                    raise InputError(f"{self.path}: cut off or damaged before anything was recorded") from error
                at_end = isinstance(error, EndOfFile) or file.tell() >= size
                self.fault = "cut off" if at_end else f"damaged before byte {file.tell()} of {size}"

    def _look_at(self, record: McapRecord, messages: int) -> None:
        if isinstance(record, Metadata) and record.name == METADATA:
            self.metadata = record.metadata
        elif isinstance(record, Statistics) and record.message_count != messages:
            self.fault = f"damaged: {messages} of {record.message_count} messages are there"

    def _entries_of(self, chunk: Chunk, topics: Container[str]) -> Generator[Entry, None, int]:
        """Messages of a chunk whose checksum is right; returns how many there are, of all topics.

        An object of the library for each would take five times as long.
        """
        messages = 0
        stream, size = get_chunk_data_stream(chunk, validate_crc=True)
        data, at, offset = stream.read(size), 0, int(self.metadata["clock_offset_ns"])
        while at < size:
            kind, length = _RECORD.unpack_from(data, at)
            at, end = at + _RECORD.size, at + _RECORD.size + length
            if kind == Opcode.MESSAGE:
                messages += 1
                channel, _, logged, published = _MESSAGE.unpack_from(data, at)
                if (topic := self._channels[channel]) in topics:
                    yield Entry(topic, logged - offset, published - offset, data[at + _MESSAGE.size : end])
            elif kind == Opcode.CHANNEL:
                known = Channel.read(ReadDataStream(BytesIO(data[at:end])))
                self._channels[known.id] = known.topic.removeprefix("/")
            at = end
        return messages
