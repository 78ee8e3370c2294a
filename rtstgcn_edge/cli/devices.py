"""`rtstgcn-edge devices`: the sensors that are there, who answers, and the line to type for each."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import VERSION, Hello, HelloRequest
from rtstgcn_firmware.protocols import recognise

from rtstgcn_edge.errors import InputError, SourceError
from rtstgcn_edge.lsl import pylsl
from rtstgcn_edge.model_file import bundled_models
from rtstgcn_edge.ports import Port, PortInfo, holders, list_ports, open_port

RATES = (921600, 115200, 500000, 460800, 230400, 57600, 38400, 9600)
"""The usual ones first: ours, then that of most sensors, then that of six on an Arduino."""
ROUNDS = 2
"""Of all rates: a board that restarts when its port is opened is deaf for up to 2 s."""
DWELL_S = 0.4
LSL_S = 1.0
ENOUGH_BYTES = 200


class Found(NamedTuple):
    """A sensor, or a port where none answers: `uri` is empty then and `said` says why."""

    device: str
    name: str
    serial_number: str
    said: str
    uri: str = ""
    model: str = ""
    """The model that the device asks for."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("port", nargs="*", metavar="PORT", help="ports to look at, as /dev/ttyUSB0 (default: all)")
    parser.add_argument("--no-open", action="store_true", help="list only: opening a port restarts some boards")
    parser.add_argument("--json", action="store_true", help="the list as JSON")


def run(arguments: argparse.Namespace) -> int:
    """List what is there."""
    found = [*_ports(arguments), *([] if arguments.port or arguments.no_open else _streams())]
    if arguments.json:
        print(json.dumps([_described(one) for one in found], indent=1))
    else:
        for one in found:
            print(_shown(one))
    if arguments.port and not arguments.no_open and not any(one.uri for one in found):
        return SourceError.exit_code
    if not (found or arguments.json):
        print(
            "no serial port is there: is the cable in (and one that carries data), the sensor on? 'dmesg | tail' says "
            "what the system saw\nwithout a sensor: rtstgcn-edge simulate imu",
            file=sys.stderr,
        )
    return 0


def _ports(arguments: argparse.Namespace) -> list[Found]:
    known = {port.device: port for port in list_ports()}
    asked = [known.get(name, PortInfo(name, "", None, None, "", "")) for name in arguments.port] or [*known.values()]
    if arguments.no_open:
        return [_listed(port) for port in asked]
    if asked and not arguments.json:
        print(f"asking {', '.join(port.device for port in asked)} (this restarts some boards)", file=sys.stderr)
    with ThreadPoolExecutor(max_workers=max(1, len(asked))) as pool:
        return list(pool.map(ask, asked))


def _listed(port: PortInfo) -> Found:
    others = holders(port.device)
    said = f"held by {' and '.join(others)}" if others else "not opened"
    return Found(port.device, port.name, port.serial_number, said)


def ask(info: PortInfo) -> Found:
    """Open a port and find out who speaks there: `ROUNDS` times `DWELL_S` for each rate at most."""
    about = info.device, info.name, info.serial_number
    try:
        port = open_port(info.device, RATES[0])
    except SourceError as error:
        return Found(*about, str(error).removeprefix(f"{info.device}: "))
    try:
        came = 0
        for rate in RATES * ROUNDS:
            answer, heard = _at_rate(port, rate)
            came += len(heard)
            if isinstance(answer, Hello):
                uri = f"imu:{info.device}?baud={rate}"
                return Found(*about, f"{_greeting(answer)}, {rate} baud", uri, answer.model)
            if answer is not None:
                uri = f"imu:{info.device}?baud={rate}&protocol={answer}"
                return Found(*about, f"speaks {answer}, {rate} baud", uri)
        said = f"{came} bytes came, in no protocol that is known" if came else "nothing comes, nobody answers"
        return Found(*about, said)
    finally:
        port.close()


def _at_rate(port: Port, rate: int) -> tuple[Hello | str | None, bytes]:
    """Who answers at a rate: a device of our wire, the name of another protocol, or nobody; and what came."""
    try:
        port.set_baud(rate)
    except SourceError:
        return None, b""
    port.take(0)
    decoder, heard, end = Decoder(), b"", time.monotonic() + DWELL_S
    port.write(encode(HelloRequest()))
    while time.monotonic() < end:
        for chunk in port.take(0.05):
            heard += chunk.data
            hello = next((message for message in decoder.feed(chunk.data) if isinstance(message, Hello)), None)
            if hello is not None:
                return hello, heard
    other = recognise(heard) if len(heard) >= ENOUGH_BYTES else None
    return other if other != "wire" else None, heard


def _greeting(hello: Hello) -> str:
    if hello.version != VERSION:
        return f"a device that speaks version {hello.version} of the wire (this program speaks {VERSION})"
    nodes = "1 node" if hello.nodes == 1 else f"{hello.nodes} nodes"
    model = f", for model {hello.model}" if hello.model else ""
    return f"{hello.firmware or 'a device'}: {nodes} at {hello.rate_hz:g} Hz{model}"


def _streams() -> Iterable[Found]:
    """LSL streams, where pylsl is installed and finds its library."""
    try:
        library = pylsl("lsl:")
    except InputError:
        return
    for stream in library.resolve_streams(LSL_S):
        rate = stream.nominal_srate()
        said = f"{stream.type() or 'no type'}, {stream.channel_count()} channels" + (f" at {rate:g} Hz" if rate else "")
        yield Found(f"LSL {stream.name()}", stream.hostname(), stream.source_id(), said, f"lsl:{stream.name()}")


def _command(one: Found) -> str:
    model = "" if one.model in bundled_models() else " --model MODEL"
    return f"rtstgcn-edge run --source '{one.uri}'{model}"


def _described(one: Found) -> dict[str, Any]:
    return {**one._asdict(), "command": _command(one) if one.uri else ""}


def _shown(one: Found) -> str:
    about = ", ".join(filter(None, (one.name, f"serial number {one.serial_number}" if one.serial_number else "")))
    lines = [f"{one.device}{f'  ({about})' if about else ''}", f"    {one.said}"]
    return "\n".join([*lines, f"    {_command(one)}"] if one.uri else lines)
