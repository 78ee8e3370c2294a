"""Streams of the Lab Streaming Layer between this process and itself; import it before pylsl."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CONFIGURATION = f"""
[multicast]
ResolveScope = machine
[lab]
KnownPeers = {{127.0.0.1}}
SessionID = test-{os.getpid()}
[log]
level = -3
"""
"""Nothing leaves the machine, and other runs of the tests are another session."""

MOMENT_S = 0.2
"""For a reader to begin."""

_file = Path(tempfile.mkdtemp(prefix="lsl")) / "lsl_api.cfg"
_file.write_text(CONFIGURATION)
os.environ["LSLAPICFG"] = str(_file)

import pylsl  # noqa: E402


def outlet(
    name: str,
    channels: int,
    rate: float,
    *,
    labels: Sequence[str] = (),
    units: Sequence[str] = (),
    form: str = "float32",
    type_: str = "IMU",
    source_id: str = "",
) -> Any:
    info = pylsl.StreamInfo(name, type_, channels, rate, form, source_id)
    if labels:
        info.set_channel_labels(list(labels))
    if units:
        info.set_channel_units(list(units))
    return pylsl.StreamOutlet(info)


class Sender(threading.Thread):
    """Sends rows at a rate in bursts of some, a moment after `begin` is set.

    `stamps` are the instants (local_clock) at which the rows were sampled; with `honest` they go with the rows, else
    each row is stamped when it is sent.
    """

    def __init__(self, out: Any, rows: Any, rate: float, *, burst: int = 1, honest: bool = True) -> None:
        super().__init__(daemon=True)
        self.out, self.rows, self.rate, self.burst, self.honest = out, rows, rate, burst, honest
        self.stamps: list[float] = []
        self.begin = threading.Event()
        self.go_on = True

    def run(self) -> None:
        self.begin.wait(20)
        time.sleep(MOMENT_S)
        start = pylsl.local_clock()
        for begin in range(0, len(self.rows), self.burst):
            part = self.rows[begin : begin + self.burst]
            time.sleep(max(0.0, start + (begin + len(part) - 1) / self.rate - pylsl.local_clock()))
            for k, row in enumerate(part, begin):
                if not self.go_on:
                    return
                self.stamps.append(start + k / self.rate)
                self.out.push_sample(row.tolist(), self.stamps[-1] if self.honest else 0.0)
