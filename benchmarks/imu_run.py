"""Six body-worn sensors through a pseudo-terminal in real time, as a person runs them: latency, load, and the replay.

Three processes: `simulate imu` in place of the device, `record` on it, and, when the time is over, `run` on what was
recorded. What `simulate` and `record` say of themselves at the end is held against each other.

python -m benchmarks.imu_run [--seconds 600] [--clean] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.process_load import Load
from rtstgcn_edge.machine import machine_facts, machine_lines

CLI = [sys.executable, "-m", "rtstgcn_edge.cli.main"]
START_S = 60.0
"""The virtual sensor, and then the recording, must be there within this time."""
WARM_UP_S = 1.0
"""From then on not counted as load."""
TROUBLE = ["--loss", "0.01", "--corrupt", "0.001"]


def labels(path: Path) -> list[tuple[Any, ...]]:
    """What was said of each frame, without the times that it took."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [tuple(line[key] for key in ("frame", "label", "probability", "decided", "warm", "held")) for line in lines]


def measure(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    """One run and its replay; exits with a line where a process fails."""
    port, recording = folder / "imu", folder / "run.mcap"
    sensor = [*CLI, "simulate", "imu", "--link", str(port), "--rate", str(arguments.rate), "--jitter-ms", "5"]
    sensor += ["--skew-ppm", "100", "--clocks", "own", *([] if arguments.clean else TROUBLE)]
    record = [*CLI, "record", str(recording), "--source", f"imu:{port}", "--model", arguments.model]
    record += ["--sink", f"jsonl:{folder / 'live.jsonl'}", "--summary", str(folder / "summary.json")]
    with (folder / "sensor.txt").open("w") as said, subprocess.Popen(sensor, stdout=said, stderr=said) as device:
        try:
            if not wait_for(port, device):
                sys.exit("the virtual sensor did not start")
            load = recorded(record, recording, folder / "record.txt", arguments.seconds)
        finally:
            device.send_signal(signal.SIGINT)
    replay = [*CLI, "run", "--source", f"replay:{recording}?speed=max", "--model", arguments.model]
    subprocess.run([*replay, "--sink", f"jsonl:{folder / 'replay.jsonl'}"], check=True, stderr=subprocess.DEVNULL)
    live, again = labels(folder / "live.jsonl"), labels(folder / "replay.jsonl")
    return {
        "seconds": arguments.seconds,
        "rate_hz": arguments.rate,
        "clean": arguments.clean,
        "load": load.share,
        "resident_mib": load.resident_mib,
        "recorded_bytes": recording.stat().st_size,
        "labels": len(live),
        "replayed_alike": live == again,
        "summary": json.loads((folder / "summary.json").read_text()),
        "sensor": (folder / "sensor.txt").read_text(),
        "machine": machine_facts(),
    }


def recorded(command: list[str], recording: Path, told: Path, seconds: float) -> Load:
    """The load of a recording that is ended as a person ends it; exits with what it said where it failed."""
    with told.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as host:
        load = Load(host.pid)
        wait_for(recording, host)
        with suppress(subprocess.TimeoutExpired):
            host.wait(WARM_UP_S)
        if host.poll() is None:
            load.begin()
        end = time.monotonic() + seconds
        while host.poll() is None and time.monotonic() < end:
            time.sleep(1)
            load.look()
        host.send_signal(signal.SIGINT)
    if host.returncode:
        sys.exit(f"record ended with {host.returncode}:\n{told.read_text()}")
    return load


def wait_for(path: Path, process: subprocess.Popen[bytes]) -> bool:
    """Until a process has made a file; False where it does not."""
    end = time.monotonic() + START_S
    while not path.exists():
        if process.poll() is not None or time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def report(facts: dict[str, Any]) -> str:
    """The headline for people."""
    summary = facts["summary"]
    latency, samples, ticks = summary["latency_ms"], summary["samples"], summary["ticks"]
    lines = [f"six nodes at {facts['rate_hz']:g} Hz for {facts['seconds']:g} s, {facts['labels']} labels"]
    for stage, meaning in (("host", "arrived to emitted"), ("total", "sampled to emitted")):
        found = latency[stage]
        shown = ", ".join(f"{name} {found[name]:.2f}" for name in ("p50", "p95", "p99", "max"))
        lines.append(f"{stage:<10} {shown} ms   {meaning}")
    sums = [samples["received"] == sum(samples[part] for part in ("used", "late", "duplicate", "refused", "dropped"))]
    sums.append(ticks["ticks"] == ticks["labelled"] + ticks["held"] + ticks["reset"])
    lines.append(f"accounts   frames and ticks {'close' if all(sums) else 'DO NOT CLOSE'}")
    tenth, *_, last = facts["resident_mib"][len(facts["resident_mib"]) // 10 :]
    lines.append(f"load       {100 * facts['load']:.1f} % of a core; memory {tenth:.1f} MiB, {last:.1f} at the end")
    megabytes = facts["recorded_bytes"] / 1e6 / (facts["seconds"] / 3600)
    alike = "the same labels, bit for bit" if facts["replayed_alike"] else "OTHER LABELS"
    lines.append(f"recording  {megabytes:.0f} MB an hour; replayed: {alike}")
    return "\n".join([*lines, *summary["remarks"], machine_lines(facts["machine"])])


def main() -> int:
    parser = argparse.ArgumentParser(description="body-worn sensors in real time through a pseudo-terminal")
    add = parser.add_argument
    add("--seconds", type=float, default=600.0, help="(default 600)")
    add("--model", default="demo", help="(default: %(default)s)")
    add("--rate", type=float, default=100.0, help="samples a second of each node (default 100)")
    add("--clean", action="store_true", help="no loss and no damaged bytes; jitter and skew stay")
    add("--json", type=Path, metavar="FILE", help="write everything measured here too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        facts = measure(Path(folder), arguments)
    print(report(facts))
    if arguments.json:
        arguments.json.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
