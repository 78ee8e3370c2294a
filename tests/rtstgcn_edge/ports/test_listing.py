"""What the system tells of its ports."""

import os
from types import SimpleNamespace

import pytest

from rtstgcn_edge.ports import list_ports
from rtstgcn_edge.ports.listing import PortInfo, UsbIdentity, find_usb, holders, usb_identity


def port(device, number="A1", vendor=0x10C4, location="1-1:1.0", manufacturer="Silicon Labs", product="CP2102"):
    return SimpleNamespace(
        device=device, manufacturer=manufacturer, product=product, vid=vendor, pid=0xEA60, serial_number=number,
        location=location,
    )  # fmt: skip


@pytest.fixture
def ports(monkeypatch):
    there = []
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: there)
    return there


def test_ports_are_listed_by_name_with_what_they_say_they_are(ports):
    ports += [port("/dev/ttyUSB1"), port("/dev/ttyS0", None, None, None, None, None)]
    assert list_ports() == [
        PortInfo("/dev/ttyS0", "", None, 0xEA60, "", ""),
        PortInfo("/dev/ttyUSB1", "Silicon Labs CP2102", 0x10C4, 0xEA60, "A1", "1.0"),
    ]
    assert [str(one) for one in list_ports()] == ["/dev/ttyS0", "/dev/ttyUSB1 (Silicon Labs CP2102)"]


def test_a_device_is_known_by_vendor_product_serial_number_and_function(ports, tmp_path):
    ports += [port("/dev/ttyACM0", location="1-2:1.0"), port("/dev/ttyACM1", location="1-2:1.2"), port("/dev/a", "")]
    link = tmp_path / "imu"
    link.symlink_to("/dev/ttyACM1")
    identity = usb_identity(str(link))
    assert identity == UsbIdentity(0x10C4, 0xEA60, "A1", "1.2")
    assert usb_identity("/dev/a") is usb_identity("/dev/none") is None
    ports[:] = [port("/dev/ttyACM3", location="1-3:1.0"), port("/dev/ttyACM4", location="1-3:1.2")]
    assert find_usb(identity, "/dev/ttyACM1") == "/dev/ttyACM4"
    ports.append(port("/dev/ttyACM1", "another", location="1-2:1.2"))
    assert find_usb(identity, "/dev/ttyACM1") == "/dev/ttyACM4"
    ports.pop(1)
    assert find_usb(identity, "/dev/ttyACM1") is None


def test_of_two_with_one_serial_number_the_former_name_is_believed(ports):
    ports += [port("/dev/ttyUSB0"), port("/dev/ttyUSB1")]
    identity = usb_identity("/dev/ttyUSB1")
    assert find_usb(identity, "/dev/ttyUSB1") == "/dev/ttyUSB1"
    assert find_usb(identity, "/dev/ttyUSB5") == "/dev/ttyUSB0"


def test_this_process_and_the_other_end_of_a_pseudo_terminal_hold_nothing():
    device, host = os.openpty()
    assert holders(os.ttyname(host)) == []
    os.close(device)
    os.close(host)
