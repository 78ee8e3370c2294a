"""What goes on for ever is ended in good order, also by a terminal that goes away."""

import fcntl
import json
import os
import pty
import signal
import subprocess
import sys
import termios

import pytest

from rtstgcn_edge.cli.stopping import stopped_by_signals

ALL = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.mark.parametrize("number", ALL)
def test_each_signal_stops_what_is_inside_and_only_there(number):
    former = [signal.getsignal(one) for one in ALL]
    stopped = []
    try:
        with stopped_by_signals(lambda: stopped.append(1)):
            os.kill(os.getpid(), number)
            assert stopped == [1]
        assert [signal.getsignal(one) for one in ALL if one != signal.SIGHUP] == former[:2]
        if number == signal.SIGHUP:
            os.kill(os.getpid(), number)  # once more, as shell and system both send it
        else:
            assert signal.getsignal(signal.SIGHUP) == former[2]
        assert stopped == [1]
    finally:
        signal.signal(signal.SIGHUP, former[2])


def test_nohup_keeps_its_meaning():
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopped_by_signals(lambda: pytest.fail("stopped")):
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, former)


@pytest.mark.parametrize("told", [True, False])
def test_a_run_whose_terminal_goes_away_ends_with_its_summary(tmp_path, told):
    """As over ssh: what is written to files is whole, though nobody can be told any more.

    The shell is told first, and tells the run of it later, or never.
    """
    labels, facts = tmp_path / "labels.csv", tmp_path / "summary.json"
    words = ["run", "--source", "sim:gait", "--sink", "text:-", "--sink", f"csv:{labels}", "--summary", str(facts)]
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "rtstgcn_edge.cli.main", *words]
    shell = "import signal, subprocess, sys; signal.signal(1, lambda *_: None); sys.exit(subprocess.call(sys.argv[1:]))"
    process = subprocess.Popen(
        command if told else [sys.executable, "-c", shell, *command],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(slave)
    said = b""
    while b"standing" not in said:
        said += os.read(master, 4096)
    os.close(master)  # the system tells the process
    assert process.wait(60) == 0
    count = json.loads(facts.read_text())["ticks"]["labelled"]
    assert len(labels.read_text().splitlines()) == count + 1 > 1
