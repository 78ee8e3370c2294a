"""The state of one skeleton as a C struct: the rings and sums of its FIFOs, and scratch memory that values share."""

from __future__ import annotations

from dataclasses import dataclass

from rtstgcn_edge.manifest import FifoSpec

from .text import ctype

ALIGNMENT = 64
SLACK = 64
"""Bytes behind the last array that kernels may read."""
BYTES = {"int8": 1, "uint8": 1, "int16": 2, "int32": 4, "float32": 4}


def rounded_up(count: int, multiple: int) -> int:
    return -(-count // multiple) * multiple


@dataclass(frozen=True)
class Ring:
    """One FIFO: a place for the push of this frame beside the (K - 1) d before it, and one running sum a phase.

    A sum of one push needs no sums: the oldest push is what it holds.
    """

    spec: FifoSpec
    name: str

    @property
    def places(self) -> int:
        return self.spec.span + 1

    @property
    def has_sums(self) -> bool:
        return self.spec.kind == "sum" and self.spec.kernel > 2

    @property
    def push(self) -> str:
        """Where the push of this frame goes."""
        return f"s->{self.name}_ring[s->{self.name}_at]"

    @property
    def oldest(self) -> str:
        return f"s->{self.name}_ring[following(s->{self.name}_at, {self.places})]"

    @property
    def held(self) -> str:
        """What the FIFO holds for this frame."""
        return f"s->{self.name}_sums[{self.phase}]" if self.has_sums else self.oldest

    @property
    def held_dtype(self) -> str:
        return str(self.spec.sum_dtype) if self.has_sums else self.spec.push_dtype

    @property
    def phase(self) -> str:
        return "0" if self.spec.dilation == 1 else f"s->{self.name}_phase"

    def arrays(self) -> list[tuple[str, str, int]]:
        """(type, declarator, bytes) of each."""
        wide = rounded_up(self.spec.width, 16)
        found = [(str(self.spec.push_dtype), f"{self.name}_ring[{self.places}][{wide}]", self.places * wide)]
        if self.has_sums:
            d = self.spec.dilation
            found.append((self.held_dtype, f"{self.name}_sums[{d}][{wide}]", d * wide))
        return [(ctype(dtype), declarator, count * BYTES[dtype]) for dtype, declarator, count in found]

    def counters(self) -> list[str]:
        phases = self.has_sums and self.spec.dilation > 1
        return [f"{self.name}_at", *([f"{self.name}_phase"] if phases else [])]


class Scratch:
    """Memory that a step uses over and over: values that are not needed at the same time share it."""

    def __init__(self) -> None:
        self._sizes: dict[str, int] = {}
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}

    def add(self, name: str, size: int, now: int) -> None:
        self._sizes[name], self._first[name], self._last[name] = rounded_up(size, ALIGNMENT), now, now

    def use(self, name: str, now: int) -> None:
        if name in self._last:
            self._last[name] = now

    def offsets(self) -> tuple[dict[str, int], int]:
        """Where each value begins, and the bytes of all: the largest first, each at the lowest place that is free."""
        offsets: dict[str, int] = {}
        for name in sorted(self._sizes, key=lambda name: (-self._sizes[name], self._first[name])):
            others = sorted((offsets[other], self._sizes[other]) for other in offsets if self._meet(name, other))
            place = 0
            for begin, size in others:
                if begin - place >= self._sizes[name]:
                    break
                place = max(place, begin + size)
            offsets[name] = place
        return offsets, max((offsets[name] + self._sizes[name] for name in offsets), default=0)

    def _meet(self, one: str, other: str) -> bool:
        return self._first[one] <= self._last[other] and self._first[other] <= self._last[one]


def state_struct(rings: list[Ring], scratch: int, prefix: str) -> tuple[str, int]:
    """The definition of the state, and its bytes."""
    lines, total, counters = [], 0, [counter for ring in rings for counter in ring.counters()]
    for ring in rings:
        spec = ring.spec
        lines.append(f"    /* {ring.name}: {spec.kind} of {spec.kernel - 1} pushes {spec.dilation} frames apart */")
        for element, declarator, size in ring.arrays():
            lines.append(f"    {element} {declarator};")
            total += size
    slack = SLACK + (-(total + scratch + 2 * len(counters)) % ALIGNMENT)
    lines.append("    /* what a frame makes and the next one overwrites */")
    lines.append(f"    uint8_t scratch[{scratch + slack}];")
    if counters:
        lines.append("    /* where the push of this frame goes, and whose sums it meets */")
        lines += [f"    uint16_t {counter};" for counter in counters]
    struct = "\n".join([f"struct {prefix}_state {{", *lines, "};"])
    return struct, total + scratch + slack + 2 * len(counters)
