"""Packets that begin with a mark and tell their length: found in a stream cut anywhere, and again after garbage."""

from __future__ import annotations

from rtstgcn_firmware.codec import WireCounts
from rtstgcn_firmware.messages import Message, Reading

NO_PACKET = 0


class Packets:
    """What protocols of marked packets have in common.

    A packet is taken where its mark, its length and its checksum agree. Where they do not, the search goes on one byte
    further, so that a packet inside of what looked like another one is found. Of `counts`, `corrupt` are beginnings of
    packets with a wrong checksum, and bytes = those of packets + discarded + those of a packet that has only begun.
    """

    mark: bytes
    sequence_bits: int | None = None
    time_bits: int | None = None
    tick_us: float = 1.0
    nodes: int | None = 1
    hello: bool = False
    default_baud: int = 115200
    default_rate_hz: float | None = None

    def __init__(self) -> None:
        self.counts = WireCounts()
        self._begun = b""
        self._in_step = False

    def feed(self, data: bytes) -> list[Message | Reading]:
        """What these bytes complete, in their order."""
        self.counts.bytes += len(data)
        data = self._begun + data
        readings: list[Message | Reading] = []
        at = 0
        while True:
            start = self._find(data, at)
            self._pass_over(start - at)
            at = start
            length = self._length(data, at, self._in_step) if at + len(self.mark) <= len(data) else None
            if length is None:
                break
            if length == NO_PACKET:
                self._pass_over(1)
                at += 1
                continue
            packet = data[at : at + length]
            if self._is_intact(packet):
                readings += self._understand(packet)
                self._in_step = True
                at += length
            else:
                self.counts.corrupt += 1
                self._pass_over(1)
                at += 1
        self._begun = data[at:]
        return readings

    def _find(self, data: bytes, at: int) -> int:
        """Where the next mark begins, if only with the last bytes; the end of the data where none does."""
        found = data.find(self.mark, at)
        if found >= 0:
            return found
        for kept in range(min(len(self.mark) - 1, len(data) - at), 0, -1):
            if data.endswith(self.mark[:kept]):
                return len(data) - kept
        return len(data)

    def _pass_over(self, count: int) -> None:
        if count:
            self.counts.discarded += count
            self._in_step = False

    def _length(self, data: bytes, at: int, in_step: bool) -> int | None:
        """Bytes of the packet whose mark is at `at`; NO_PACKET: there is none; None: more bytes must come.

        `in_step`: another packet ended right here. A length is given only once all bytes of it are there.
        """
        raise NotImplementedError

    def _is_intact(self, packet: bytes) -> bool:
        """Whether the checksum is right."""
        raise NotImplementedError

    def _understand(self, packet: bytes) -> list[Message | Reading]:
        """What an intact packet says; it is counted here, as one of packets, malformed and unknown."""
        raise NotImplementedError
