"""`rtstgcn-edge prepare NAME RAW OUT`."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss

from .prepare import prepare
from .recording import Options
from .registry import READERS
from .writer import PARTS, Summary


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    layouts = "; ".join(f"{name}: {reader.about}" for name, reader in READERS.items())
    parser.add_argument("name", metavar="NAME", help=f"layout of the recordings. {layouts}")
    parser.add_argument("raw", metavar="RAW", type=Path, help="folder with the publisher's files, unpacked")
    parser.add_argument("out", metavar="OUT", type=Path, help="folder to write; must not exist")
    parser.add_argument("--validate", metavar="SUBJECT,...", help="subjects for validation, in place of the set's own")
    parser.add_argument("--split", help="pku-mmd: cross-view or cross-subject")
    parser.add_argument("--activities", help="hugadb: various (default) or all")
    parser.add_argument("--rate", metavar="HZ", help="imu-fog-it: frames a second")
    parser.add_argument("--keep-going", action="store_true", help="leave out files with a fault, and count them")


def run(arguments: argparse.Namespace) -> int:
    """Prepare, and sum up on standard error."""
    options = Options(
        validate=_subjects(arguments.validate),
        split=_choice("--split", arguments.split, ("cross-view", "cross-subject")),
        rate_hz=_rate(arguments.rate),
        activities=_choice("--activities", arguments.activities, ("various", "all")),
    )
    summary = prepare(arguments.name, arguments.raw, arguments.out, options, keep_going=arguments.keep_going)
    print(_table(summary), file=sys.stderr)
    print(f"wrote {arguments.out}", file=sys.stderr)
    return 0


def _subjects(said: str | None) -> tuple[str, ...] | None:
    if said is None:
        return None
    return tuple(name for name in (name.strip() for name in said.split(",")) if name)


def _choice(flag: str, said: str | None, choices: tuple[str, ...]) -> str | None:
    if said is not None and said not in choices:
        raise InputError(f"{flag} {said}; {near_miss(said, choices) or 'give ' + ' or '.join(choices)}")
    return said


def _rate(said: str | None) -> float | None:
    if said is None:
        return None
    try:
        rate = float(said)
    except ValueError:
        rate = math.nan
    if not 0 < rate < math.inf:
        raise InputError(f"--rate {said}; give frames a second, above 0")
    return rate


def _table(summary: Summary) -> str:
    description = summary.description
    width = max(len("class"), *map(len, description.classes))
    lines = [f"{'':<{width}}{'train':>12}{'val':>12}"]
    lines.append(f"{'trials':<{width}}" + "".join(f"{summary.trials[part]:>12}" for part in PARTS))
    lines.append(f"{'frames':<{width}}" + "".join(f"{summary.frames[part].sum():>12}" for part in PARTS))
    lines.append(f"{'class':<{width}}{'seconds':>12}{'seconds':>12}")
    for index, name in enumerate(description.classes):
        seconds = (summary.frames[part][index] / description.rate_hz for part in PARTS)
        lines.append(f"{name:<{width}}" + "".join(f"{value:>12.1f}" for value in seconds))
    return "\n".join([*lines, *(f"note: {line}" for line in summary.notes)])
