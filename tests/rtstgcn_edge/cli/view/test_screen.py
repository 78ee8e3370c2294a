"""What a person reads, on a terminal of any size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import prediction, tiny_manifest

from rtstgcn_edge.cli.view.recent import Recent, glance
from rtstgcn_edge.cli.view.screen import Screen, class_letters
from rtstgcn_edge.frames import Body, Frame, Stamps, Tick
from rtstgcn_edge.sinks.base import RunFacts

RATE_HZ = 20.0
MS = 1_000_000
CLASSES = ["rest", "walk", "run", "jump"]
SAMPLES = dict.fromkeys(("received", "used", "late", "duplicate", "refused", "dropped", "lost"), 0)
COUNTERS = {
    "samples": SAMPLES | {"received": 77, "used": 74, "dropped": 3},
    "ticks": {"ticks": 80, "labelled": 70, "held": 6, "reset": 4},
    "deadline_misses": 5,
    "source_facts": {"camera_fps": 29.97, "pose": {"ms": {"p50": 12.345}}, "connected": True, "nodes": [1, 2]},
}
RUN = RunFacts("camera:0: 640 x 480", True, None, 50.0, {"model": 0.0, "decision": 140.0}, dict)
MANIFEST = tiny_manifest(name="demo", classes=CLASSES, rate_hz=RATE_HZ)


def recent(people=1, ticks=100, truth=None, **said):
    view = Recent(RATE_HZ)
    usual = {"warm": True, "decided": 1}
    for number in range(ticks):
        live = tuple(range(people))
        frame = Frame(number, 0, 0, [Body(np.zeros((3, 3), np.float32), one) for one in live], truth)
        predictions = [prediction(number, skeleton=one, **(usual | said)) for one in live]
        stamps = Stamps(0, MS, 3 * MS, 6 * MS, 10 * MS)
        view.take([glance(Tick("trial7", frame, stamps, live, 0, predictions))])
    return view


def lines(view, width=80, height=24, counters=COUNTERS, messages=(), run=RUN, seconds=3725.0):
    return [line.plain for line in Screen(MANIFEST).lines(width, height, view, run, counters, list(messages), seconds)]


def shown(*arguments, **said):
    return "\n".join(lines(*arguments, **said))


@pytest.mark.parametrize("width", [80, 120])
def test_everything_that_a_run_says_is_there(width):
    text = shown(recent(people=2), width=width)
    for part in (
        "demo  4 classes at 20 Hz", "1:02:05", "camera:0: 640 x 480", "trial7  5.0 s",
        "#0   walk  0.70", "#1   walk  0.70",
        "last 10 s", "p50     p95     max", "infer", "3.00    3.00    3.00", "total", "10.00   10.00   10.00",
        "and inherent delay 140", "deadline 50.0: missed 5 times", "frames 77: 3 dropped",
        "ticks  80: 70 labelled, 6 held, 4 reset", "camera fps 29.97", "connected yes", "pose ms p50 12.35",
    ):  # fmt: skip
        assert part in text, part
    assert "0 late" not in text and "nodes" not in text and "none at" not in text


def test_ticks_without_a_frame_are_no_lost_frames():
    """A film that is slower than the model leaves ticks out, and nothing is lost."""
    samples = COUNTERS["samples"] | {"lost": 52}
    assert "frames 77: 3 dropped, none at 52 ticks" in shown(recent(), counters=COUNTERS | {"samples": samples})


def test_latency_stands_beside_the_people_where_there_is_room():
    assert any("#0" in line and "transport" in line for line in lines(recent(), width=120))
    assert not any("#0" in line and "transport" in line for line in lines(recent(), width=100))


def test_the_band_tells_the_decided_labels_with_a_legend():
    row = next(line for line in lines(recent()) if line.startswith("#0"))
    assert row.rstrip().endswith("w" * 24) and "  w walk" in shown(recent())
    assert "rest" not in shown(recent()), "the legend has only what is in a band"


def test_a_raw_label_that_is_another_one_stands_beside_the_decided_one():
    row = next(line for line in lines(recent(decided=2)) if line.startswith("#0"))
    assert row.startswith("#0   run   0.10  walk 0.70")


def test_who_warms_up_and_who_is_not_seen_is_told():
    assert "· warming up" in shown(recent(decided=None, warm=False))
    view = recent()
    for number in range(100, 120):
        view.take([glance(Tick("trial7", Frame(number, 0, 0, []), Stamps(0, 0), (0,), 0, []))])
    assert "* not seen" in shown(view) and next(one for one in lines(view) if one.startswith("#0")).endswith("*")
    assert "not seen" not in shown(recent())


def test_the_truth_has_a_band_of_its_own_under_those_of_the_people():
    (row,) = (line for line in lines(recent(truth=3)) if "truth" in line)
    assert row.rstrip().endswith("j" * 24)
    assert "truth" not in shown(recent())


def test_of_more_people_than_there_is_room_for_the_others_are_counted():
    text = shown(recent(people=16), height=24)
    count = sum(line.startswith("#") for line in text.splitlines())
    assert 3 <= count < 16 and f"and {16 - count} more" in text
    assert "total" in text, "the latency keeps its place"


def test_before_the_first_frame_it_says_that_it_waits():
    assert "waiting for a frame" in shown(Recent(RATE_HZ), counters={})
    assert "waiting for a frame" in shown(Recent(RATE_HZ), counters={}, run=None)
    empty = Recent(RATE_HZ)
    empty.take([glance(Tick("t", Frame(0, 0, 0, []), Stamps(0, 0), (), 0, []))])
    assert "nobody is seen" in shown(empty)


def test_the_last_messages_stand_at_the_foot():
    said = [f"message {n}" for n in range(9)]
    assert lines(recent(), messages=said)[-4:] == said[-4:]


def test_a_short_terminal_has_the_most_important():
    text = shown(recent(), width=40, height=8)
    assert "#0   walk" in text and "transport" not in text
    assert "latency p50 10.0  p95 10.0  max 10.0 ms\n" in text, "figures have their names, and fit"


def test_what_was_never_counted_takes_no_room():
    facts = {"restarts": 0, "away_s": 0.0, "port": {"lost": 2, "stalls": 0}, "resampled": False}
    text = shown(recent(), counters=COUNTERS | {"source_facts": facts})
    assert "resampled no   port lost 2" in text
    assert not any(word in text for word in ("restarts", "away", "stalls"))


def test_a_legend_that_fits_is_not_cut_and_goes_on_in_the_next_line():
    view = recent(decided=None, warm=False, ticks=20)
    for number in range(20, 60):
        frame = Frame(number, 0, 0, [Body(np.zeros((3, 3), np.float32), 0)])
        said = prediction(number, warm=True, decided=1 + number // 40)
        view.take([glance(Tick("trial7", frame, Stamps(0, 0), (0,), 0, [said]))])
    legend = "     w walk  u run  · warming up"
    assert legend in lines(view, width=len(legend))
    narrow = lines(view, width=len(legend) - 1)
    assert "     w walk  u run" in narrow and "     · warming up" in narrow


@given(st.integers(1, 200), st.integers(1, 60), st.integers(0, 16), st.integers(0, 6))
def test_it_fits_any_terminal(width, height, people, messages):
    view = VIEWS.setdefault(people, recent(people=people, ticks=3, truth=1))
    screen = Screen(MANIFEST).lines(width, height, view, RUN, COUNTERS, ["a long message " * 9] * messages, 1.0)
    assert len(screen) <= height
    assert all(line.cell_len <= width for line in screen)


VIEWS = {}


def test_each_class_has_a_letter_of_its_own_from_its_name_if_it_can():
    assert class_letters(["walk", "wait", "run", "w"]) == ["w", "a", "r", "W"]
    assert class_letters(["µ", "?"]) == ["a", "b"]
    many = class_letters([f"class{n}" for n in range(60)])
    assert len(set(many)) == 60 and all(letter.isalnum() for letter in many)
    assert class_letters(["x"] * 70)[-1] == "?"
