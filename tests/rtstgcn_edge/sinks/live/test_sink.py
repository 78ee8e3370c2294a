import importlib.util
import json
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections import deque

import pytest
from live_pages import Feeder, open_live, run_facts, tick, wait_until
from refusals import refusal
from runs import environment, program

from rtstgcn_edge.notices import Notices
from rtstgcn_edge.sinks import check_sink
from rtstgcn_edge.sinks.live.sink import MOST_TICKS, PERIOD_S


class Viewer:
    """Reads the stream of a sink; what came, by kind."""

    def __init__(self, url):
        self.came = []
        self._answer = urllib.request.urlopen(f"{url}events", timeout=60)
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self):
        kind = None
        for line in self._answer:
            word, _, rest = line.decode().rstrip("\n").partition(": ")
            if word == "event":
                kind = rest
            elif word == "data":
                self.came.append((kind, json.loads(rest)))
        self._answer.close()

    def of(self, kind):
        return [said for one, said in self.came if one == kind]

    def done(self):
        self._thread.join(60)
        assert not self._thread.is_alive()


def labels_told(viewer):
    """Frame -> raw label of person 0, from greeting and ticks."""
    runs = [run for said in viewer.of("hello") for run in said["labels"].get("0", [])]
    runs += [run for said in viewer.of("tick") for run in said["labels"].get("0", [])]
    return {frame: run[2] for run in runs for frame in range(run[0], run[1] + 1)}


def test_every_viewer_sees_every_label_and_the_end():
    sink = open_live()
    with Feeder(sink, lambda n: tick(n, (n // 5 % 4,))) as feeder:
        viewers = [Viewer(sink.url) for _ in range(8)]
        wait_until(lambda: feeder.fed >= 60)
    sink.close()
    for viewer in viewers:
        viewer.done()
        assert viewer.came[0][0] == "hello" and viewer.came[-1][0] == "end"
        assert labels_told(viewer) == {n: n // 5 % 4 for n in range(feeder.fed)}
    facts = sink.facts()
    assert (facts["viewers"], facts["most_viewers"], facts["missed_by_slow_viewers"], facts["ticks_not_shown"]) == (
        8,
        8,
        0,
        0,
    )
    assert sink.remarks() == []


def test_messages_are_rate_limited_however_fast_ticks_come():
    sink = open_live()
    viewer = Viewer(sink.url)
    wait_until(lambda: viewer.came)
    begun = time.monotonic()
    n = 0
    while n < 1000 or time.monotonic() - begun < 1 or len(viewer.of("tick")) < 5:
        sink.emit(tick(n))
        n += 1
    sink.close()
    viewer.done()
    assert len(viewer.of("tick")) <= 3 + (time.monotonic() - begun) / PERIOD_S


def test_a_loop_that_runs_as_fast_as_possible_is_not_waited_for_and_what_is_not_shown_is_counted():
    sink = open_live()
    ticks = [tick(n) for n in range(20 * MOST_TICKS)]
    for one in ticks:
        sink.emit(one)
    sink.close()
    assert 0 < sink.facts()["ticks_not_shown"] < len(ticks)


def test_a_tick_that_the_loop_gives_up_while_the_page_takes_them_stops_nothing():
    class GivenUp(deque):
        def __len__(self):
            return super().__len__() + 1  # one that is gone before it is taken

    sink = open_live()
    sink._ticks = GivenUp()
    viewer = Viewer(sink.url)
    sink.emit(tick(0))
    sink.close()
    viewer.done()
    assert sink.remarks() == [] and viewer.came[-1][0] == "end"


def test_emit_takes_less_than_a_tenth_of_a_millisecond_with_viewers():
    sink = open_live()
    viewers = [Viewer(sink.url) for _ in range(4)]
    ticks = [tick(n, (1, 2, 3)) for n in range(200)]
    took = []
    for one in ticks:
        begun = time.perf_counter()
        sink.emit(one)
        took.append(time.perf_counter() - begun)
        time.sleep(0.002)
    sink.close()
    for viewer in viewers:
        viewer.done()
    assert sorted(took)[len(took) // 2] < 100e-6


def test_what_the_run_says_of_itself_is_told_also_while_its_source_is_silent(capsys):
    sink = open_live()
    counted = {"received": 0}
    sink.follow_run(run_facts(counters=lambda: {"samples": dict(counted)}))
    assert capsys.readouterr().err == f"page    {sink.url}\n"
    viewer = Viewer(sink.url)
    wait_until(lambda: viewer.of("facts"))
    counted["received"] = 17
    wait_until(lambda: viewer.of("facts")[-1]["samples"]["received"] == 17)
    sink.close()
    viewer.done()
    assert viewer.of("tick") == []
    assert viewer.of("facts")[-1]["inherent_delay_ms"] == {"model": 0.0, "decision": 140.0}


def test_counters_that_change_while_they_are_read_are_read_again():
    asked = []

    def counters():
        asked.append(0)
        if len(asked) % 2:
            raise RuntimeError("dictionary changed size during iteration")
        return {"samples": {}}

    sink = open_live()
    sink.follow_run(run_facts(counters=counters))
    viewer = Viewer(sink.url)
    wait_until(lambda: len(asked) > 2)
    sink.close()
    viewer.done()
    assert sink.remarks() == [] and viewer.of("facts")


def test_what_is_said_of_a_device_is_told_also_to_who_comes_later(capsys):
    sink = open_live()
    sink.follow_run(run_facts())
    first = Viewer(sink.url)
    wait_until(lambda: first.came)
    Notices().say("gone", "the cable was pulled")
    wait_until(lambda: first.of("notice"))
    second = Viewer(sink.url)
    wait_until(lambda: second.came)
    sink.close()
    for viewer in (first, second):
        viewer.done()
    assert first.of("notice")[0]["text"] == second.of("hello")[0]["notices"][0]["text"] == "the cable was pulled"
    Notices().say("gone", "after the end")
    assert sink._unsaid == deque()


def test_a_page_that_fails_does_not_end_the_run_and_is_named():
    sink = open_live()
    broken = tick(0)
    broken.predictions[0].probabilities = None
    sink.emit(broken)
    wait_until(lambda: sink.remarks())
    sink.emit(tick(1))
    sink.close()
    (line,) = sink.remarks()
    assert "the page stopped" in line


def test_a_port_in_use_and_an_unknown_option_are_refused():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "in use" in refusal(open_live, f"live:{taken.getsockname()[1]}")
    assert "did you mean 'token'?" in refusal(check_sink, "live:8080?tokn=1")
    assert "y or -y or z or -z is expected" in refusal(check_sink, "live:8080?up=x")


def test_without_its_extra_the_line_says_what_to_install(monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "uvicorn" else find(name))
    assert "needs uvicorn" in refusal(check_sink, "live:8080") and "[live]" in refusal(check_sink, "live:8080")


def test_the_address_of_a_page_for_others_names_this_machine_and_the_token():
    sink = open_live("live:0.0.0.0:0?token=a%26b-c-d-e")
    assert sink.url.startswith(f"http://{socket.gethostname()}:") and sink.url.endswith("/?token=a%26b-c-d-e")
    sink.close()
    assert "a&b" not in json.dumps(sink.facts())


def test_a_run_shows_its_page_and_ends_it_at_ctrl_c(tmp_path):
    command = program("run", "--allow-slow", "--sink", "live:0", "--summary", str(tmp_path / "s.json"))
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment())
    url = next(line for line in process.stderr if line.startswith("page")).split()[1]
    viewer = Viewer(url)
    wait_until(lambda: len(viewer.of("tick")) > 10)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    viewer.done()
    assert process.returncode == 0
    (hello, *_), last = viewer.of("hello"), viewer.came[-1]
    assert (hello["model"]["name"], hello["model"]["view"], last[0]) == ("demo", "signals", "end")
    told = viewer.of("facts")[-1]
    summary = json.loads((tmp_path / "s.json").read_text())
    assert told["samples"] == summary["samples"] and told["ticks"] == summary["ticks"]
    assert summary["sinks"][0]["viewers"] == 1
    assert labels_told(viewer).keys() == set(range(summary["ticks"]["labelled"]))


@pytest.mark.parametrize("text", ["live:192.168.3.4:8080", "live:8080?token=short"])
def test_the_token_is_checked_before_anything_is_opened(text, monkeypatch):
    monkeypatch.delenv("RTSTGCN_LIVE_TOKEN", raising=False)
    assert "token" in refusal(check_sink, text)
