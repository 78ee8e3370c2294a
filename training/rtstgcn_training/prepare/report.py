"""What a reader of the recordings should know: files left out, and oddities that were kept as published."""

from __future__ import annotations

SHOWN = 3
"""Names that stand as examples in one line."""


class Report:
    """Counts; nothing is left out or noticed without a line here."""

    def __init__(self) -> None:
        self._skipped: dict[str, list[str]] = {}
        self._notes: dict[str, list[str]] = {}
        self._shares: dict[str, dict[str, list[int]]] = {}

    def skip(self, name: str, reason: str) -> None:
        """A file or a stretch of one that is left out."""
        self._skipped.setdefault(reason, []).append(name)

    def note(self, name: str, what: str) -> None:
        """Something odd in `name` that was kept."""
        self._notes.setdefault(what, []).append(name)

    def share(self, what: str, item: str, part: int, whole: int) -> None:
        """`part` of `whole` samples of `item` are so; adds up over files."""
        counts = self._shares.setdefault(what, {}).setdefault(item, [0, 0])
        counts[0] += part
        counts[1] += whole

    def lines(self) -> list[str]:
        """One line for each kind of thing."""
        lines = [f"skipped {len(names)}, {reason}: {_shown(names)}" for reason, names in self._skipped.items()]
        lines += [f"{len(names)} x {what}: {_shown(names)}" for what, names in self._notes.items()]
        lines += [f"{what}: {shown}" for what, counts in self._shares.items() if (shown := _largest(counts))]
        return lines


def _largest(counts: dict[str, list[int]]) -> str:
    """The items with the largest shares; empty where there are none."""
    shares = sorted(((part / whole, item) for item, (part, whole) in counts.items() if part), reverse=True)
    shown = [f"{item} {share:.2%}" for share, item in shares[:SHOWN]]
    return ", ".join(shown) + (f", {len(shares) - SHOWN} more with less" if len(shares) > SHOWN else "")


def _shown(names: list[str]) -> str:
    first = list(dict.fromkeys(names))
    return ", ".join(first[:SHOWN]) + (", ..." if len(first) > SHOWN else "")
