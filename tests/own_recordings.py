"""A folder of one's own recordings, small enough to check by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DESCRIPTION: dict[str, Any] = {
    "rate_hz": 10,
    "channels": ["acc_x", "gyro_y"],
    "units": ["m/s^2", "rad/s"],
    "nodes": ["left", "right"],
    "edges": [["left", "right"]],
    "center": "left",
    "classes": ["rest", "walk", "freeze"],
    "background": "rest",
    "subjects": {"one": "anna", "two": "ben"},
    "validate": ["ben"],
}
HEADER = "left_acc_x,left_gyro_y,right_acc_x,right_gyro_y"
LABELS = "start,end,label\n0.1,0.3,walk\n"


def write_own(raw: Path, *, labels: str = LABELS, table: str | None = None, **changes: Any) -> Path:
    """Recordings `one` and `two` of five frames of 10 t + column; None leaves a key of the description out."""
    for folder in ("recordings", "labels"):
        (raw / folder).mkdir(parents=True, exist_ok=True)
    rows = "\n".join(",".join(str(10 * t + column) for column in range(4)) for t in range(5))
    for name in ("one", "two"):
        (raw / "recordings" / f"{name}.csv").write_text(
            f"{HEADER}\n{rows}\n" if table is None else table, encoding="utf-8"
        )
        (raw / "labels" / f"{name}.csv").write_text(labels, encoding="utf-8")
    described = {key: value for key, value in (DESCRIPTION | changes).items() if value is not None}
    (raw / "dataset.json").write_text(json.dumps(described), encoding="utf-8")
    return raw
