"""The firmware in C: the very library that goes onto boards, compiled for this machine and called through ctypes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence

from rtstgcn_firmware.c_library import c_library
from rtstgcn_firmware.messages import AccUnit, Flags, GyroUnit, Kind, Label

from rtstgcn_edge.native import plain_library
from rtstgcn_edge.virtual_imu.firmware.base import Board, Identity

_TEXT_BYTES = 32
_CLASSES = 255


class _Label(ctypes.Structure):
    """`rtstgcn_label` of rtstgcn_wire.h."""

    _fields_ = (
        ("time", ctypes.c_uint32),
        ("name", ctypes.c_char_p),
        ("number", ctypes.c_uint16),
        ("kind", ctypes.c_uint8),
        ("label", ctypes.c_uint8),
        ("confidence", ctypes.c_uint8),
        ("skeleton", ctypes.c_uint8),
    )


_Write = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
_Clock = ctypes.CFUNCTYPE(ctypes.c_uint32, ctypes.c_void_p, ctypes.c_uint8)
_OnLabel = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_Label))


class _Settings(ctypes.Structure):
    """The fields of `rtstgcn_device` that are ours to set; they come first."""

    _fields_ = (
        ("write", _Write),
        ("clock", _Clock),
        ("on_label", _OnLabel),
        ("context", ctypes.c_void_p),
        ("firmware", ctypes.c_char_p),
        ("model", ctypes.c_char_p),
        ("node_names", ctypes.c_void_p),
        ("class_name", ctypes.c_void_p),
        ("host_classes", ctypes.c_void_p),
        ("acc_range", ctypes.c_float),
        ("gyro_range", ctypes.c_float),
        ("rate_millihertz", ctypes.c_uint32),
        ("boot", ctypes.c_uint16),
        ("flags", ctypes.c_uint8),
        ("nodes", ctypes.c_uint8),
        ("channels", ctypes.c_uint8),
        ("acc_unit", ctypes.c_uint8),
        ("gyro_unit", ctypes.c_uint8),
        ("classes", ctypes.c_uint8),
        ("host_classes_room", ctypes.c_uint8),
        ("serial", ctypes.c_uint8 * 8),
    )


def wire_library(say: Callable[[str], object] = lambda _: None) -> ctypes.CDLL:
    """The compiled library. Raises ModelError where there is no compiler.

    Args:
        say: told, in a line, that it is being built.
    """
    library = plain_library(c_library() / "rtstgcn_wire.c", say)
    library.rtstgcn_device_size.restype = ctypes.c_size_t
    library.rtstgcn_init.argtypes = (ctypes.c_void_p, _Write, _Clock, ctypes.c_void_p)
    library.rtstgcn_send_hello.argtypes = (ctypes.c_void_p,)
    library.rtstgcn_send_sample.argtypes = (ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint32, ctypes.c_void_p)
    library.rtstgcn_send_combined.argtypes = (ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p)
    library.rtstgcn_send_status.argtypes = (ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint8)
    library.rtstgcn_receive.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t)
    library.rtstgcn_poll.argtypes = (ctypes.c_void_p,)
    return library


class CFirmware:
    """One device."""

    def __init__(self, identity: Identity, board: Board) -> None:
        self._identity, self._board = identity, board
        self._library = wire_library()
        size = self._library.rtstgcn_device_size()
        self._device = ctypes.create_string_buffer(size)
        names = [name.encode() for name in identity.nodes]
        self._names = (ctypes.c_char_p * len(names))(*names)
        self._classes = ctypes.create_string_buffer(_TEXT_BYTES * _CLASSES)
        # ctypes keeps no reference to what C keeps by address
        self._write, self._clock, self._on_label = _Write(self._take), _Clock(self._now), _OnLabel(self._labelled)
        self._row = ctypes.c_int16 * 6
        self._rows = ctypes.c_int16 * (6 * len(names))

    def start(self, boot: int) -> None:
        """Power on."""
        it = self._identity
        self._library.rtstgcn_init(self._device, self._write, self._clock, None)
        device = _Settings.from_buffer(self._device)
        device.on_label = self._on_label
        device.firmware, device.model = it.firmware.encode(), it.model.encode()
        device.node_names = ctypes.addressof(self._names) if any(it.nodes) else None
        ctypes.memset(self._classes, 0, len(self._classes))
        device.host_classes, device.host_classes_room = ctypes.addressof(self._classes), _CLASSES
        device.acc_unit, device.acc_range = AccUnit.G, it.acc_range_g
        device.gyro_unit, device.gyro_range = GyroUnit.DEG_S, it.gyro_range_deg_s
        device.rate_millihertz, device.boot, device.nodes = it.rate_mhz, boot, len(it.nodes)
        device.flags, device.channels = Flags.NODE_CLOCKS if it.node_clocks else 0, it.channels
        device.serial[:] = list(it.serial)
        self._settings = device
        self._library.rtstgcn_send_hello(self._device)

    def sample(self, node: int, time_us: int, values: Sequence[int]) -> None:
        """One node's six counts."""
        self._library.rtstgcn_send_sample(self._device, node, time_us, self._row(*values))
        self._library.rtstgcn_poll(self._device)

    def combined(self, time_us: int, values: Sequence[int]) -> None:
        """All nodes' counts."""
        self._library.rtstgcn_send_combined(self._device, time_us, self._rows(*values))
        self._library.rtstgcn_poll(self._device)

    def status(self, node: int, battery: int) -> None:
        """Report a node, or the device."""
        self._library.rtstgcn_send_status(self._device, node, battery)

    def receive(self, data: bytes) -> None:
        """Bytes from the host."""
        self._library.rtstgcn_receive(self._device, data, len(data))

    def _take(self, _: object, data: int, size: int) -> int:
        return size if self._board.write(ctypes.string_at(data, size)) else 0

    def _now(self, _: object, node: int) -> int:
        return self._board.clock_us(node)

    def _labelled(self, _: object, sent: ctypes._Pointer[_Label]) -> None:
        it = sent.contents
        label = Label(Kind(it.kind), it.number, it.label, it.confidence, it.skeleton, it.time)
        self._board.labelled(label, it.name.decode("utf-8", "replace"))
