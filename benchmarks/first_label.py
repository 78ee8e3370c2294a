"""Time from process start to the first label of a bare `rtstgcn-edge run`.

python -m benchmarks.first_label [--runs 7]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time


def first_label_s() -> float:
    """Seconds until the first label line is on standard output; the run is ended then."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "rtstgcn_edge.cli.main", "run"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        name, label = process.stdout.readline(), process.stdout.readline()
        seconds = time.perf_counter() - start
        process.kill()
    if not (name and label):
        sys.exit("the run ended before its first label")
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="time from process start to the first label of a bare run")
    parser.add_argument("--runs", type=int, default=7, help="runs, of which the median is told (default 7)")
    seconds = [first_label_s() for _ in range(max(parser.parse_args().runs, 1))]
    print(
        f"first label after {statistics.median(seconds):.2f} s (median of {len(seconds)}, slowest {max(seconds):.2f})"
    )


if __name__ == "__main__":
    main()
