"""What a virtual sensor tells a person: what the host answers, and at the end what came of it."""

from __future__ import annotations

import sys
from typing import Any

from rtstgcn_firmware.messages import Kind, Label

from rtstgcn_edge.notices import tell


class Heard:
    """A line for each event and cue, and for each label that differs from the one before.

    Nothing more once nobody reads them: the device goes on.
    """

    def __init__(self) -> None:
        self._former: dict[int, int] = {}
        self._read = True

    def __call__(self, true_ns: int, label: Label, name: str) -> None:
        """Print what the host sent."""
        if label.kind == Kind.LABEL:
            if self._former.get(label.skeleton) == label.label:
                return
            self._former[label.skeleton] = label.label
        kind = label.kind.name.lower()
        who = f"  #{label.skeleton}" if label.skeleton else ""
        text = f"{true_ns / 1e9:9.2f} s  {kind:<5}  {name or label.label:<14} {label.confidence / 255:.2f}{who}"
        if self._read:
            try:
                print(text, flush=True)
            except BrokenPipeError:
                self._read, sys.stdout = False, None  # the interpreter would try once more at its end, and complain


def summary(facts: dict[str, Any]) -> str:
    """The end of a performance, for people."""
    packets, port = facts["packets"], facts["port"]
    taken, lost = (sum(node[key] for node in facts["nodes"]) for key in ("taken", "lost"))
    counted = {
        "packets that the full transmit buffer refused": packets["refused"],
        f"packets with damaged bytes ({packets['damaged_bytes']} bytes)": packets["damaged"],
        "stalls of the transport": packets["stalls"],
        "packets on their way when the cable was pulled": packets["cut_off"],
        "resets": facts["resets"],
        "times unplugged": facts["unplugged"],
        "jumps of the clocks": facts["jumps"],
        "bytes sent while nobody had the port open": port["unheard_bytes"],
        "bytes garbled by a wrong baud rate": port["garbled_bytes"],
    }
    lines = [f"{facts['seconds']:.1f} s: {taken} samples of {len(facts['nodes'])} nodes, {lost} lost on the air"]
    lines += [f"{what}: {count}" for what, count in counted.items() if count]
    lines.append("heard: " + ", ".join(f"{kind} {count}" for kind, count in facts["heard"].items()))
    trip = facts["cue_round_trip_ms"]
    if trip:
        values = ", ".join(f"{name} {value:.1f}" for name, value in trip.items())
        lines.append(f"cues, from sample to reception by the device's clock (ms): {values}")
    return "\n".join(lines)


def say(text: str) -> None:
    """A line for people."""
    tell(text)
