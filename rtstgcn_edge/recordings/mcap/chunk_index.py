"""The index of a file's chunks, kept on disk until it is written, so that memory does not grow with the recording."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from mcap.data_stream import RecordBuilder
from mcap.records import ChunkIndex
from mcap.writer import Writer

_OF_WRITER = "_Writer__chunk_indices"
"""The list that mcap's writer appends to; it keeps 0.8 kB a chunk and has no other way to let go of them.

Were it to be called otherwise one day, the index would be written all the same, and memory would grow.
"""


class ChunkIndexes:
    """Takes the place of the list: appended one by one, gone through once, at the end."""

    def __init__(self, folder: Path) -> None:
        """The file has no name: it is gone with the process. Raises OSError where `folder` takes none."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  closed by `close`

    def append(self, index: ChunkIndex) -> None:
        """One more, as it will stand in the file."""
        record = RecordBuilder()
        index.write(record)
        self._file.write(record.end())  # type: ignore[no-untyped-call]

    def __iter__(self) -> Iterator[ChunkIndexes]:
        yield self

    def write(self, summary: RecordBuilder) -> None:
        """All of them."""
        self._file.seek(0)
        summary.write(self._file.read())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def keep_on_disk(writer: Writer, folder: Path) -> ChunkIndexes:
    """Have `writer` keep its index in `folder`. Raises OSError."""
    indexes = ChunkIndexes(folder)
    setattr(writer, _OF_WRITER, indexes)
    return indexes
