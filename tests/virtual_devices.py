"""Virtual sensors for the tests: small movements, devices played on an injected clock, hosts that listen."""

from __future__ import annotations

import numpy as np
from rtstgcn_firmware.codec import Decoder

from rtstgcn_edge.virtual_imu import Delivery, Measured, Movement, PythonFirmware, Settings, VirtualImu, measure

MS = 1_000_000
SECOND = 1_000_000_000


def movement_of(frames: int = 500, count: int = 3, rate_hz: float = 100.0, seed: int = 0, **said) -> Movement:
    """Noise on a sensor: about 10 m/s^2 and 3 rad/s."""
    draw = np.random.default_rng(seed).standard_normal((frames, count, 6))
    readings = (draw * np.array([4.0] * 3 + [1.0] * 3)).astype(np.float32)
    names = tuple(f"node_{node}" for node in range(count))
    return Movement("noise", readings, rate_hz, **({"nodes": names} | said))


def device_of(settings: Settings, movement: Movement | None = None, firmware=PythonFirmware, **told) -> VirtualImu:
    worn = movement or movement_of()
    return VirtualImu(worn, measured_of(worn), settings, firmware, **told)


def measured_of(movement: Movement) -> Measured:
    return measure(movement.readings)


def play(device: VirtualImu, seconds: float, step_ms: float = 10) -> list[Delivery]:
    """All that arrives until a time, taken in steps."""
    end, step = round(seconds * SECOND), round(step_ms * MS)
    taken = []
    for now in range(device.board.now_ns, end + 1, step):
        taken += device.take(now)
    return taken


def decoded(deliveries: list[Delivery]) -> list[tuple[int, object]]:
    """(arrival, message) of everything intact."""
    decoder = Decoder()
    return [(at, message) for at, data in deliveries for message in decoder.feed(data)]


def messages_of(deliveries: list[Delivery], kind: type) -> list:
    return [message for _, message in decoded(deliveries) if isinstance(message, kind)]
