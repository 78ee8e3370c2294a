"""The list: everything that is there, or what is named, and what to do where there is nothing."""

import json

import pytest

from rtstgcn_edge.cli.devices import cameras, ports, streams
from rtstgcn_edge.cli.devices.found import Found
from rtstgcn_edge.cli.main import main
from rtstgcn_edge.errors import SourceError

PORT = Found("/dev/ttyUSB0", "", "", "6 nodes", "imu:/dev/ttyUSB0", "demo")
STREAM = Found("LSL legs", "lab", "", "IMU", "lsl:legs")
CAMERA = Found("/dev/video0", "", "", "YUYV 640 x 480", "camera:0")


@pytest.fixture
def there(monkeypatch):
    """What is there, and what each kind was asked."""
    asked = {}

    def put(port=(), stream=(), camera=(), part="", installed=True):
        def list_ports(named, opening, quietly):
            asked["ports"] = list(named), opening
            return list(port)

        def list_cameras(named):
            asked["cameras"] = list(named)
            return list(camera)

        monkeypatch.setattr(ports, "ports", list_ports)
        monkeypatch.setattr(ports, "installed", lambda: installed)
        monkeypatch.setattr(streams, "streams", lambda: asked.setdefault("streams", list(stream)))
        monkeypatch.setattr(cameras, "cameras", list_cameras)
        monkeypatch.setattr(cameras, "parts", lambda: part)
        return asked

    return put


def test_ports_streams_and_cameras_are_listed_in_this_order(there, capsys):
    there([PORT], [STREAM], [CAMERA])
    assert main(["devices"]) == 0
    said = capsys.readouterr()
    first = [line for line in said.out.splitlines() if not line.startswith(" ")]
    assert first == ["/dev/ttyUSB0", "LSL legs  (lab)", "/dev/video0"] and not said.err
    assert main(["devices", "--json"]) == 0
    assert [one["uri"] for one in json.loads(capsys.readouterr().out)] == [PORT.uri, STREAM.uri, CAMERA.uri]


def test_where_no_port_may_be_opened_cameras_are_still_asked(there):
    asked = there([PORT], [STREAM], [CAMERA])
    assert main(["devices", "--no-open"]) == 0
    assert asked == {"ports": ([], False), "cameras": []}


def test_what_is_named_is_asked_alone(there):
    asked = there([PORT], [STREAM], [CAMERA])
    assert main(["devices", "/dev/video0"]) == 0
    assert asked == {"cameras": ["/dev/video0"]}
    asked.clear()
    assert main(["devices", "/dev/ttyUSB0", "/dev/v4l/by-id/usb-x"]) == 0
    assert asked == {"ports": (["/dev/ttyUSB0"], True), "cameras": ["/dev/v4l/by-id/usb-x"]}


@pytest.mark.parametrize(
    ("words", "code"), [(["/dev/ttyUSB0"], 3), (["/dev/video0"], 3), (["--no-open", "/dev/ttyUSB0"], 0), ([], 0)]
)
def test_it_ends_with_3_where_nothing_that_is_named_answers(there, words, code):
    silent = Found("x", "", "", "nobody answers")
    there([silent], [], [silent])
    assert main(["devices", *words]) == code


def test_nothing_there_says_what_to_check_for_both_kinds(there, capsys):
    there()
    assert main(["devices"]) == 0
    said = capsys.readouterr()
    assert not said.out and said.err.startswith("no serial port and no camera is there: is the cable in")
    assert "simulate imu" in said.err and "--source video:FILE --model utkinect-camera" in said.err
    assert main(["devices", "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == [] and not said.err


def test_without_the_extra_for_ports_cameras_are_listed_all_the_same(there, capsys):
    there(camera=[CAMERA], installed=False)
    assert main(["devices"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("/dev/video0")
    assert said.err == "serial ports were not looked for: in the checkout, pip install '.[imu]'\n"


def test_a_camera_module_is_told(there, capsys):
    there(part="/dev/video0 is a part of a camera module")
    main(["devices"])
    assert capsys.readouterr().err.startswith("/dev/video0 is a part of a camera module\nno serial port and no camera")


def test_ports_without_the_extra(monkeypatch):
    monkeypatch.setattr(ports, "find_spec", lambda name: None)
    assert ports.ports([], opening=True, quietly=False) == []

    def missing():
        raise SourceError("serial ports need pyserial")

    monkeypatch.setattr(ports, "list_ports", missing)
    with pytest.raises(SourceError, match="need pyserial"):
        ports.ports(["/dev/ttyUSB0"], opening=True, quietly=False)
