"""Streams on the network, by name, type and source id; what is wrong where there is none, or more than one."""

from __future__ import annotations

from typing import Any

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.sources.streams import Stream

ANOTHER_S = 1.0
"""For a second stream that matches."""
LOOK_S = 1.0
"""For what else there is, where the stream is not found."""


def predicate(name: str, type_: str | None, source_id: str | None) -> str:
    """XPath of what a stream must say of itself."""
    wanted = {"name": name, "type": type_, "source_id": source_id}
    return " and ".join(f"{key}={_quoted(value)}" for key, value in wanted.items() if value)


def find_stream(library: Any, where: str, name: str, matching: str, timeout_s: float) -> Any:
    """The one stream that matches. Raises SourceError."""
    found = library.resolve_bypred(matching, minimum=1, timeout=timeout_s)
    if not found:
        others = library.resolve_streams(wait_time=LOOK_S)
        names = sorted({other.name() for other in others})
        there = (
            near_miss(name, names) or f"there are {', '.join(map(_shown, others))}" if others else "there is no stream"
        )
        raise SourceError(
            f"{where}: no such stream within {timeout_s:g} s; {there} (is it started, and in this network?)"
        )
    found = library.resolve_bypred(matching, minimum=2, timeout=ANOTHER_S) or found
    if len({one.uid() for one in found}) > 1:
        which = "; ".join(f"{_shown(one)} source_id={one.source_id() or 'none'}" for one in found)
        raise SourceError(f"{where}: {len(found)} such streams ({which}); say which, with source_id= or type=")
    if found[0].channel_format() == library.cf_string:
        raise SourceError(f"{where}: stream {_shown(found[0])} holds text; one of numbers is expected")
    return found[0]


def described(info: Any) -> Stream:
    """Labels and units of a stream's channels, empty where it does not say them."""
    count = info.channel_count()
    labels, units = info.get_channel_labels(), info.get_channel_units()
    return Stream(
        info.name(),
        [label or "" for label in labels] if labels and len(labels) == count else [""] * count,
        [unit or "" for unit in units] if units and len(units) == count else [""] * count,
    )


def _shown(info: Any) -> str:
    return f"{info.name()} ({info.type() or 'no type'}, {info.hostname()})"


def _quoted(text: str) -> str:
    """As XPath 1.0 takes it, which knows no escapes."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat('" + text.replace("'", "', \"'\", '") + "')"
