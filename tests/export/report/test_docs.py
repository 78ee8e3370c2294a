"""What the guide lists is what there is."""

import re
from pathlib import Path
from typing import get_args

from rtstgcn_export.program import Operation
from rtstgcn_export.report.compare import TRACED_FRAMES
from rtstgcn_export.report.result import TensorReport
from rtstgcn_export.report.tally import BINS

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "fixed-point.md").read_text(encoding="utf-8")


def first_cells(heading):
    """Names in the first cells of the table under a heading."""
    chapter = re.split(r"^#+ ", GUIDE.split(f"# {heading}\n")[1], flags=re.MULTILINE)[0]
    rows = [line for line in chapter.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row.split(" | ")[0])]


def test_every_operation_is_stated():
    assert first_cells("The operations") == [operation.__name__ for operation in get_args(Operation)]


def test_every_column_of_the_report_is_explained():
    assert first_cells("The calibration report") == list(TensorReport.__dataclass_fields__)
    assert f"{TRACED_FRAMES} frames" in GUIDE and f"in {BINS} bins" in GUIDE
