"""An MCAP file that is written while a run goes on, by a thread of its own, and that may be killed at any time.

The run only notes what is to be written. The thread takes it a few times a second, ends a chunk of the file (complete,
with its checksum) every half second and hands it to the system, so that a process that is killed loses less than a
second; every five seconds it asks for the disk, for the sake of a power cut.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from mcap.writer import Writer

from rtstgcn_edge.errors import InputError, SinkError
from rtstgcn_edge.recordings.mcap.chunk_index import ChunkIndexes, keep_on_disk
from rtstgcn_edge.recordings.mcap.layout import METADATA, TOPICS, Topic

BATCH_S = 0.1
CHUNK_S = 0.5
SYNC_S = 5.0
STALLED_S = 10.0
"""Time for which the run waits for a disk that takes nothing, before the recording is given up."""
WAITING = 20_000
"""Messages that may wait for the disk: about half a minute of six sensors at 100 Hz."""
CHUNK_BYTES = 4_000_000

Entry = tuple[int, int, int, Callable[..., bytes], tuple[Any, ...]]


class McapFile:
    """A new file at `path`.

    What cannot be written any more shows at the next `add` or at `close`, as SinkError; all but the last second of what
    came before is in the file then.
    """

    def __init__(self, path: Path, metadata: Mapping[str, str], offset_ns: int) -> None:
        """Write `metadata`; `offset_ns` is added to all times. Raises InputError where no file can be made."""
        self._path, self._offset_ns = path, offset_ns
        try:
            self._file = _Unbuffered(path)
        except OSError as error:
            raise InputError(f"{path}: cannot be written ({error.strerror})") from None
        self._writer = Writer(cast(IO[bytes], self._file), chunk_size=CHUNK_BYTES)
        self._index: ChunkIndexes | None = None
        self._entries: deque[Entry] = deque()
        self._wake = threading.Event()
        self._closing = False
        self._failure: str | None = None
        self._channels: dict[Topic, int] = {}
        self._begin(metadata)
        self._thread = threading.Thread(target=self._work, name="recording", daemon=True)
        self._thread.start()

    def add(
        self, topic: Topic, logged_ns: int, published_ns: int, encode: Callable[..., bytes], *arguments: Any
    ) -> None:
        """Note a message; `encode(*arguments)` makes its bytes later, so these must not change. Raises SinkError."""
        if self._failure is not None or len(self._entries) >= WAITING:
            self._wait()
        self._entries.append((self._channels[topic], logged_ns, published_ns, encode, arguments))

    def close(self) -> None:
        """Write what is noted, and the index. Raises SinkError."""
        self._closing = True
        self._wake.set()
        self._thread.join()
        self._check()

    def _wait(self) -> None:
        """Until there is room."""
        given_up = time.monotonic() + STALLED_S
        while self._failure is None and len(self._entries) >= WAITING:
            if time.monotonic() > given_up:
                self._failure = f"the disk took nothing for {STALLED_S:g} s"
            self._wake.set()
            time.sleep(0.001)
        self._check()

    def _check(self) -> None:
        if self._failure is not None:
            raise SinkError(f"{self._path}: cannot be written any more ({self._failure}); what was recorded is there")

    def _begin(self, metadata: Mapping[str, str]) -> None:
        try:
            self._index = keep_on_disk(self._writer, self._path.parent)
            self._writer.start()
            self._writer.add_metadata(METADATA, dict(metadata))
            for topic in TOPICS:
                self._channels[topic] = self._register(topic)
        except OSError as error:
            self._close_files()
            raise InputError(f"{self._path}: cannot be written ({error.strerror})") from None

    def _register(self, topic: Topic) -> int:
        if topic.definition is None:
            schema = self._writer.register_schema(topic.type, "jsonschema", b'{"type": "object"}')
            return self._writer.register_channel(f"/{topic.name}", "json", schema)
        schema = self._writer.register_schema(topic.type, "ros2msg", topic.definition.encode())
        return self._writer.register_channel(f"/{topic.name}", "cdr", schema)

    def _work(self) -> None:
        """The thread: batches into chunks until told to close, or until the disk takes no more."""
        try:
            chunk = synced = time.monotonic()
            while not self._closing:
                self._wake.wait(BATCH_S)
                self._wake.clear()
                self._write_noted()
                now = time.monotonic()
                if now - chunk >= CHUNK_S:
                    self._writer.flush()  # type: ignore[no-untyped-call]
                    chunk = now
                if now - synced >= SYNC_S:
                    self._file.sync()
                    synced = now
            self._write_noted()
            self._writer.finish()  # type: ignore[no-untyped-call]
            self._file.sync()
        except Exception as error:  # whatever it is, the run must hear of it
            self._failure = getattr(error, "strerror", None) or str(error) or type(error).__name__
            self._entries.clear()
        finally:
            self._close_files()

    def _close_files(self) -> None:
        self._file.close()
        if self._index is not None:
            with suppress(OSError):  # what a full disk did not take of it
                self._index.close()

    def _write_noted(self) -> None:
        for _ in range(len(self._entries)):
            channel, logged, published, encode, arguments = self._entries.popleft()
            offset = self._offset_ns
            self._writer.add_message(channel, logged + offset, encode(*arguments), published + offset)


class _Unbuffered:
    """A new file without a buffer of its own, which would be written once more after the disk is full."""

    def __init__(self, path: Path) -> None:
        self._raw = path.open("xb", buffering=0)
        self.tell, self.close = self._raw.tell, self._raw.close

    def write(self, data: bytes) -> int:
        rest = memoryview(data)
        while rest:
            rest = rest[self._raw.write(rest) :]
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def sync(self) -> None:
        os.fsync(self._raw.fileno())


def pack_json(value: Any) -> bytes:
    """A JSON message; what is no JSON of its own is told as text."""
    return json.dumps(value, default=str).encode()
