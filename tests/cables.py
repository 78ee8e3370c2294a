"""A pseudo-terminal in place of a serial cable, with a link that stays while the cable is pulled and put back."""

import os
import select
import termios
import threading
import time
import tty
from pathlib import Path


class Cable:
    """`link` names the host's end, as a udev rule would; `read` and `write` are the device's end.

    While the cable is out, what is written is lost and nothing is read.
    """

    def __init__(self, folder: Path, name: str = "imu"):
        self.link = folder / name
        self._device = self._host = None
        self._lock = threading.Lock()
        self.plug()

    def plug(self) -> None:
        with self._lock:
            self._device, self._host = os.openpty()
            tty.setraw(self._host)
            os.set_blocking(self._device, False)
            new = self.link.with_name(self.link.name + ".new")
            new.symlink_to(os.ttyname(self._host))
            new.replace(self.link)

    def unplug(self) -> None:
        with self._lock:
            if self._device is not None:
                self.link.unlink()  # first: the name that it leads to may be another terminal's at once
                os.close(self._host)
                os.close(self._device)
                self._device = None

    @property
    def host_name(self) -> str:
        """Name of the terminal that the link points to now."""
        return os.ttyname(self._host)

    @property
    def baud(self) -> int:
        """The rate that the host set, as termios numbers it; 0 while the cable is out."""
        with self._lock:
            return termios.tcgetattr(self._device)[4] if self._device is not None else 0

    def write(self, data: bytes) -> None:
        end = time.monotonic() + 20
        while data and time.monotonic() < end:
            with self._lock:
                if self._device is None:
                    return
                _, ready, _ = select.select([], [self._device], [], 0.01)
                data = data[os.write(self._device, data) :] if ready else data

    def read_now(self) -> bytes:
        """What the host sent."""
        with self._lock:
            if self._device is None or not select.select([self._device], [], [], 0)[0]:
                return b""
            return os.read(self._device, 1 << 16)

    def read(self) -> bytes:
        """What the host sent; waits up to 20 s for the first of it."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if data := self.read_now():
                return data
            time.sleep(0.001)
        return b""


def until(true, seconds: float = 20.0) -> float:
    """Wait until `true()`; the seconds that it took. Fails after `seconds`."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds, f"not within {seconds} s"
        time.sleep(0.001)
    return time.monotonic() - start
