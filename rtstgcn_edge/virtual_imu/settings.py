"""What a virtual sensor is asked to be: how it samples, what its radio and its cable do, and what happens to it when.

Shares are 0 to 1, times seconds after it was switched on, nodes numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple


class Spell(NamedTuple):
    """A time in which something is wrong with a node."""

    node: int
    begin_s: float
    end_s: float = math.inf


class Burst(NamedTuple):
    """At each instant with this probability, nothing comes through for so long; then all at once."""

    probability: float
    ms: float


class Jump(NamedTuple):
    """At this time the clocks jump."""

    ms: float
    at_s: float


class Battery(NamedTuple):
    """Charge at the start, and the time in which it falls to nothing (then nodes fall silent)."""

    percent: float
    lasts_s: float = math.inf


@dataclass(frozen=True)
class Settings:
    """All that goes wrong, on demand. The same settings give the same bytes at the same times.

    Attributes:
        seed: decides losses, jitter, bursts, damage, skews and boot numbers.
        seconds: switched off after so long; None: at the end of the recording, or never where it loops.
        loop: the recording begins anew at its end.
        combined: one COMBINED message for all nodes of an instant instead of a SAMPLE each.
        own_clocks: each node stamps with a clock of its own, else all with the device's.
        own_sampling: each node samples in the rhythm of its own clock, else all at the same true instants.
        skew_ppm: how fast the device's clock runs; with clocks of their own they are spread over + and - this.
        uptime_s: what the clock says at the start, so that a wrap-around can be met early.
        loss: share of what nodes send that is lost on the air.
        jitter_ms: each packet is late by 0 to this, uniformly; order is kept.
        burst: stalls of the transport.
        corrupt: share of bytes that arrive as others.
        baud: speed of the line: packets take their time, the transmit buffer can overflow. None: as fast as it goes.
        reset_every_s, unplug_every_s, unplug_for_s: the device reboots; is unplugged and so much later plugged in.
        stuck, frozen, late: nodes that send nothing; that repeat one reading; that are switched on later.
        jumps: of the clocks.
        battery: of the nodes; None: they do not know.
    """

    seed: int = 0
    seconds: float | None = None
    loop: bool = True
    combined: bool = False
    own_clocks: bool = False
    own_sampling: bool = False
    skew_ppm: float = 0.0
    uptime_s: float = 0.0
    loss: float = 0.0
    jitter_ms: float = 0.0
    burst: Burst | None = None
    corrupt: float = 0.0
    baud: int | None = None
    reset_every_s: float | None = None
    unplug_every_s: float | None = None
    unplug_for_s: float = 2.0
    stuck: tuple[Spell, ...] = ()
    frozen: tuple[Spell, ...] = ()
    late: tuple[Spell, ...] = ()
    jumps: tuple[Jump, ...] = ()
    battery: Battery | None = None
