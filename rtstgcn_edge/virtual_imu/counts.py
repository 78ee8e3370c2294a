"""Readings as a sensor of limited range gives them: whole numbers of 16 bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rtstgcn_firmware.messages import ACC_SI, FULL_SCALE, GYRO_SI, AccUnit, GyroUnit

from rtstgcn_edge.recordings import FloatArray

ACC_RANGES_G = (2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 200.0)
GYRO_RANGES_DEG_S = (125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0)
"""Those that sensors can be set to."""


@dataclass(frozen=True)
class Measured:
    """Counts (L, V, 6) int16, of which `FULL_SCALE` stand for the range; `remarks` say where a range did not do."""

    counts: npt.NDArray[np.int16]
    acc_range_g: float
    gyro_range_deg_s: float
    remarks: tuple[str, ...] = ()

    @property
    def scales(self) -> npt.NDArray[np.float64]:
        """SI units of one count, of each of the six channels."""
        return _scales(self.acc_range_g, self.gyro_range_deg_s)

    def readings(self) -> FloatArray:
        """(L, V, 6) m/s^2 and rad/s, as whoever reads the counts has them."""
        readings: FloatArray = (self.counts * self.scales).astype(np.float32)
        return readings


def measure(readings: FloatArray, *, acc_range_g: float | None = None, gyro_range: float | None = None) -> Measured:
    """Readings (L, V, 6) in SI units in the ranges that are set, or in larger ones where they exceed them.

    Args:
        readings: m/s^2 and rad/s.
        acc_range_g: None: the smallest that holds them.
        gyro_range: deg/s, likewise.
    """
    remarks: list[str] = []
    acc_unit, gyro_unit = ACC_SI[AccUnit.G], GYRO_SI[GyroUnit.DEG_S]
    acc = _range("g", float(np.abs(readings[..., :3]).max()) / acc_unit, acc_range_g, ACC_RANGES_G, remarks)
    gyro = _range("deg/s", float(np.abs(readings[..., 3:]).max()) / gyro_unit, gyro_range, GYRO_RANGES_DEG_S, remarks)
    counts = np.rint(readings / _scales(acc, gyro))
    counts = np.clip(counts, -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
    return Measured(counts, acc, gyro, tuple(remarks))


def _range(unit: str, largest: float, wanted: float | None, ranges: tuple[float, ...], remarks: list[str]) -> float:
    enough = [one for one in ranges if one >= (wanted or 0) and largest <= one * (1 - 1 / FULL_SCALE)]
    chosen = enough[0] if enough else ranges[-1]
    if wanted is not None and chosen != wanted:
        remarks.append(f"the recording reaches {largest:.4g} {unit}: range {chosen:g} instead of {wanted:g} {unit}")
    if not enough:
        remarks.append(f"the recording reaches {largest:.4g} {unit}: cut off at {chosen:g} {unit}")
    return chosen


def _scales(acc_range_g: float, gyro_range_deg_s: float) -> npt.NDArray[np.float64]:
    acc = acc_range_g * ACC_SI[AccUnit.G] / FULL_SCALE
    gyro = gyro_range_deg_s * GYRO_SI[GyroUnit.DEG_S] / FULL_SCALE
    return np.array([acc] * 3 + [gyro] * 3)
