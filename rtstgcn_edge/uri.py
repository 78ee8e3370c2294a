"""Sources and sinks are named `scheme:target?key=value&key=value`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss

NETWORK = ("rtsp", "rtsps", "http", "https")
"""Schemes of the addresses of network cameras."""
FILMS = (".mp4", ".avi", ".mkv", ".mov", ".webm", ".m4v", ".mpg", ".mpeg")


@dataclass(frozen=True)
class Uri:
    """A parsed name; `text` is what the person wrote."""

    text: str
    scheme: str
    target: str
    values: Mapping[str, str]

    def options(self, parsers: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
        """The options, each through its parser. Raises InputError for an unknown key or a value that does not parse."""
        parsed = {}
        for key, value in self.values.items():
            if key not in parsers:
                hint = near_miss(key, parsers) or f"known: {', '.join(parsers) or 'none'}"
                raise InputError(f"{self.text}: unknown option '{key}'; {hint}")
            try:
                parsed[key] = parsers[key](value)
            except ValueError as error:
                raise InputError(f"{self.text}: {key}={value}: {error}") from None
        return parsed


_SECRETS = re.compile(r"(?<=//)[^/\s\"]+(?=@)|(?<=[?&]token=)[^&\s\"]+?(?=:?(?:[&\s\"]|$))")
"""A colon that ends a word is ours: `live:8080?token=abc: is refused`."""


def without_secrets(text: str) -> str:
    """A source's or sink's name, or a text with some, fit to be shown and stored: no password, no token."""
    return _SECRETS.sub("***", text)


def parse_uri(text: str, schemes: Iterable[str]) -> Uri:
    """Parse `text`; its scheme must be one of `schemes`. Raises InputError."""
    scheme, colon, rest = text.partition(":")
    known = list(schemes)
    if not colon or scheme not in known:
        hint = (near_miss(scheme, known) if colon else "") or f"known: {', '.join(f'{s}:' for s in known)}"
        what = f"unknown scheme '{scheme}:'" if colon else "no scheme"
        if not colon or (scheme in NETWORK and "camera" in known):
            what += f" (as in '{_likely(text, known)}:{text}')"
        raise InputError(f"{text or repr(text)}: {what}; {hint}")
    target, _, query = rest.partition("?")
    pairs = parse_qsl(query.replace("+", "%2B"), keep_blank_values=True)  # a plus is a plus, as in names of files
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise InputError(f"{text}: option '{key}' is given twice")
    return Uri(text, scheme, target, dict(pairs))


def _likely(text: str, schemes: list[str]) -> str:
    """The scheme that is probably meant by a bare target."""
    likely = ""
    if text.startswith("/dev/video") or text.partition("://")[0] in NETWORK or text.isdecimal():
        likely = "camera"
    elif text.startswith("/dev/"):
        likely = "imu"
    elif text.partition("?")[0].lower().endswith(FILMS):
        likely = "video"
    return likely if likely in schemes else schemes[0]


def number(low: float, high: float = float("inf")) -> Callable[[str], float]:
    """Parser of a finite number in [low, high]."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not math.isfinite(value) or not low <= value <= high:
            bounds = f"from {low:g} to {high:g}" if high < float("inf") else f"of at least {low:g}"
            raise ValueError(f"a number {bounds} is expected")
        return value

    return parse


def whole(low: int) -> Callable[[str], int]:
    """Parser of a whole number of at least `low`."""

    def parse(text: str) -> int:
        if not text.isdecimal() or int(text) < low:
            raise ValueError(f"a whole number of at least {low} is expected")
        return int(text)

    return parse


def choice(*words: str) -> Callable[[str], str]:
    """Parser of one of these words."""

    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(near_miss(text, words) or f"{' or '.join(words)} is expected")
        return text

    return parse


def speed(text: str) -> float | None:
    """Parser of a replay speed: a factor of real time, or `max` (None) for as fast as possible."""
    if text == "max":
        return None
    try:
        return number(0.001)(text)
    except ValueError:
        raise ValueError("a factor of real time (1 is real time) or 'max' is expected") from None
