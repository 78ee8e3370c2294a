"""Options of imu:, each wrong one refused before anything is opened."""

import pytest
from refusals import refusal
from rtstgcn_firmware.codec import Decoder
from rtstgcn_firmware.protocols.lines import Lines

from rtstgcn_edge.sources import SOURCES
from rtstgcn_edge.sources.imu.options import read_options
from rtstgcn_edge.uri import parse_uri


def read(text):
    return read_options(parse_uri(text, SOURCES))


def test_all_options_are_read():
    given = (
        "imu:/dev/ttyUSB0?baud=921600&protocol=lines&units=g,deg/s&nodes=1,0&axes=y,-x,z&rate_hz=50&wait_ms=5&hold_ms=0"
    )
    options, make = read(given)
    assert options == {
        "baud": 921600, "protocol": "lines", "units": "g,deg/s", "nodes": "1,0", "axes": "y,-x,z", "rate_hz": 50.0,
        "wait_ms": 5.0, "hold_ms": 0.0,
    }  # fmt: skip
    assert isinstance(make(), Lines) and make() is not make()


def test_without_options_it_is_the_wire_at_a_rate_that_is_searched():
    options, make = read("imu:/dev/ttyUSB0")
    assert options == {} and isinstance(make(), Decoder)
    assert read("imu:/dev/ttyUSB0?baud=auto")[0] == {"baud": None}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("imu:", "no port; it is named as in imu:/dev/ttyUSB0 (`rtstgcn-edge devices` lists them)"),
        ("imu:p?bauds=1", "unknown option 'bauds'; did you mean 'baud'?"),
        ("imu:p?baud=fast", "baud=fast: bits a second (at least 300), or 'auto', are expected"),
        ("imu:p?baud=50", "baud=50: bits a second (at least 300)"),
        ("imu:p?protocol=witmotoin", "protocol=witmotoin: no such protocol; did you mean 'witmotion'?"),
        ("imu:p?protocol=mavlink", "no such protocol; known: wire, lines"),
        ("imu:p?wait_ms=-1", "wait_ms=-1: a number from 0 to 1000 is expected"),
        ("imu:p?hold_ms=x", "hold_ms=x: a number from 0 to 10000 is expected"),
        ("imu:p?nodes=", "nodes=: nothing stands behind it; leave it out"),
        ("imu:p?axes=%20", "nothing stands behind it; leave it out"),
        ("imu:p?rate_hz=0", "rate_hz=0: a number from 1 to 10000 is expected"),
        ("imu:p?units=g,deg/s", "units=g,deg/s: protocol wire has units of its own"),
        ("imu:p?protocol=lines&units=lbs", "units=lbs: one of m/s^2"),
    ],
)
def test_a_wrong_one_is_refused_in_words(text, said):
    message = refusal(read, text)
    assert message.startswith(f"{text}: ") and said in message
