"""What a machine says of itself, on machines of several kinds."""

import platform

import numpy as np
import pytest

from rtstgcn_edge import __version__, machine
from rtstgcn_edge.machine import machine_facts, machine_lines


@pytest.fixture
def disguised(tmp_path, monkeypatch):
    """As if /proc held these files."""

    def disguise(cpuinfo=None, board=None):
        for name, text in (("CPUINFO", cpuinfo), ("BOARD", board)):
            monkeypatch.setattr(machine, name, tmp_path / name)
            if text is not None:
                (tmp_path / name).write_text(text)

    return disguise


@pytest.mark.parametrize(
    ("cpuinfo", "board", "name"),
    [
        ("processor\t: 0\nmodel name\t: A chip @ 3 GHz\n\nprocessor: 1\nmodel name: B\n", None, "A chip @ 3 GHz"),
        (
            "processor : 0\nBogoMIPS : 108\nModel : Raspberry Pi 5 Model B Rev 1.0\n",
            "x",
            "Raspberry Pi 5 Model B Rev 1.0",
        ),
        ("processor : 0\nBogoMIPS : 62\n", "NVIDIA Jetson Orin Nano\0", "NVIDIA Jetson Orin Nano"),
        ("model name :\n", None, platform.machine()),
        (None, None, platform.machine()),
    ],
)
def test_the_processor_is_named_or_else_the_board(disguised, cpuinfo, board, name):
    disguised(cpuinfo, board)
    assert machine.cpu_name() == name


def test_the_facts_are_those_of_this_machine():
    facts = machine_facts(("numpy", "rtstgcn-edge", "no-such-package"))
    assert facts["versions"] == {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "rtstgcn-edge": __version__,
    }
    assert facts["cores"] >= 1 and platform.machine() in facts["system"]


def test_two_lines_say_it(disguised):
    disguised("model name : A chip")
    first, second = machine_lines(machine_facts(())).splitlines()
    assert first.startswith("A chip, ") and first.endswith(platform.machine())
    assert second == f"python {platform.python_version()}"
    assert machine_lines({"cpu": "c", "cores": 1, "system": "s", "versions": {}}).startswith("c, 1 core; s")
