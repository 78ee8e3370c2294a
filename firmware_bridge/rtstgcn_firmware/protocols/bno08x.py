"""BNO080, BNO085, BNO086 in UART-RVC mode: acceleration at 100 Hz; it has no angular velocity.

    AA AA | index | yaw pitch roll | x y z acceleration | 3 reserved | sum      19 bytes; i16, little-endian
              u8      0.01 degrees         mg (1e-3 g)                         sum of all after AA AA, modulo 256

Source: Hillcrest Laboratories, BNO080 Datasheet 1000-3927 (October 2017), section 1.3.5.2. At its start the device
sends a few lines of text, which are passed over.
"""

from __future__ import annotations

from math import nan
from struct import Struct

from rtstgcn_firmware.messages import ACC_SI, AccUnit, Message, Reading
from rtstgcn_firmware.protocols.packets import Packets

SIZE = 19
SCALE = ACC_SI[AccUnit.MG]
_FIELDS = Struct("<B6x3h")


class Bno08x(Packets):
    """The one kind of packet that there is."""

    mark = b"\xaa\xaa"
    sequence_bits = 8
    default_rate_hz = 100.0

    def _length(self, data: bytes, at: int, in_step: bool) -> int | None:
        return SIZE if len(data) - at >= SIZE else None

    def _is_intact(self, packet: bytes) -> bool:
        return sum(packet[2:18]) & 0xFF == packet[18]

    def _understand(self, packet: bytes) -> list[Message | Reading]:
        self.counts.packets += 1
        index, x, y, z = _FIELDS.unpack_from(packet, 2)
        return [Reading(0, index, None, (x * SCALE, y * SCALE, z * SCALE, nan, nan, nan))]
