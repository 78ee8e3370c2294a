"""The verb: ports, streams and cameras, one after the other."""

from __future__ import annotations

import argparse
import json
import sys

from rtstgcn_edge.cli.devices import cameras, ports, streams
from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.sources.camera.nodes import is_node


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "device", nargs="*", metavar="DEVICE", help="ports and cameras, as /dev/ttyUSB0, /dev/video0 (default: all)"
    )
    parser.add_argument("--no-open", action="store_true", help="open no port, which restarts some boards")
    parser.add_argument("--json", action="store_true", help="the list as JSON")


def run(arguments: argparse.Namespace) -> int:
    """List what is there; 3 where something is named and nothing of it answers."""
    named = arguments.device
    named_cameras = [name for name in named if is_node(name)]
    named_ports = [name for name in named if name not in named_cameras]
    found = []
    if named_ports or not named:
        found += ports.ports(named_ports, opening=not arguments.no_open, quietly=arguments.json)
    if not named and not arguments.no_open:
        found += streams.streams()
    if named_cameras or not named:
        found += cameras.cameras(named_cameras)
    if arguments.json:
        print(json.dumps([one.described() for one in found], indent=1))
    else:
        for one in found:
            print(one.shown())
    if named and not any(one.uri for one in found):
        return 0 if arguments.no_open and not named_cameras else SourceError.exit_code
    if not named and not arguments.json:
        _say_what_is_missing(anything=bool(found))
    return 0


def _say_what_is_missing(anything: bool) -> None:
    if not ports.installed():
        print("serial ports were not looked for: in the checkout, pip install '.[imu]'", file=sys.stderr)
    if part := cameras.parts():
        print(part, file=sys.stderr)
    if not anything:
        print(
            "no serial port and no camera is there: is the cable in (and one that carries data), the sensor on? 'dmesg "
            "| tail' says what the system saw\nwithout a sensor: rtstgcn-edge simulate imu; without a camera: "
            "rtstgcn-edge run --source video:FILE --model utkinect-camera",
            file=sys.stderr,
        )
