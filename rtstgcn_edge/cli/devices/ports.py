"""Serial ports, and who answers there."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import VERSION, Hello, HelloRequest
from rtstgcn_firmware.protocols import recognise

from rtstgcn_edge.cli.devices.found import Found
from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports import Port, PortInfo, holders, list_ports, open_port

RATES = (921600, 115200, 500000, 460800, 230400, 57600, 38400, 9600)
"""The usual ones first: ours, then that of most sensors, then that of six on an Arduino."""
ROUNDS = 2
"""Of all rates: a board that restarts when its port is opened is deaf for up to 2 s."""
DWELL_S = 0.4
ENOUGH_BYTES = 200


def installed() -> bool:
    """Whether ports can be looked for at all: the extra `imu` is there."""
    return find_spec("serial") is not None


def ports(named: Sequence[str], opening: bool, quietly: bool) -> list[Found]:
    """The ports that are named, else all; who is there where they are opened. Raises SourceError without pyserial."""
    if not named and not installed():
        return []
    known = {port.device: port for port in list_ports()}
    asked = [known.get(name, PortInfo(name, "", None, None, "", "")) for name in named] or [*known.values()]
    if not opening:
        return [_listed(port) for port in asked]
    if asked and not quietly:
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
