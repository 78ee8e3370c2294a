"""Runs for a live page to show: made-up people, fed to the sink as the loop would feed it."""

import threading
import time

import numpy as np
from runs import tiny_manifest

from rtstgcn_edge.frames import Body, Frame, Prediction, Stamps, Tick
from rtstgcn_edge.sinks import SINKS, open_sink
from rtstgcn_edge.sinks.base import RunFacts
from rtstgcn_edge.uri import parse_uri

CLASSES = ["none", "walking", "<img src=x onerror=alert(1)>", "sitting"]


def manifest(**said):
    """Of a model of three joints in space."""
    usual = {"classes": CLASSES, "channels": ["x", "y", "z"], "units": ["m"] * 3, "rate_hz": 50.0}
    return tiny_manifest(**(usual | said))


def open_live(text="live:0", **said):
    return open_sink(parse_uri(text, SINKS), manifest(**said))


def tick(number, labels=(1,), *, trial="walk", truth=None, held=(), joints=None, **frame):
    """A tick: person i does labels[i]; those in `held` are not seen. 0.2, 0.3, 1.5 and 0.1 ms in its stages."""
    stamps = Stamps(0, 200_000, 500_000, 2_000_000, 2_100_000)
    bodies = [Body(_joints(i, number) if joints is None else joints, i) for i in range(len(labels)) if i not in held]
    said = [_said(trial, number, i, label, truth, i in held, stamps) for i, label in enumerate(labels)]
    seen = Frame(number, 0, 200_000, bodies, truth, **frame)
    return Tick(trial, seen, stamps, tuple(range(len(labels))), 0, said, [])


def _joints(person, number):
    x = np.array([[0, 0.2, 0.4], [0, 1, 1.6], [2, 2, 2]], np.float32)
    x[0] += person + 0.3 * np.sin(number / 10)
    return x


def _said(trial, number, skeleton, label, truth, held, stamps):
    p = np.full(4, 0.1, np.float32)
    p[label] = 0.7
    return Prediction(
        trial, number, skeleton, label, p, number >= 7, held, stamps, truth, label if number >= 7 else None
    )


def counters():
    return {
        "samples": {"received": 12, "dropped": 3, "lost": 4},
        "ticks": {"ticks": 12},
        "deadline_misses": 1,
        "source_facts": {
            "port": {"lost_bytes": 77, "stalls": 0},
            "nodes": {"foot": {"used": 5, "dropped": 0}, "hip": {"used": 6, "dropped": 2}},
        },
    }


def run_facts(**said):
    usual = {
        "source": "made up",
        "live": True,
        "classes": None,
        "deadline_ms": 20.0,
        "inherent_delay_ms": {"model": 0.0, "decision": 140.0},
        "counters": counters,
    }
    return RunFacts(**(usual | said))


class Feeder:
    """Feeds ticks made by `make(number)` at 50 Hz until it is left."""

    def __init__(self, sink, make):
        self.fed, self._sink, self._make = 0, sink, make
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._feed)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _feed(self):
        while not self._stop.wait(0.02):
            self._sink.emit(self._make(self.fed))
            self.fed += 1


def wait_until(true, seconds=60.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)
