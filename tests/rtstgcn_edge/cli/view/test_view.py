"""`run --view` on a pseudo-terminal."""

import fcntl
import io
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import threading
import time

from refusals import refusal
from runs import environment, finished, prediction, program, tick_of, tiny_manifest

from rtstgcn_edge.cli.view import View, check_view
from rtstgcn_edge.sinks.base import RunFacts

OWN_SCREEN, OLD_SCREEN = "\x1b[?1049h", "\x1b[?1049l"


class Screened:
    """The program on a terminal of 24 x 100; standard output is the terminal too unless said."""

    def __init__(self, *words, stdout=None):
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
        self.process = subprocess.Popen(
            program(*words), stdin=slave, stdout=stdout or slave, stderr=slave,
            env=environment(TERM="xterm-256color"),
        )  # fmt: skip
        os.close(slave)
        self.text = ""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        data = b""
        try:
            while more := os.read(self._master, 65536):
                data += more
                self.text = data.decode(errors="replace")
        except OSError:  # nobody writes to it any more
            pass

    def wait_for(self, words, seconds=120):
        until = time.monotonic() + seconds
        while words not in self.text:
            assert time.monotonic() < until, self.text[-3000:]
            time.sleep(0.02)

    def end(self):
        code = self.process.wait(120)
        self._reader.join()
        os.close(self._master)
        return code


def test_a_run_is_shown_while_it_goes_and_its_summary_when_it_was_stopped():
    run = Screened("run", "--view", "--allow-slow")
    run.wait_for("decided")
    run.wait_for("total")
    run.process.send_signal(signal.SIGTERM)
    assert run.end() == 0
    before, own, after = run.text.partition(OWN_SCREEN)
    view, old, summary = after.partition(OLD_SCREEN)
    assert own and old and "model   demo" in before
    assert "#0" in view and "standing" in view and "deadline 20.0" in view
    assert "latency (ms)" in summary and "latency (ms)" not in view
    assert "synthetic-gait-0\r\n" not in run.text, "no labels scroll through the view"


def test_labels_still_go_to_a_file_that_standard_output_is(tmp_path):
    with (tmp_path / "labels.txt").open("wb") as file:
        run = Screened("run", "--view", "--source", "sim:gait?speed=max", stdout=file)
        assert run.end() == 0
    assert (tmp_path / "labels.txt").read_text().startswith("synthetic-gait-0\n")
    assert OWN_SCREEN in run.text


def test_a_sink_on_the_terminal_of_the_view_is_refused(tmp_path):
    run = Screened("run", "--view", "--sink", "jsonl:-")
    assert run.end() == 2
    assert "--sink jsonl:-: --view has this terminal" in run.text and OWN_SCREEN not in run.text


def test_the_terminal_comes_back_where_a_run_fails():
    run = Screened("run", "--view", "--source", "sim:gait?speed=max", "--sink", "text:/dev/full")
    assert run.end() == 2
    assert run.text.index(OWN_SCREEN) < run.text.index(OLD_SCREEN) < run.text.index("No space left on device")


def test_the_labels_are_those_of_a_run_without_it(tmp_path):
    words = ["run", "--source", "sim:gait?speed=max", "--summary", str(tmp_path / "summary.json"), "--sink"]
    assert finished(*words, f"csv:{tmp_path / 'plain.csv'}").returncode == 0
    run = Screened(*words, f"csv:{tmp_path / 'viewed.csv'}", "--view")
    assert run.end() == 0
    plain, viewed = (
        [line.split(",")[:10] for line in (tmp_path / name).read_text().splitlines()]
        for name in ("plain.csv", "viewed.csv")
    )
    assert plain == viewed and len(plain) == 1011
    assert json.loads((tmp_path / "summary.json").read_text())["ticks"]["ticks"] == 1010


def test_without_a_terminal_it_is_refused():
    run = finished("run", "--view")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        "rtstgcn-edge: --view: standard error is not a terminal; leave --view out, or do not redirect it\n"
    )


class Screen(io.StringIO):
    def isatty(self):
        return True


def screened(monkeypatch):
    """A terminal in the place of standard error, from now on: between fixture and test, pytest puts in its own."""
    monkeypatch.setenv("TERM", "xterm-256color")
    file = Screen()
    monkeypatch.setattr(sys, "stderr", file)
    return file


def test_a_terminal_that_cannot_move_its_cursor_is_refused(monkeypatch):
    screened(monkeypatch)
    check_view()
    monkeypatch.setenv("TERM", "dumb")
    assert "TERM=dumb" in refusal(check_view)


def test_without_its_library_it_is_refused_with_what_to_install(monkeypatch):
    screened(monkeypatch)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert refusal(check_view).endswith("needs rich: in the checkout, pip install -c constraints.txt '.[view]'")


def test_what_is_said_meanwhile_is_shown_and_printed_again_at_the_end(monkeypatch):
    screen = screened(monkeypatch)
    view = View(tiny_manifest())
    view.follow_run(RunFacts("source", True, None, None, {"model": 0.0, "decision": 0.0}, dict))
    view.start()
    print("imu: cable pulled", file=sys.stderr)
    view.emit(tick_of([prediction()]))
    until = time.monotonic() + 60
    while "cable pulled" not in screen.getvalue() and time.monotonic() < until:
        time.sleep(0.02)
    view.close()
    view.close()
    shown, _, after = screen.getvalue().partition(OLD_SCREEN)
    assert "cable pulled" in shown and after == "imu: cable pulled\n"
    assert sys.stderr is screen


def test_a_source_whose_counters_cannot_be_read_just_now_is_asked_again(monkeypatch):
    screen = screened(monkeypatch)
    asked = []

    def counters():
        asked.append(1)
        raise RuntimeError("dictionary changed size during iteration")

    view = View(tiny_manifest())
    view.follow_run(RunFacts("a source", True, None, None, {"model": 0.0, "decision": 0.0}, counters))
    view.start()
    until = time.monotonic() + 60
    while "a source" not in screen.getvalue() and time.monotonic() < until:
        time.sleep(0.02)
    view.close()
    assert asked and "a source" in screen.getvalue()


def test_a_terminal_that_goes_away_ends_the_view_and_not_the_run(monkeypatch):
    screen = screened(monkeypatch)

    def gone(text):
        raise OSError(5, "Input/output error")

    view = View(tiny_manifest())
    monkeypatch.setattr(screen, "write", gone)
    view.start()
    view._thread.join(60)
    assert not view._thread.is_alive()
    view.emit(tick_of([prediction()]))
    monkeypatch.setattr(screen, "write", lambda text: len(text))
    view.close()
    assert sys.stderr is screen


def test_a_view_that_was_never_started_closes():
    View(tiny_manifest()).close()
