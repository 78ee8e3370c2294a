"""All that can happen between a body-worn device and a host, at random and at once, and what must hold all the same."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import Combined, Hello, Message, Sample, SyncReply
from rtstgcn_firmware.protocols import open_protocol
from sensor_worlds import manifest
from slow_wire import framed

from rtstgcn_edge.frames import Frame
from rtstgcn_edge.notices import Notices
from rtstgcn_edge.sources.imu.joining import Joining, Step
from rtstgcn_edge.virtual_imu import Delivery, Measured, Movement, PythonFirmware, Settings, VirtualImu

SECOND = 1_000_000_000
MS = 1_000_000
GREETING_NS = 400 * MS
INSTANTS = 32_000
"""Of the recording, which begins anew then."""
WRAP = 1 << 32
KINDS = (
    "duplicate",  # packets come twice, the second up to 50 ms later
    "reorder",  # each packet up to 40 ms later
    "garbage",  # bytes between packets
    "half",  # packets are cut off
    "baud",  # nothing but other bytes
    "deaf",  # nothing comes
    "lost",  # a third of the packets
    "hold_up",  # nothing comes, then all at once
    "renumber",  # numbers begin at 0, nothing else
    "set_clock",  # all clocks are set by up to an hour
    "nudge_clock",  # all clocks are set by up to a second
    "lie",  # answers with times that are wrong by up to 10 s
    "late_answer",  # answers up to 5 s late
    "other_nodes",  # HELLO of a device with another number of nodes; the right one at the end
    "other_rate",  # likewise of another rate
    "other_boot",  # HELLO of another boot, of a device that has not restarted
    "strange",  # messages of unknown types, and malformed ones
    "mute_node",  # nothing of one node
)


class Trouble(NamedTuple):
    """What goes wrong from when to when (s), with which node, and how much of it (0 to 1)."""

    kind: str
    begin_s: float
    end_s: float
    node: int = 0
    size: float = 1.0


@lru_cache(maxsize=4)
def marked(nodes: int) -> Measured:
    """Counts that tell the instant and the node."""
    counts = np.zeros((INSTANTS, nodes, 6), np.int16)
    counts[..., 0] = np.arange(INSTANTS)[:, None]
    counts[..., 1] = np.arange(nodes)
    counts[..., 2] = np.arange(INSTANTS)[:, None] % 77
    return Measured(counts, 16.0, 2000.0)


class Troubled:
    """A virtual sensor behind a line on which `troubles` happen."""

    def __init__(
        self, device: VirtualImu, troubles: Sequence[Trouble], seed: int, first: int = 0, says_hz: float | None = None
    ) -> None:
        """`first` is the sequence number that the device begins at; `says_hz` the rate that its HELLO says."""
        self.device, self.troubles = device, troubles
        self._random = random.Random(seed)
        self._first, self._shift_us, self._boots, self._says_hz = first, 0, 0, says_hz
        self._happened: set[int] = set()
        self._hello: Hello | None = None
        self._number: dict[int, int] = {}  # latest raw number of a node (255: COMBINED)
        self._less: dict[int, int] = {}  # what is taken off
        self._line: list[tuple[int, int, bytes]] = []
        self._sent = 0

    @property
    def due_ns(self) -> int:
        return min([self.device.due_ns, *(at for at, _, _ in self._line[:1])])

    def receive(self, data: bytes, now_ns: int) -> None:
        if not self._now("baud", now_ns) and not self._now("deaf", now_ns):
            self.device.receive(data, now_ns)

    def take(self, now_ns: int) -> list[Delivery]:
        for at, packet in self.device.take(now_ns):
            self._happen(at)
            for later_ns, data in self._travelled(at, packet):
                self._put(at + later_ns, data)
        self._happen(now_ns)
        taken = []
        while self._line and self._line[0][0] <= now_ns:
            at, _, data = heapq.heappop(self._line)
            taken.append(Delivery(at, data))
        return taken

    def _put(self, at: int, data: bytes) -> None:
        heapq.heappush(self._line, (at, self._sent, data))
        self._sent += 1

    def _now(self, kind: str, at: int) -> Trouble | None:
        for trouble in self.troubles:
            if trouble.kind == kind and trouble.begin_s <= at / 1e9 < trouble.end_s:
                return trouble
        return None

    def _happen(self, at: int) -> None:
        """What happens once."""
        for number, trouble in enumerate(self.troubles):
            for mark, when in ((2 * number, trouble.begin_s), (2 * number + 1, trouble.end_s)):
                if at / 1e9 >= when and mark not in self._happened:
                    self._happened.add(mark)
                    self._once(trouble, at, over=mark % 2 == 1)

    def _once(self, trouble: Trouble, at: int, *, over: bool) -> None:
        sign = 1 if self._random.random() < 0.5 else -1
        if trouble.kind == "renumber" and not over:
            self._less = {node: number + 1 for node, number in self._number.items()}
            self._first = 0
        elif trouble.kind in ("set_clock", "nudge_clock") and not over:
            span = 3600e6 if trouble.kind == "set_clock" else 1e6
            self._shift_us += sign * round(trouble.size * span)
        elif trouble.kind == "other_boot" and not over:
            self._boots += 1
            self._tell(at)
        elif trouble.kind == "other_nodes":
            self._tell(at, nodes=len(self.device.taken) % 20 + 1 if not over else None)
        elif trouble.kind == "other_rate":
            self._tell(at, rate=1_234_000 if not over else None)

    def _tell(self, at: int, nodes: int | None = None, rate: int | None = None) -> None:
        if self._hello is not None:
            hello = self._as_sent(self._hello)
            assert isinstance(hello, Hello)
            hello = hello._replace(nodes=nodes or hello.nodes, rate=rate or hello.rate)
            self._put(at, encode(hello))

    def _travelled(self, at: int, packet: bytes) -> Iterator[tuple[int, bytes]]:
        """(ns later, bytes) of what becomes of a packet."""
        chance, later = self._random.random, 0
        messages = Decoder().feed(packet)
        message = messages[0] if len(messages) == 1 else None
        if isinstance(message, Hello):
            self._hello = message
        if message is not None:
            packet = encode(self._as_sent(message))
        if self._now("deaf", at) or (self._now("lost", at) and chance() < 0.33):
            return
        muted = self._now("mute_node", at)
        if muted and isinstance(message, Sample) and message.node == muted.node:
            return
        if isinstance(message, SyncReply):
            if lie := self._now("lie", at):
                wrong = round(self._random.uniform(-1, 1) * lie.size * 10e6)
                sent = self._as_sent(message)
                assert isinstance(sent, SyncReply)
                packet = encode(sent._replace(received=(sent.received + wrong) % WRAP, sent=(sent.sent + wrong) % WRAP))
            if late := self._now("late_answer", at):
                later += round(chance() * late.size * 5 * SECOND)
        if self._now("baud", at):
            yield 0, self._random.randbytes(len(packet))
            return
        if held := self._now("hold_up", at):
            later = max(later, round(min(held.end_s, held.begin_s + 3) * 1e9) - at)
        if self._now("reorder", at):
            later += round(chance() * 40 * MS)
        if self._now("garbage", at) and chance() < 0.2:
            yield later, self._random.randbytes(self._random.randrange(1, 200))
        if self._now("strange", at) and chance() < 0.2:
            yield later, _framed(bytes([self._random.choice([3, 4, 5, 6, 9, 77, 0x42])]) + self._random.randbytes(9))
        if self._now("half", at) and chance() < 0.1:
            packet = packet[: self._random.randrange(len(packet))]
        yield later, packet
        if self._now("duplicate", at) and chance() < 0.5:
            yield later + round(chance() * 50 * MS), packet

    def _as_sent(self, message: Message) -> Message:
        """With numbers and times as the troubles so far have left them."""
        if isinstance(message, Sample | Combined):
            node = message.node if isinstance(message, Sample) else 255
            if message.sequence == 0:
                self._less.pop(node, None)
            self._number[node] = message.sequence
            sequence = (message.sequence - self._less.get(node, 0) + self._first) % 65536
            return message._replace(sequence=sequence, time=(message.time + self._shift_us) % WRAP)
        if isinstance(message, SyncReply):
            received, sent = ((time + self._shift_us) % WRAP for time in (message.received, message.sent))
            return message._replace(received=received, sent=sent)
        if isinstance(message, Hello):
            rate = message.rate if self._says_hz is None else round(1000 * self._says_hz)
            return message._replace(boot=(message.boot + self._boots) % 65536, rate=rate)
        return message


def _framed(body: bytes) -> bytes:
    return bytes(framed(body))


@dataclass
class Heard:
    """What a host made of it.

    Attributes:
        steps: what came when, for a replay.
        frames: what came of it.
        notices: lines for people.
        host_ns: host time of true time 0.
    """

    joining: Joining
    steps: list[Step]
    frames: list[Frame]
    notices: list[str]
    host_ns: int


def device_for(settings: Settings, nodes: int, rate_hz: float) -> VirtualImu:
    measured = marked(nodes)
    names = tuple(f"node_{node}" for node in range(nodes))
    # nobody looks at the readings of the movement: only what was measured is sent
    movement = Movement("instants", np.zeros((1, nodes, 6), np.float32), rate_hz, names)
    return VirtualImu(movement, measured, settings, PythonFirmware)


def model_for(nodes: int, rate_hz: float):
    return manifest(rate_hz, [f"node_{node}" for node in range(nodes)])


def hear(line: Troubled, model, seconds: float, *, host_ns: int = 0, chunk_ms: float = 0.0, **options) -> Heard:
    """A run on an injected clock; what comes within `chunk_ms` is read at once."""
    notices: list[str] = []
    joining = Joining("imu:x", model, open_protocol("wire"), options, Notices(notices.append))
    heard = Heard(joining, [], [], notices, host_ns)

    def step(at: int, data: bytes) -> None:
        heard.steps.append((host_ns + at, data))
        heard.frames += joining.step(host_ns + at, data)

    for at, data in line.take(GREETING_NS):
        step(at, data)
    step(GREETING_NS, b"")
    step(GREETING_NS, b"")
    now, end = GREETING_NS, round(seconds * SECOND)
    while now < end:
        due = joining.device.due_ns()
        now = max(now, min(line.due_ns + round(chunk_ms * MS), due - host_ns if due is not None else 1 << 62))
        for at, data in line.take(now) or [Delivery(now, b"")]:
            step(max(at, now) if chunk_ms else at, data)
            for message in joining.device.wants(host_ns + max(at, now)):
                line.receive(encode(message), now)
        joining.others.clear()
    return heard


def replayed(heard: Heard, model, **options) -> list[Frame]:
    joining = Joining("imu:x", model, open_protocol("wire"), options, Notices(lambda line: None))
    return [frame for at, data in heard.steps for frame in joining.step(at, data)]


def fresh(frame: Frame, nodes: int) -> dict[int, tuple[int, int]]:
    """joint: (node, instant) of the samples that are those of this tick."""
    scale = marked(nodes).scales
    found = {}
    for body in frame.bodies:
        for joint in range(nodes):
            if body.confidence is None or body.confidence[joint]:
                told = np.rint(body.joints[:, joint] / scale).astype(int)
                found[joint] = (int(told[1]), int(told[0]))
    return found


def balanced(joining: Joining) -> bool:
    """Whether all sums close."""
    facts = joining.device.facts()
    samples, nodes = facts["samples"], facts["nodes"].values()
    parts = ("used", "late", "duplicate", "refused", "dropped", "waiting")
    return samples["received"] == sum(v for key, v in samples.items() if key != "received") and all(
        node["received"] == sum(node[part] for part in parts) for node in nodes
    )
