"""C tokens: identifiers, numbers, strings, comments."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import numpy as np
import numpy.typing as npt

from .kernels import taken_names

_C99 = """
auto break case char const continue default do double else enum extern float for goto if inline int long
register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while
"""
KEYWORDS = frozenset(_C99.split())
OURS = frozenset({"s", "frame", "logits"})
"""What `infer` is given."""

WIDTH = 116


class Names:
    """C identifiers for the names of values: as they are, unless something else has that name."""

    def __init__(self) -> None:
        self._made: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._made:
            made = re.sub(r"\W", "_", name, flags=re.ASCII)
            made = made if re.match(r"[A-Za-z]", made) else f"x{made}"
            used = set(self._made.values())
            while made in KEYWORDS | OURS | taken_names() or made in used:
                made += "_"
            self._made[name] = made
        return self._made[name]


def ctype(dtype: str) -> str:
    """The C type of an element."""
    return "float" if dtype == "float32" else f"{dtype}_t"


def float_literal(value: float | np.floating) -> str:
    """The shortest decimal that reads back as this very float32 or double."""
    digits = str(np.format_float_scientific(value, trim="0"))
    return f"{digits}f" if isinstance(value, np.float32) else digits


def power_literal(exponent: int) -> str:
    """2^exponent as a float."""
    return float_literal(np.ldexp(np.float32(1), exponent))


def characters(text: str) -> list[str]:
    """The UTF-8 bytes of a text as C character constants, the closing 0 included."""
    return [f"'{_escaped(byte)}'" for byte in text.encode()] + ["0"]


def string(text: str) -> str:
    """A C string literal."""
    return '"' + "".join(_escaped(byte) for byte in text.encode()) + '"'


def _escaped(byte: int) -> str:
    character = chr(byte)
    if character in "\\\"'?":  # ? for the sake of trigraphs
        return f"\\{character}"
    return character if 32 <= byte < 127 else f"\\{byte:03o}"


def comment(text: str) -> str:
    """A text that may stand in a C comment: printable, and neither its beginning nor its end."""
    flat = "".join(c if c.isprintable() and c != "\\" else " " for c in text)
    return flat.replace("*/", "* /").replace("/*", "/ *")


def paragraph(text: str) -> str:
    """Lines of a comment block, each with its star."""
    return "".join(f" * {line}\n" for line in textwrap.wrap(comment(text), WIDTH, break_on_hyphens=False))


def statement(text: str) -> str:
    """A statement, indented, in as many lines as it needs."""
    wrapper = textwrap.TextWrapper(WIDTH + 4, initial_indent=" " * 4, subsequent_indent=" " * 8)
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    return wrapper.fill(text)


def wrapped(tokens: list[str]) -> str:
    """Tokens with commas between, in lines."""
    lines, line = [], ""
    for token in tokens:
        if len(line) + len(token) + 2 > WIDTH:
            lines.append(line.rstrip())
            line = ""
        line += f"{token}, "
    lines.append(line.rstrip(", "))
    return "\n".join(f"    {line}" for line in lines)


def tokens(values: npt.NDArray[Any]) -> list[str]:
    """The elements of an array as C numbers."""
    flat = values.reshape(-1)
    if flat.dtype.kind == "f":
        return [float_literal(value) for value in flat]
    return [str(value) if value != -(2**31) else "(-2147483647 - 1)" for value in flat.tolist()]
