"""A board at the other end of a `Cable`, simple on purpose: it says who it is, streams, and misbehaves when told to."""

import termios
import threading
import time

from cables import Cable
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import (
    ALL_CHANNELS,
    VERSION,
    AccUnit,
    GyroUnit,
    Hello,
    HelloRequest,
    Node,
    Sample,
    SyncReply,
    SyncRequest,
)

HELLO = Hello(VERSION, 0, 2, ALL_CHANNELS, 7, 100_000, AccUnit.G, 8.0, GyroUnit.DEG_S, 1000.0, bytes(8), "test", "demo")


class Board(threading.Thread):
    """Streams samples of every node at `rate_hz` from the first moment on; tells who it is when asked.

    Args:
        cable: where.
        hello: what it says; None: it does not answer.
        names: of its nodes.
        baud: bytes arrive as others while the host's rate is another one; None: whatever it is.
        silent_s, deaf_s: it says or hears nothing for so long after its start.
        rate_hz: of instants.
        sends: at every instant, in place of samples.
        mute: nodes that send nothing.
    """

    def __init__(
        self, cable: Cable, hello=HELLO, *, names=("a", "b"), baud=None, silent_s=0.0, deaf_s=0.0, rate_hz=100.0,
        sends=None, mute=frozenset(),
    ):  # fmt: skip
        super().__init__(daemon=True)
        self.cable, self.hello, self.names, self.baud, self.rate_hz = cable, hello, names, baud, rate_hz
        self.sends, self.mute, self.paused, self.shift_us = sends, set(mute), False, 0
        now = time.monotonic()
        self._speaks_from, self._hears_from = now + silent_s, now + deaf_s
        self._decoder, self._ended, self._sent = Decoder(), threading.Event(), 0
        self._lock = threading.Lock()
        self.start()

    def run(self):
        due = time.monotonic()
        while not self._ended.is_set():
            while (left := due - time.monotonic()) > 0:
                self._listen()
                self._ended.wait(min(left, 0.002))
            if not self.paused and time.monotonic() >= self._speaks_from:
                self.inject(self.sends or self._samples(due))
            due += 1 / self.rate_hz

    def inject(self, data):
        """Send `data` between two instants; lost while the cable is out."""
        if self.baud is not None and self.cable.baud != getattr(termios, f"B{self.baud}"):
            data = bytes(value ^ 0x55 | 0x80 for value in data)
        with self._lock:
            self.cable.write(data)

    def restart(self, boot):
        """As after a reset: another boot number, clock and numbers from 0, HELLO at the start."""
        with self._lock:
            self.hello = self.hello._replace(boot=boot)
            self._sent, self.shift_us = 0, 1_000_000 - time.monotonic_ns() // 1000
        self._tell()

    def stop(self):
        self._ended.set()
        self.join()

    def _time(self, monotonic_s=None):
        return (round(1e6 * (monotonic_s or time.monotonic())) + self.shift_us) % 2**32

    def _samples(self, due):
        """Of the instant at which they are due, however late a busy machine sends them."""
        moment, self._sent = self._time(due), self._sent + 1
        nodes = set(range(self.hello.nodes if self.hello else 2)) - self.mute
        values = [(node, 0, 4096, self._sent % 1000, 0, 0) for node in range(20)]
        return b"".join(encode(Sample(node, self._sent % 2**16, moment, values[node])) for node in sorted(nodes))

    def _tell(self):
        told = [self.hello, *(Node(number, name) for number, name in enumerate(self.names))]
        self.inject(b"".join(map(encode, told)))

    def _listen(self):
        data = self.cable.read_now()
        if time.monotonic() < self._hears_from:
            return
        if self.baud is not None and self.cable.baud != getattr(termios, f"B{self.baud}"):
            return
        for message in self._decoder.feed(data):
            if isinstance(message, HelloRequest) and self.hello:
                self._tell()
            elif isinstance(message, SyncRequest):
                moment = self._time()
                self.inject(encode(SyncReply(message.node, message.echo, moment, moment)))
