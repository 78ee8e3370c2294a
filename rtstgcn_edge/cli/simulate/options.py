"""Values of the options of `simulate imu`: text to numbers, or one line that says what is expected."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeVar

from rtstgcn_edge.uri import number, whole
from rtstgcn_edge.virtual_imu import Battery, Burst, Jump, Movement, Spell

Value = TypeVar("Value")


def checked(parse: Callable[[str], Value]) -> Callable[[str], Value]:
    """A parser of values whose ValueError argparse shows as it is."""

    def checked_parse(text: str) -> Value:
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"{text}: {error}") from None

    return checked_parse


def between(low: float, high: float) -> Callable[[str], float]:
    """A parser of numbers."""
    return checked(number(low, high))


share = between(0, 1)
seconds = between(0.1, 1e6)
milliseconds = between(0, 60_000)
rate = between(1, 2000)
skew = between(-100_000, 100_000)
seed = checked(whole(0))
baud = checked(whole(50))


def _parts(text: str, mark: str, form: str) -> tuple[str, str]:
    one, found, other = text.partition(mark)
    if not (one and found and other):
        raise ValueError(f"{form} is expected")
    return one, other


@checked
def burst(text: str) -> Burst:
    """`P:MS`."""
    probability, ms = _parts(text, ":", "P:MS, as in 0.01:100,")
    return Burst(number(0, 1)(probability), number(0, 60_000)(ms))


@checked
def jump(text: str) -> Jump:
    """`MS@S`."""
    ms, at_s = _parts(text, "@", "MS@S, as in --jump=-500@30,")
    return Jump(number(-1e9, 1e9)(ms), number(0)(at_s))


@checked
def battery(text: str) -> Battery:
    """`P` or `P:S`."""
    percent, colon, lasts_s = text.partition(":")
    if not colon:
        return Battery(number(1, 100)(percent))
    return Battery(number(1, 100)(percent), number(1)(lasts_s))


def spell(text: str, movement: Movement) -> Spell:
    """`NODE@S` or `NODE@S-T`. Raises InputError for a node that is not there, ValueError for anything else."""
    node, times = _parts(text, "@", "NODE@S, as in shin_r@10 or shin_r@10-20,")
    begin, dash, end = times.partition("-")
    begin_s = number(0)(begin)
    return Spell(movement.node(node), begin_s, number(begin_s)(end)) if dash else Spell(movement.node(node), begin_s)
