"""Identity switches of people who cross or are misread, beside a tracker that takes whoever is nearest."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from benchmarks.crossings import LIFTING, MAPPING, SCENES, Scene, Seen, film
from rtstgcn_edge.errors import InputError, RtstgcnError
from rtstgcn_edge.frames import Frame
from rtstgcn_edge.machine import machine_facts
from rtstgcn_edge.pipeline.identify import Identify


class Namer(Protocol):
    """What gives ids to the bodies of a frame."""

    def see(self, frame: Frame) -> None:
        """Set `track` of each body."""
        ...


class Nearest:
    """Each body in turn takes the nearest free id that was seen within 2 s, where it is no further than its height."""

    def __init__(self, rate_hz: float) -> None:
        self._memory = 2 * rate_hz
        self._last: dict[int, tuple[int, Any]] = {}
        self._ids = 0

    def see(self, frame: Frame) -> None:
        """Set `track` of each body."""
        free = {one: at for one, (tick, at) in self._last.items() if frame.number - tick <= self._memory}
        for body in frame.bodies:
            assert body.image is not None
            middle, height = body.image.mean(axis=1), float(np.ptp(body.image[1]))
            distances = {one: float(np.linalg.norm(at - middle)) for one, at in free.items()}
            nearest = min(distances, key=lambda one: distances[one], default=None)
            if nearest is None or distances[nearest] > height:
                nearest, self._ids = self._ids, self._ids + 1
            free.pop(nearest, None)
            body.track = nearest
            self._last[nearest] = (frame.number, middle)


COUNTS = ("switches", "taken_over", "extra_ids", "unnamed")
CONTENDERS: dict[str, Callable[[float], Namer]] = {
    "identify": lambda rate_hz: Identify(MAPPING.joints, rate_hz),
    "nearest": Nearest,
}


class Result(NamedTuple):
    """Of one film.

    How often someone's id changed, and an id its owner; ids beyond one a person; bodies without one; ns of each frame.

    Switches as in Bernardin and Stiefelhagen, Evaluating Multiple Object Tracking Performance, 2008.
    """

    switches: int
    taken_over: int
    extra_ids: int
    unnamed: int
    times: list[int]


def play(seen: Iterable[Seen], namer: Namer) -> Result:
    """One film, named frame by frame."""
    id_of: dict[int, int] = {}
    owner: dict[int, int] = {}
    switches = taken_over = unnamed = 0
    times = []
    for one in seen:
        found = len(one.frame.bodies)
        begin = time.perf_counter_ns()
        namer.see(one.frame)
        times.append(time.perf_counter_ns() - begin)
        unnamed += found - len(one.frame.bodies)
        for body in one.frame.bodies:
            assert body.track is not None
            person = one.truth[id(body)]
            switches += id_of.get(person, body.track) != body.track
            taken_over += owner.get(body.track, person) != person
            id_of[person], owner[body.track] = body.track, person
    return Result(switches, taken_over, len(owner) - len(id_of), unnamed, times)


def row(scene: Scene, films: int) -> dict[str, Any]:
    """Over so many films of a scene: the sums of each contender, and its median time of a frame."""
    found: dict[str, Any] = {"scene": scene.name, "people": len(scene.paths), "films": films, "misread": scene.lifting}
    for name, make in CONTENDERS.items():
        results = [play(film(scene, seed), make(scene.rate_hz)) for seed in range(films)]
        found[name] = {key: sum(getattr(one, key) for one in results) for key in COUNTS}
        found[name]["median_us"] = float(np.median([ns for one in results for ns in one.times])) / 1e3
    return found


def run(films: int) -> dict[str, Any]:
    """Every scene."""
    rows = [row(scene, films) for scene in (*SCENES, *LIFTING)]
    return {"machine": machine_facts(("rtstgcn-edge", "numpy")), "rows": rows}


def print_report(report: dict[str, Any]) -> None:
    heads = "".join(f" | {name:>9}: switches taken over extra ids unnamed us/frame" for name in CONTENDERS)
    print(f"{'scene':<40} people films{heads}")
    for one in report["rows"]:
        numbers = "".join(
            " | {switches:>19} {taken_over:>10} {extra_ids:>9} {unnamed:>7} {median_us:>8.0f}".format(**one[name])
            for name in CONTENDERS
        )
        print(f"{one['scene']:<40} {one['people']:>6} {one['films']:>5}{numbers}")
    for said, misread in (("figures read as they are", False), ("figures misread now and then", True)):
        rows = [one for one in report["rows"] if one["misread"] == misread]
        for key in ("switches", "extra_ids"):
            counts = ", ".join(f"{name} {sum(one[name][key] for one in rows)}" for name in CONTENDERS)
            print(f"{said}, {key.replace('_', ' ')} in all: {counts}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description="identity switches of people who cross or are misread, with known truth"
    )
    parser.add_argument("--films", type=int, default=20, help="of each scene, each with its own noise (default: 20)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured here too")
    arguments = parser.parse_args()
    try:
        if arguments.films < 1:
            raise InputError(f"--films {arguments.films}: give a number of at least 1")
        report = run(arguments.films)
    except RtstgcnError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print_report(report)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
