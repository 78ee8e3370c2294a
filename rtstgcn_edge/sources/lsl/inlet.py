"""One stream of the Lab Streaming Layer, read in a thread of its own; lost, it is looked for until it is back."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import Any

from rtstgcn_edge.lsl import clock_offset_ns
from rtstgcn_edge.sources.lsl.inbox import BACK, LOST, Chunk, Inbox

OPEN_S = 5.0
"""For a stream that was found to be opened, and for its clock to be asked."""
PULL_S = 0.2
"""For samples to come, before the thread looks whether it shall end."""
CLOCK_S = 1.0
"""Between two looks at the correction of the clock, which the library keeps in the background."""
SILENT_S = 5.0
"""Without a sample, after which a stream counts as lost: a network that went away does not say so."""
MOST_SAMPLES = 512


class Inlet:
    """A stream.

    Args:
        library: pylsl.
        stream: number of the stream in its source.
        info: what the resolver found.
        predicate: XPath by which the stream is found again.
        inbox: takes each chunk, and LOST and BACK.

    Raises RuntimeError of pylsl where the stream does not open in time.
    """

    def __init__(self, library: Any, stream: int, info: Any, predicate: str, inbox: Inbox) -> None:
        self._library, self._stream, self._predicate, self._inbox = library, stream, predicate, inbox
        self._stopping = threading.Event()
        self.correction_ns = 0
        """What is added to a stamp of the sender to make it one of this computer's LSL clock."""
        self.sessions = 1
        inlet = self._open(info)
        self.info = inlet.info(timeout=OPEN_S)
        """All that the stream says of itself."""
        self._thread = threading.Thread(target=self._run, args=(inlet,), name=f"lsl-{stream}", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=2 * PULL_S)

    def _open(self, info: Any) -> Any:
        inlet = self._library.StreamInlet(info, max_buflen=2, recover=False)
        inlet.open_stream(timeout=OPEN_S)
        self.correction_ns = round(inlet.time_correction(timeout=OPEN_S) * 1e9)
        return inlet

    def _run(self, inlet: Any) -> None:
        inlet.flush()  # what came before the run began is late
        while not self._stopping.is_set():
            try:
                self._read(inlet)
            except RuntimeError:  # pylsl's LostError, and whatever else goes wrong with a connection
                self._inbox.events.append((self._stream, LOST))
            if self._stopping.is_set():
                return
            inlet = self._found_again()
            if inlet is not None:
                self.sessions += 1
                self._inbox.events.append((self._stream, BACK))

    def _read(self, inlet: Any) -> None:
        offset_ns, number = clock_offset_ns(self._library), 0
        look_ns = heard_ns = time.monotonic_ns()
        while not self._stopping.is_set():
            first, stamp = inlet.pull_sample(timeout=PULL_S)
            arrival_ns = time.monotonic_ns()
            if first is not None:
                more, stamps = inlet.pull_chunk(timeout=0.0, max_samples=MOST_SAMPLES)
                shift = offset_ns + self.correction_ns
                captured = [round(one * 1e9) + shift for one in (stamp, *stamps)]
                self._inbox.put(Chunk(self._stream, self.sessions, number, arrival_ns, captured, [first, *more]))
                number += len(captured)
                heard_ns = arrival_ns
            elif arrival_ns - heard_ns > SILENT_S * 1e9:
                raise RuntimeError("silent")
            if arrival_ns - look_ns > CLOCK_S * 1e9:
                look_ns = arrival_ns
                offset_ns = clock_offset_ns(self._library)
                self._look_at_the_clock(inlet)

    def _look_at_the_clock(self, inlet: Any) -> None:
        with suppress(RuntimeError):  # the last one stands
            self.correction_ns = round(inlet.time_correction(timeout=PULL_S) * 1e9)

    def _found_again(self) -> Any:
        """An inlet of the same stream, once it is there; None where the thread shall end."""
        resolver = self._library.ContinuousResolver(pred=self._predicate)
        while not self._stopping.wait(PULL_S / 2):
            for info in resolver.results():
                with suppress(RuntimeError):  # pylsl's LostError and TimeoutError
                    return self._open(info)
        return None
