"""What a process weighs that has one model open: asked of a fresh process, which this module is when it is run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

STATUS = Path("/proc/self/status")
STEPS = 20


def process_memory(path: Path, skeletons: int) -> dict[str, int] | None:
    """`resident` and `peak` bytes of a process that has stepped the model; None where the system does not tell."""
    words = [sys.executable, "-m", "rtstgcn_edge.cli.benchmark.memory", str(path), str(skeletons)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    found: Any = json.loads(done.stdout) if done.returncode == 0 else None
    return found or None


def _own_memory() -> dict[str, int]:
    if not STATUS.exists():
        return {}
    rows = dict(line.split(":", 1) for line in STATUS.read_text(encoding="utf-8").splitlines())
    return {name: 1024 * int(rows[key].split()[0]) for name, key in (("resident", "VmRSS"), ("peak", "VmHWM"))}


def main(path: str, skeletons: str) -> None:
    """Open, step, tell."""
    from rtstgcn_edge.engine import Engine
    from rtstgcn_edge.model_file import open_model

    engine = Engine(open_model(Path(path)))
    for skeleton in range(int(skeletons)):
        engine.join(skeleton)
    still = np.zeros(engine.frame.shape[1:], np.float32)
    for _ in range(STEPS):
        engine.step(dict.fromkeys(engine.ids, still))
        engine.advance()
    print(json.dumps(_own_memory()))


if __name__ == "__main__":
    main(*sys.argv[1:])
