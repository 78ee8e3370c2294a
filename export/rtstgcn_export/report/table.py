"""The report as a table in plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from .result import Report, TensorReport

WORST = 3
"""Operations that are marked as those that cost the logits most."""

MUCH = 0.01
"""Saturated share from which on a tensor is marked."""

HEAD = (
    "",
    "tensor",
    "type",
    "exp",
    "weights",
    "least",
    "most",
    "saturated",
    "local",
    "const",
    "so far",
    "logits",
    "share",
)
LEFT = 3
"""Columns that are aligned at the left."""

SPARED = ("weights", "least", "most", "const", "saturated", "local", "type")
"""Columns that a narrow terminal does without, in this order."""

TEXT = 110
"""Characters of a line of text."""


def table(report: Report, width: int | None = None) -> str:
    """Aligned columns, one line a tensor; what is exact has no numbers of its own.

    Args:
        report: to show.
        width: characters of a line, for which columns are left out; None for all columns.
    """
    worst = worst_of(report)
    rows = [HEAD, *(_row(tensor, worst) for tensor in report.tensors)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    taken, spared = list(range(len(HEAD))), list(SPARED)
    while width is not None and spared and sum(widths[k] + 2 for k in taken) - 2 > width:
        taken.remove(HEAD.index(spared.pop(0)))
    lines, before = [_aligned(rows[0], widths, taken)], ""
    for row, tensor in zip(rows[1:], report.tensors, strict=True):
        if (here := group(tensor)) != before:
            lines.append("")
        lines.append(_aligned(row, widths, taken))
        before = here
    left_out = [HEAD[k] for k in range(len(HEAD)) if k not in taken]
    texts = ([*_above(report)], _below(report, worst, left_out))
    above, below = ([line for text in part for line in _wrapped(text, width)] for part in texts)
    return "\n".join([*above, "", *lines, "", *below])


def _wrapped(text: str, width: int | None) -> list[str]:
    return textwrap.wrap(text, min(TEXT, width or TEXT), break_long_words=False, break_on_hyphens=False)


def group(tensor: TensorReport) -> str:
    """The layer that a tensor belongs to, "input" before the first, "logits" after the last."""
    layer = re.match(r"layer\d+(?=_|$)", tensor.name)
    return layer[0] if layer else "logits" if tensor.name == "logits" else "input"


def worst_of(report: Report) -> list[TensorReport]:
    """What costs the logits most, the worst first."""
    costly = sorted((t for t in report.tensors if t.share), key=lambda t: t.share or 0.0, reverse=True)
    return costly[:WORST]


def _row(tensor: TensorReport, worst: Sequence[TensorReport]) -> tuple[str, ...]:
    saturated = tensor.saturated
    return (
        ("*" if tensor in worst else " ") + ("!" if saturated is not None and saturated >= MUCH else " "),
        tensor.name,
        tensor.dtype,
        "" if tensor.dtype == "float32" else span(tensor.exponent),
        span(tensor.weight_exponents),
        f"{tensor.smallest:.3g}",
        f"{tensor.largest:.3g}",
        "" if saturated is None else percent(saturated),
        _db(tensor.local_db),
        _db(tensor.constants_db),
        _db(tensor.accumulated_db),
        _db(tensor.logits_db),
        "" if tensor.share is None else percent(tensor.share, 1),
    )


def _aligned(row: Sequence[str], widths: Sequence[int], taken: Sequence[int]) -> str:
    cells = [row[k].ljust(widths[k]) if k < LEFT else row[k].rjust(widths[k]) for k in taken]
    return "  ".join(cells).rstrip()


def span(exponents: int | Sequence[int] | None) -> str:
    """One exponent, or the smallest and the largest of several."""
    if exponents is None:
        return ""
    several = [exponents] if isinstance(exponents, int) else exponents
    return f"{min(several)}..{max(several)}" if min(several) < max(several) else str(several[0])


def _db(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def percent(share: float, decimals: int = 2) -> str:
    """Such as 0.02 %; what is above 0 never reads as 0."""
    least = 10.0**-decimals
    if share == 0:
        return "0 %"
    if 100 * share < least / 2:
        return f"<{least:g} %"
    return f"{100 * share:.{decimals}f} %"


def _above(report: Report) -> list[str]:
    return [
        f"8 bits against float32 over {report.frames:,} frames of {report.recordings} recordings: "
        f"{percent(report.agreement)} of the labels agree, logits within {percent(report.logits_error)} of the largest",
    ]


def _below(report: Report, worst: Sequence[TensorReport], left_out: Sequence[str]) -> list[str]:
    meanings = {
        "local": "this tensor rounded, nothing else.",
        "const": "the weights of its operation rounded.",
        "so far": "all up to here.",
        "logits": f"at the logits, with this operation alone in 8 bits, over {report.traced_frames:,} frames.",
        "share": "of the sum of these errors.",
    }
    said = " ".join(f"{name}: {meaning}" for name, meaning in meanings.items() if name not in left_out)
    lines = [f"dB: signal over error, 20 more are a tenth of the error. {said}"]
    if left_out:
        lines.append(f"too wide for this terminal, but in calibration.csv: {', '.join(left_out)}")
    if worst:
        named = ", ".join(f"{tensor.name} ({percent(tensor.share or 0.0, 0)})" for tensor in worst)
        lines.append(f"* the error of the logits enters mostly at {named}")
    many = [tensor for tensor in report.tensors if (tensor.saturated or 0.0) >= MUCH]
    if many:
        named = ", ".join(f"{tensor.name} ({percent(tensor.saturated or 0.0, 0)})" for tensor in many)
        lines.append(f"! saturates often: {named}")
    least = sorted((c for c in report.classes if c.agreement is not None), key=lambda c: c.agreement or 0.0)[:WORST]
    lines.append(
        "labels that agree least: "
        + ", ".join(f"{one.name} {percent(one.agreement or 0.0)} of {one.frames:,}" for one in least)
    )
    return lines
