"""The verb: all checks, a line each."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator

from rtstgcn_edge.cli.doctor.cameras import cameras
from rtstgcn_edge.cli.doctor.finding import Finding
from rtstgcn_edge.cli.doctor.machine import machine
from rtstgcn_edge.cli.doctor.ports import ports
from rtstgcn_edge.cli.doctor.software import software
from rtstgcn_edge.cli.doctor.speed import source, speed
from rtstgcn_edge.model_file import find_model

WIDTH, INDENT = 100, 6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--model", help="bundled model, or file .onnx, .c or .so (default: all bundled ones)")
    parser.add_argument("--source", help="a source to open, as imu:/dev/ttyUSB0; for --model, or the one it asks for")
    parser.add_argument("--json", action="store_true", help="the findings as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Check everything; 1 where something is bad."""
    if arguments.model:
        find_model(arguments.model)
    findings = []
    for finding in _findings(arguments.model, arguments.source):
        findings.append(finding)
        if not arguments.json:
            print(_line(finding), flush=True)
    if arguments.json:
        print(json.dumps([finding._asdict() for finding in findings], indent=1))
    counts = {level: sum(finding.level == level for finding in findings) for level in ("look", "bad")}
    print(_verdict(counts["look"], counts["bad"]), file=sys.stderr)
    return 1 if counts["bad"] else 0


def _findings(model: str | None, source_text: str | None) -> Iterator[Finding]:
    yield from software()
    yield from machine()
    yield from ports()
    yield from cameras()
    yield from speed(model)
    if source_text:
        yield source(source_text, model)


def _line(finding: Finding) -> str:
    text = f"{finding.what}: {finding.found}"
    if finding.remedy:
        text += f" -> {finding.remedy}"
    return textwrap.fill(
        text, WIDTH, initial_indent=f"{finding.level:<{INDENT}}", subsequent_indent=" " * INDENT, break_long_words=False
    )


def _verdict(look: int, bad: int) -> str:
    if bad:
        return f"{bad} bad: see what to do after ->"
    return f"nothing bad{f', {look} worth a look' if look else ''}"
