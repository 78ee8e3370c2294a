from __future__ import annotations

import re
import subprocess
import sys

from real_recordings import ROOT


def test_the_first_label_comes_and_its_time_is_told():
    command = [sys.executable, "-m", "benchmarks.first_label", "--runs", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"first label after \d+\.\d\d s \(median of 1, slowest \d+\.\d\d\)\n", done.stdout)
