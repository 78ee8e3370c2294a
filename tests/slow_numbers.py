"""IEEE arithmetic by fractions: every result exact first, then rounded once, half to even. No NumPy."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt


def rounded(x: Fraction | int | float, bits: int) -> Fraction:
    """The nearest number of so many significant bits (no limit on its exponent)."""
    x = Fraction(x)
    if not x:
        return x
    top = abs(x.numerator).bit_length() - x.denominator.bit_length()
    if abs(x) < Fraction(2) ** top:
        top -= 1
    unit = Fraction(2) ** (top - bits + 1)
    return round(x / unit) * unit


def f32(x: Fraction | int | float) -> Fraction:
    return rounded(x, 24)


def f64(x: Fraction | int | float) -> Fraction:
    return rounded(x, 53)


def root(x: Fraction | int) -> Fraction:
    """The square root to 100 bits and more, and one bit that says whether it goes on: enough to round it once."""
    x = Fraction(x)
    shift = max(100 - x.numerator.bit_length() + x.denominator.bit_length(), 0)
    scaled = x * 4**shift
    whole = isqrt(scaled.numerator // scaled.denominator)
    return Fraction(2 * whole + (whole * whole != scaled), 2 ** (shift + 1))


def q(x: Fraction | int | float, low: int, high: int) -> int:
    """Round half to even, saturate."""
    return min(max(round(Fraction(x)), low), high)
