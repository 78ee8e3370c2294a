"""What the view shows, as lines that fit the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

from rtstgcn_edge.cli.view.recent import RECENT_S, WARMING_UP, Person, Recent, Run, band
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sinks.base import RunFacts

COLOURS = (
    "#ffc942", "#5bb8f5", "#7fd66b", "#e58ab8", "#c9a6ff", "#f2915a", "#57d1c0", "#d8d85a",
    "#e87a7a", "#8fa8ff", "#b7e3a1", "#d9b38c", "#f7b6d2", "#9edae5", "#bfa15a", "#7fb0a0",
)  # fmt: skip
"""Of classes, over and over; a letter tells them apart too."""
BACKGROUND = "black on #9aa0a6"
HEAD = "bold"
FAINT = "dim"
SOON = "bold red"
LONGEST_BAND = 60
SHORTEST_BAND = 10
MOST_FACTS = 4
MOST_MESSAGES = 4
WIDE = 104
"""Columns from which latency and counters stand beside the people."""
WIDE_ROW = 50
"""Columns beside two labels from which the raw label of the moment stands beside the decided one."""
RIGHT = 48
SHORT = 18
"""Lines below which only the most important is shown."""
GAP = 3


def class_letters(names: Sequence[str]) -> list[str]:
    """A letter for each class: the first one of its name that is free, else any that is."""
    letters: list[str] = []
    for name in names:
        own = [c for c in name.lower() + name.upper() if c.isascii() and c.isalnum()]
        spare = map(chr, [*range(97, 123), *range(65, 91), *range(48, 58)])
        letters.append(next((c for c in [*own, *spare] if c not in letters), "?"))
    return letters


class Screen:
    """Lines of the view, for a terminal of any size."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._letters = class_letters(manifest.classes)
        self._styles = [f"black on {COLOURS[label % len(COLOURS)]}" for label in range(len(manifest.classes))]
        if manifest.background is not None:
            self._styles[manifest.background] = BACKGROUND
        self._label = max(len(name) for name in manifest.classes)

    def lines(
        self,
        width: int,
        height: int,
        recent: Recent,
        run: RunFacts | None,
        counters: Mapping[str, Any],
        messages: Sequence[str],
        running_s: float,
    ) -> list[Text]:
        """At most `height` lines of at most `width` columns."""
        head = list(self._head(width, recent, run, running_s))
        latencies = list(self._latencies(recent, run, counters))
        if height < SHORT:
            head, latencies = [head[0], head[2]], _in_short(recent)
        foot = [Text(line, "yellow") for line in messages[-MOST_MESSAGES:]]
        side = width >= WIDE
        facts = list(self._facts(RIGHT if side else width, counters.get("source_facts", {})))
        room = height - len(head) - len(foot) - bool(foot)
        if side:
            right = [*latencies, Text(), *self._counts(counters), Text(), *facts]
            body = _beside(list(self._people(width - RIGHT - GAP, room, recent)), right, width - RIGHT - GAP)
        else:
            numbers = [Text(), *latencies, Text(), *self._counts(counters), *facts[:MOST_FACTS]]
            body = [*self._people(width, max(room - len(numbers), room // 2), recent), *numbers]
        lines = [*head, *body[:room], *([Text()] if foot else []), *foot]
        for line in lines:
            line.no_wrap = True
            line.truncate(width, overflow="ellipsis")
        return lines[:height]

    def _head(self, width: int, recent: Recent, run: RunFacts | None, running_s: float) -> Iterator[Text]:
        m = self._manifest
        clock = f"{int(running_s) // 3600:d}:{int(running_s) // 60 % 60:02d}:{int(running_s) % 60:02d}"
        name = f"{m.name}  {len(m.classes)} classes at {m.rate_hz:g} Hz"
        title = Text().append(name[: max(width - len(clock) - 2, 8)], HEAD)
        title.append(" " * max(2, width - title.cell_len - len(clock)) + clock, FAINT)
        yield title
        yield Text(run.source if run else "", FAINT)
        yield Text(
            f"{recent.trial}  {recent.newest / m.rate_hz:.1f} s" if recent.ticks else "waiting for a frame", FAINT
        )
        yield Text()

    def _people(self, width: int, height: int, recent: Recent) -> Iterator[Text]:
        now = self._label + 8 if width >= 2 * self._label + WIDE_ROW else 0
        cells = min(LONGEST_BAND, width - self._label - now - 16)
        people = sorted(recent.people.items())
        if not people:
            yield Text("nobody is seen" if recent.ticks else "", FAINT)
            return
        rows = height - 1 - bool(recent.truth)
        shown = people if len(people) <= rows else people[: max(rows - 1, 1)]
        title = f"     {'decided':<{self._label + 8}}" + (f"{'now':<{now}}" if now else "")
        yield Text(title + (f"last {RECENT_S:g} s" if cells >= SHORTEST_BAND else ""), FAINT)
        for skeleton, person in shown:
            yield self._person(skeleton, person, recent, cells, now)
        if len(shown) < len(people):
            yield Text(f"and {len(people) - len(shown)} more", FAINT)
        if cells >= SHORTEST_BAND:
            if recent.truth:
                row = Text().append(f"{'':5}{'truth':<{self._label + 8 + now}}", FAINT)
                yield row.append_text(self._band(recent.truth, recent, cells))
            if len(people) < rows - 1:
                yield Text()
                yield from self._legend(width, recent)

    def _legend(self, width: int, recent: Recent) -> Iterator[Text]:
        """The letters of the labels that are in a band, as many in a line as fit."""
        bands = [recent.truth, *(person.labels for person in recent.people.values())]
        labels = {run[2] for runs in bands for run in runs}
        entries = [
            Text().append(self._letters[label], self._styles[label]).append(f" {self._manifest.classes[label]}", FAINT)
            for label in sorted(labels - {WARMING_UP})
        ]
        if WARMING_UP in labels:
            entries.append(Text("· warming up", FAINT))
        if any(map(recent.unseen, recent.people.values())):
            entries.append(Text("* not seen", SOON))
        line = Text()
        for entry in entries:
            if line and line.cell_len + 2 + entry.cell_len > width:
                yield line
                line = Text()
            line.append("  " if line else " " * 5).append_text(entry)
        yield line

    def _person(self, skeleton: int, person: Person, recent: Recent, cells: int, now: int) -> Text:
        row = Text().append(f"#{skeleton:<4}", HEAD)
        p = person.said
        if p is None:
            return row.append("...", FAINT)
        shown = p.label if p.decided is None else p.decided
        unseen = recent.unseen(person)
        row.append(f"{self._manifest.classes[shown]:<{self._label}}", FAINT if unseen or not p.warm else HEAD)
        row.append(f" {p.probabilities[shown]:5.2f}  ")
        if now:
            other = f"{self._manifest.classes[p.label]} {p.probabilities[p.label]:.2f}" if p.label != shown else ""
            row.append(f"{other:<{now}}", FAINT)
        if cells >= SHORTEST_BAND:
            row.append_text(self._band(person.labels, recent, cells))
        if unseen:
            row.append(" not seen" if cells < SHORTEST_BAND else " *", SOON)
        elif not p.warm:
            row.append(" warming up" if cells < SHORTEST_BAND else "", FAINT)
        return row

    def _band(self, runs: Sequence[Run], recent: Recent, cells: int) -> Text:
        text = Text()
        for label in band(runs, recent.newest, recent.frames, cells):
            if label is None:
                text.append(" ")
            elif label == WARMING_UP:
                text.append("·", FAINT)
            else:
                text.append(self._letters[label], self._styles[label])
        return text

    def _latencies(self, recent: Recent, run: RunFacts | None, counters: Mapping[str, Any]) -> Iterator[Text]:
        title = f"latency, last {RECENT_S:g} s (ms)"
        yield Text(f"{title:<24}{'p50':>8}{'p95':>8}{'max':>8}", FAINT)
        for stage, values in recent.latencies().items():
            line = Text(f"  {stage:<22}", HEAD if stage == "total" else "")
            yield line.append("".join(f"{value:8.2f}" for value in values))
        delay_ms = sum(run.inherent_delay_ms.values()) if run else 0
        if delay_ms:
            yield Text(f"  and inherent delay {delay_ms:.0f}")
        if run and run.deadline_ms is not None:
            missed = counters.get("deadline_misses", 0)
            yield Text(f"  deadline {run.deadline_ms:.1f}: missed {missed} times", SOON if missed else "")

    def _counts(self, counters: Mapping[str, Any]) -> Iterator[Text]:
        samples, ticks = counters.get("samples", {}), counters.get("ticks", {})
        if samples:
            odd = [f"{samples[k]} {k}" for k in ("late", "duplicate", "refused", "dropped") if samples[k]]
            odd += [f"none at {samples['lost']} ticks"] if samples["lost"] else []
            yield Text(f"frames {samples['received']}{': ' if odd else ''}{', '.join(odd)}")
            parts = [f"{ticks[k]} {k}" for k in ("labelled", "held", "reset")]
            yield Text(f"ticks  {ticks['ticks']}: {', '.join(parts)}")

    def _facts(self, width: int, facts: Mapping[str, Any]) -> Iterator[Text]:
        """What the source counted, `name value`, as many in a line as fit."""
        line = ""
        for name, value in _flat(facts):
            word = f"{name} {value}"
            if line and len(line) + len(word) + 3 > width:
                yield Text(line, FAINT)
                line = ""
            line += ("   " if line else "") + word
        if line:
            yield Text(line, FAINT)


def _in_short(recent: Recent) -> list[Text]:
    total = recent.latencies().get("total")
    if total is None:
        return []
    p50, p95, largest = (f"{ms:.{0 if ms >= 100 else 1 if ms >= 10 else 2}f}" for ms in total)
    return [Text(f"latency p50 {p50}  p95 {p95}  max {largest} ms")]


def _flat(facts: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Counts, words and truths of nested facts, those of the upper floors first; what was never counted is left out."""
    deeper = []
    for key, value in facts.items():
        name = f"{above} {key}".strip().replace("_", " ")
        if isinstance(value, Mapping):
            deeper.append((name, value))
        elif isinstance(value, bool):
            yield name, "yes" if value else "no"
        elif isinstance(value, (int, float, str)) and value:
            yield name, f"{value:.4g}" if isinstance(value, float) else str(value)
    for name, value in deeper:
        yield from _flat(value, name)


def _beside(left: Sequence[Text], right: Sequence[Text], width: int) -> list[Text]:
    lines = []
    for number in range(max(len(left), len(right))):
        line = Text().append_text(left[number]) if number < len(left) else Text()
        line.truncate(width, pad=True)
        line.append(" " * GAP)
        if number < len(right):
            line.append_text(right[number])
        lines.append(line)
    return lines
