"""The report as files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from rtstgcn_training.files import write_whole

from .result import Report

COLUMNS = (
    "name",
    "operation",
    "rows",
    "columns",
    "dtype",
    "exponent",
    "weight_exponents",
    "smallest",
    "largest",
    "saturated",
    "local_db",
    "constants_db",
    "accumulated_db",
    "logits_db",
    "share",
)
"""Of the CSV: all of a tensor but its histogram."""


def write(report: Report, folder: Path) -> list[Path]:
    """Write calibration.json, .csv and .png into a folder, made where it is missing; their paths.

    Raises:
        InputError: they cannot be written.
    """
    from .picture import picture

    paths = [folder / f"calibration.{suffix}" for suffix in ("json", "csv", "png")]
    text = json.dumps(report.as_dict(), indent=1, allow_nan=False) + "\n"
    picture(report, paths[2])  # the largest first: where it does not fit, nothing is written
    write_whole({paths[0]: text.encode(), paths[1]: _csv(report).encode()})
    return paths


def _csv(report: Report) -> str:
    """A line for each tensor; several exponents are parted by blanks, what there is not is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for tensor in report.tensors:
        cells = (getattr(tensor, column) for column in COLUMNS)
        writer.writerow([" ".join(map(str, cell)) if isinstance(cell, list | tuple) else cell for cell in cells])
    return out.getvalue()
