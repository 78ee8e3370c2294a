"""Nodes on a body as a host hears them: truth, clocks, losses and delays, as messages with their arrivals."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from rtstgcn_firmware.codec import Decoder
from rtstgcn_firmware.messages import (
    ALL_CHANNELS,
    VERSION,
    AccUnit,
    Flags,
    GyroUnit,
    Hello,
    Message,
    Node,
    Sample,
    SyncReply,
    SyncRequest,
)
from runs import tiny_manifest

from rtstgcn_edge.frames import Frame
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sources.imu.device import Device

HOST = 5_000_000_000_000
"""Host time (ns) of true time 0."""
SIX = ("acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z")
SI = ("m/s^2",) * 3 + ("rad/s",) * 3
JOINTS = ("foot_r", "shin_r", "thigh_r", "foot_l", "shin_l", "thigh_l")


def hello(**said: Any) -> Hello:
    """Counts are m/s^2 and rad/s as they are."""
    usual = Hello(
        VERSION, 0, 6, ALL_CHANNELS, 1, 100_000, AccUnit.M_S2, 32768.0, GyroUnit.RAD_S, 32768.0, b"12345678", "fw", ""
    )
    return usual._replace(**said)


def chain(joints: Sequence[str]) -> dict[str, Any]:
    """A skeleton."""
    edges = [[a, b] for a, b in pairwise(joints)]
    return {"name": "chain", "joints": list(joints), "edges": edges, "center": joints[0]}


def manifest(
    rate_hz: float = 100,
    joints: Sequence[str] = JOINTS,
    channels: Sequence[str] = SIX,
    units: Sequence[str] | None = None,
) -> Manifest:
    """A model of IMUs."""
    units = list(units or SI[: len(channels)])
    said = {"rate_hz": rate_hz, "skeleton": chain(joints), "channels": list(channels), "units": units}
    return tiny_manifest().model_copy(update=said)


def counts_of(node: int, instant: int) -> tuple[int, int, int, int, int, int]:
    """What a node measures at an instant: the instant, told in 15 bits and above, and who it is."""
    return (instant & 0x7FFF, instant >> 15, node, -instant & 0x7FFF, 7, -node)


def instant_of(values: Sequence[float]) -> int:
    """The instant at which that was measured."""
    return int(values[0]) | int(values[1]) << 15


@dataclass
class World:
    """Nodes that sample the same true instants; every node's packet is lost or late on its own, in order.

    Attributes:
        clocks_ppm: skews of the nodes' clocks; one for a clock that all share.
        starts_us: what these clocks say at true time 0.
        first: sequence number of the first sample, too.
        jitter_ms: of each packet, uniform from 0.
        base_ms: the least transport.
        bursts: (from s, to s, ms): packets of that time are so much later.
        mute: (node, from s, to s) without samples; their numbers count on.
        rate_ppm: how much faster than `rate_hz` instants really come.
    """

    seconds: float
    rate_hz: float = 100
    nodes: int = 6
    seed: int = 0
    clocks_ppm: Sequence[float] = (0.0,)
    starts_us: Sequence[int] = (1_000_000,)
    first: int = 0
    loss: float = 0.0
    jitter_ms: float = 0.0
    base_ms: float = 0.2
    bursts: Sequence[tuple[float, float, float]] = ()
    mute: Sequence[tuple[int, float, float]] = ()
    duplicates: float = 0.0
    rate_ppm: float = 0.0
    begin: float = 0.0
    boot: int = 1
    taken: list[int] = field(default_factory=list)
    heard: list[int] = field(default_factory=list)

    def hello(self) -> Hello:
        own = Flags.NODE_CLOCKS if len(self.clocks_ppm) > 1 else 0
        return hello(nodes=self.nodes, flags=int(own), rate=round(self.rate_hz * 1000), boot=self.boot)

    def time_us(self, node: int, true_s: float) -> int:
        """A node's clock, as the wire carries it."""
        clock = node % len(self.clocks_ppm)
        start = self.starts_us[clock % len(self.starts_us)]
        return round(true_s * 1e6 * (1 + self.clocks_ppm[clock] * 1e-6) + start) % 2**32

    def true_s(self, instant: int) -> float:
        return instant / self.rate_hz / (1 + self.rate_ppm * 1e-6)

    def delay_s(self, random_: random.Random, true_s: float) -> float:
        burst = max((ms for begin, end, ms in self.bursts if begin <= true_s < end), default=0.0)
        return (self.base_ms + random_.uniform(0, self.jitter_ms) + burst) / 1e3

    def samples(self) -> Iterator[tuple[int, Sample]]:
        """(arrival, sample), in order of arrival."""
        random_ = random.Random(self.seed)
        self.taken, self.heard = [0] * self.nodes, [0] * self.nodes
        last = [0] * self.nodes
        waiting: list[tuple[int, int, int, Sample]] = []
        begin = round(self.begin * self.rate_hz)
        for instant in range(begin, begin + round(self.seconds * self.rate_hz)):
            true_s = self.true_s(instant)
            now = HOST + round(true_s * 1e9)
            while waiting and waiting[0][0] < now:
                arrival, _, _, sample = heapq.heappop(waiting)
                yield arrival, sample
            for node in range(self.nodes):
                if any(node == n and a <= true_s < b for n, a, b in self.mute):
                    continue
                self.taken[node] += 1
                if random_.random() < self.loss:
                    continue
                sequence = (instant - begin + self.first) % 65536
                sample = Sample(node, sequence, self.time_us(node, true_s), counts_of(node, instant))
                for _ in range(1 + (random_.random() < self.duplicates)):
                    last[node] = max(last[node] + 1, now + round(self.delay_s(random_, true_s) * 1e9))
                    self.heard[node] += 1
                    heapq.heappush(waiting, (last[node], instant, node, sample))
        while waiting:
            arrival, _, _, sample = heapq.heappop(waiting)
            yield arrival, sample

    def reply(self, request: SyncRequest, sent_ns: int, random_: random.Random) -> tuple[int, SyncReply]:
        """(arrival, answer) to a request."""
        true_s = (sent_ns - HOST) / 1e9
        there = true_s + self.delay_s(random_, true_s)
        stamp = self.time_us(0 if request.node == 255 else request.node, there)
        back = there + self.delay_s(random_, there)
        return HOST + round(back * 1e9), SyncReply(request.node, request.echo, stamp, stamp)


class Host:
    """A device that is fed what comes, asked when it is due, and answered."""

    def __init__(
        self, world: World, model: Manifest, *, answers: bool = True, said: Hello | None = None, **options: Any
    ):
        self.world, self.answers = world, answers
        self.random = random.Random(world.seed + 1)
        first = said or world.hello()
        names = dict(enumerate(JOINTS[: world.nodes]))
        self.lines: list[str] = []
        self.device = Device("imu:x", model, Decoder(), first, names, notices=self, **options)  # type: ignore[arg-type]
        self.now = HOST + round(world.begin * 1e9)
        self.replies: list[tuple[int, int, SyncReply]] = []
        self._feed([first, *(Node(number, name) for number, name in names.items())])

    def say(self, kind: str, text: str) -> None:
        self.lines.append(text)

    def _feed(self, messages: Sequence[Message]) -> list[Frame]:
        self.device.feed(messages, self.now)
        return self._frames()

    def _frames(self) -> list[Frame]:
        frames = self.device.frames(self.now)
        for request in self.device.wants(self.now):
            if self.answers and isinstance(request, SyncRequest):
                arrival, reply = self.world.reply(request, self.now, self.random)
                heapq.heappush(self.replies, (arrival, len(self.replies), reply))
        return frames

    def until(self, arrival: int) -> Iterator[Frame]:
        """Replies, and the passing of time, before something comes."""
        while True:
            due = self.device.due_ns()
            reply = self.replies[0][0] if self.replies else None
            nearest = min((at for at in (due, reply) if at is not None), default=arrival)
            if nearest >= arrival:
                break
            self.now = max(self.now, nearest)
            if reply is not None and reply <= self.now:
                yield from self._feed([heapq.heappop(self.replies)[2]])
            else:
                yield from self._frames()
        self.now = max(self.now, arrival)

    def run(self, world: World | None = None) -> Iterator[Frame]:
        """All that comes of a world."""
        for arrival, sample in (world or self.world).samples():
            yield from self.until(arrival)
            yield from self._feed([sample])

    def told(self, message: Message) -> list[Frame]:
        return self._feed([message])

    def balanced(self) -> bool:
        """Whether all sums close."""
        facts = self.device.facts()
        samples = facts["samples"]
        nodes = facts["nodes"].values()
        parts = ("used", "late", "duplicate", "refused", "dropped", "waiting")
        return samples["received"] == sum(v for key, v in samples.items() if key != "received") and all(
            node["received"] == sum(node[part] for part in parts) for node in nodes
        )


__all__ = ["HOST", "JOINTS", "Host", "World", "chain", "counts_of", "hello", "instant_of", "manifest", "replace"]
