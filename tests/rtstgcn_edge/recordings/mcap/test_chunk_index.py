"""The index of a long recording: on disk until the end, whole then, and not in memory."""

import io
import tracemalloc

from mcap.reader import make_reader
from mcap.writer import Writer

from rtstgcn_edge.recordings.mcap.chunk_index import keep_on_disk

CHUNKS = 2000


def written(folder=None):
    """(bytes of a file of many chunks, bytes of memory that each took)."""
    stream = io.BytesIO()
    stream.write(bytes(1 << 20))  # what the file itself takes is taken before
    stream.seek(0)
    writer = Writer(stream)
    index = None if folder is None else keep_on_disk(writer, folder)
    writer.start()
    channels = [writer.register_channel(f"/{topic}", "json", 0) for topic in range(7)]
    tracemalloc.start()
    for number in range(CHUNKS):
        if number == CHUNKS // 10:
            before, _ = tracemalloc.get_traced_memory()
        for channel in channels:
            writer.add_message(channel, 10**18 + number, b"{}", 10**18 + number)
        writer.flush()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    writer.finish()
    stream.truncate()
    if index is not None:
        index.close()
    return stream.getvalue(), grown / (0.9 * CHUNKS)


def test_the_file_is_the_same_and_memory_is_flat(tmp_path):
    usual, grown = written()
    assert grown > 300
    here, grown = written(tmp_path)
    assert here == usual and grown < 20
    reader = make_reader(io.BytesIO(here))
    assert len(reader.get_summary().chunk_indexes) == CHUNKS
    assert sum(1 for _ in reader.iter_messages(topics=["/3"])) == CHUNKS
    assert not list(tmp_path.iterdir())
