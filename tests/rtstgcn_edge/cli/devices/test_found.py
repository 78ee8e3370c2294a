"""What was found, for people and as JSON."""

import json

from rtstgcn_edge.cli.devices.found import Found


def test_what_answers_has_a_line_to_type():
    found = Found("/dev/ttyUSB0", "Maker Board", "A7", "6 nodes", "imu:/dev/ttyUSB0", "demo")
    assert found.command == "rtstgcn-edge run --source 'imu:/dev/ttyUSB0'", "a bundled model is found by itself"
    assert found.shown().splitlines() == [
        "/dev/ttyUSB0  (Maker Board, serial number A7)", "    6 nodes", f"    {found.command}",
    ]  # fmt: skip


def test_a_model_that_is_not_bundled_is_to_be_named():
    assert Found("x", "", "", "", "imu:x", "mine").command.endswith("'imu:x' --model MODEL")
    assert Found("x", "", "", "", "camera:0", fits="m").command.endswith("'camera:0' --model m")


def test_what_does_not_answer_has_none():
    found = Found("/dev/ttyUSB0", "", "", "nobody\nanswers")
    assert found.command == "" and found.shown() == "/dev/ttyUSB0\n    nobody\n    answers"


def test_as_json_all_of_it_is_on_one_level():
    said = Found("x", "name", "1", "said", "camera:0", fits="m", facts={"sizes": [1]}).described()
    assert list(said) == ["device", "name", "serial_number", "said", "uri", "model", "command", "sizes"]
    assert json.loads(json.dumps(said)) == said
