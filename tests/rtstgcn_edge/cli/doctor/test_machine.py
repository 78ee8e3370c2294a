"""What the machine says of itself, from files as systems have them."""

import time
from collections import namedtuple

import pytest

from rtstgcn_edge.cli.doctor import machine


@pytest.fixture
def cpus(tmp_path, monkeypatch):
    """Write the governors of a made-up machine, and its driver."""

    def write(*governors, driver=None):
        for number, governor in enumerate(governors):
            folder = tmp_path / f"cpu{number}" / "cpufreq"
            folder.mkdir(parents=True)
            (folder / "scaling_governor").write_text(f"{governor}\n")
        if driver:
            (tmp_path / "driver").write_text(f"{driver}\n")

    monkeypatch.setattr(machine, "GOVERNORS", tmp_path)
    monkeypatch.setattr(machine, "DRIVER", tmp_path / "driver")
    return write


@pytest.mark.parametrize(
    ("governors", "driver", "level"),
    [
        ((), None, "ok"),
        (("performance", "performance"), "acpi-cpufreq", "ok"),
        (("schedutil",), None, "ok"),
        (("ondemand", "ondemand"), "cpufreq-dt", "look"),
        (("performance", "powersave"), "acpi-cpufreq", "look"),
        (("powersave",), "intel_pstate", "ok"),
    ],
)
def test_a_slow_governor_is_worth_a_look(cpus, governors, driver, level):
    cpus(*governors, driver=driver)
    found = machine.frequency()
    assert found.level == level
    assert ("scaling_governor" in found.remedy) == (level == "look")


@pytest.mark.parametrize(
    ("bits", "level", "words"),
    [
        ("0", "ok", "no under-voltage"),
        ("50005", "bad", "under-voltage, throttled"),
        ("50000", "look", "since it was switched on: under-voltage, throttling"),
        ("80008", "bad", "hot"),
    ],
)
def test_a_weak_supply_of_a_raspberry_pi_is_told(tmp_path, monkeypatch, bits, level, words):
    monkeypatch.setattr(machine, "THROTTLED", tmp_path / "get_throttled")
    assert machine.power() is None
    (tmp_path / "get_throttled").write_text(f"{bits}\n")
    found = machine.power()
    assert (found.level, words in found.found) == (level, True)


def test_late_wake_ups_are_worth_a_look():
    assert machine.clock(lambda seconds: time.sleep(seconds + 0.004)).level == "look"
    assert "resolution" in machine.clock(lambda seconds: time.sleep(seconds)).found


@pytest.mark.parametrize(("free_mb", "level"), [(50, "look"), (199_000, "ok")])
def test_room_for_recordings(tmp_path, monkeypatch, free_mb, level):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda path: usage(0, 0, int(free_mb * 1e6)))
    found = machine.disk(tmp_path)
    assert found.level == level and f"{free_mb / machine.RECORDED_MB_AN_HOUR:.0f} h of 'record'" in found.found


@pytest.mark.parametrize(("kilobytes", "level"), [(100_000, "look"), (900_000, "ok")])
def test_memory(tmp_path, monkeypatch, kilobytes, level):
    monkeypatch.setattr(machine, "MEMINFO", tmp_path / "meminfo")
    (tmp_path / "meminfo").write_text(f"MemTotal: 999 kB\nMemAvailable:  {kilobytes} kB\n")
    assert machine.memory().level == level
