"""A film of a run: a picture for each tick, and a run that does not wait where it must not."""

import signal
import subprocess
import threading
import time

import numpy as np
import pytest
from cameras import KINECT, camera_manifest
from cameras import number_of as pictured
from cameras import picture as image_of
from refusals import refusal
from runs import environment, program, tiny_manifest, tiny_model, write_model

from rtstgcn_edge.errors import SinkError
from rtstgcn_edge.frames import Body, Frame, Stamps, Tick
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.sinks import check_sink, open_sink
from rtstgcn_edge.sinks.base import RunFacts
from rtstgcn_edge.sinks.video.scene import Scene
from rtstgcn_edge.sinks.video.sink import LONGEST_STILL_S, MOST_WAITING

cv2 = opencv("tests")
RATE_HZ = 20.0
JOINTS = np.random.default_rng(0).uniform(-1, 1, (3, 20)).astype(np.float32)


def film(path, live=False, query=""):
    sink = open_sink(check_sink(f"video:{path}{query}"), camera_manifest(RATE_HZ))
    sink.follow_run(RunFacts("source", live, None, None, {"model": 0.0, "decision": 0.0}, dict))
    return sink


def tick(number, trial="walk", seen=True):
    frame = Frame(number, 0, 0, [Body(JOINTS)] if seen else [], image=image_of(max(number, 0)) if seen else None)
    return Tick(trial, frame, Stamps(0, 0), (0,))


def numbers(path):
    """The numbers that the pictures say, in the part that nothing is drawn over."""
    clip, said = cv2.VideoCapture(str(path)), []
    while True:
        there, picture = clip.read()
        if not there:
            return said
        height, width = picture.shape[:2]
        said.append(pictured(cv2.resize(picture[height // 3 : 2 * height // 3], (64, 48))) if width else -1)


def write(sink, ticks):
    for one in ticks:
        sink.emit(one)
    sink.close()
    return sink.facts()


def test_a_recorded_source_waits_and_every_tick_is_in_the_film(tmp_path):
    facts = write(film(tmp_path / "x.mp4"), map(tick, range(100)))
    assert numbers(tmp_path / "x.mp4") == list(range(100))
    assert facts | {"bytes": 0} == {
        "sink": f"video:{tmp_path / 'x.mp4'}", "pictures": 100, "size": [640, 480], "seconds": 5.0, "bytes": 0,
        "left_out": 0, "stills": 0, "cut": 0}  # fmt: skip
    assert facts["bytes"] == (tmp_path / "x.mp4").stat().st_size


def test_its_clock_stays_true_over_ticks_that_never_came(tmp_path):
    sink = film(tmp_path / "x.mp4")
    facts = write(sink, map(tick, [0, 1, 5, 6]))
    assert numbers(tmp_path / "x.mp4") == [0, 1, 1, 1, 1, 5, 6] and facts["stills"] == 3


def test_a_long_silence_is_cut_and_told(tmp_path):
    sink = film(tmp_path / "x.mp4")
    facts = write(sink, map(tick, [0, 401]))
    stills = round(LONGEST_STILL_S * RATE_HZ)
    assert facts["pictures"] == 2 + stills and facts["cut"] == 400 - stills
    assert f"video:{tmp_path / 'x.mp4'}: 18.0 s without pictures are not in it" in sink.remarks()


def test_trials_follow_each_other_and_steps_after_the_end_are_no_pictures(tmp_path):
    ticks = [tick(0), tick(1), tick(-1), tick(0, "next"), tick(1, "next")]
    assert write(film(tmp_path / "x.mp4"), ticks)["pictures"] == 4
    assert numbers(tmp_path / "x.mp4") == [0, 1, 0, 1]


def test_a_live_source_never_waits_and_what_is_left_out_is_counted(tmp_path, monkeypatch):
    gate = threading.Event()
    draw = Scene.draw
    monkeypatch.setattr(Scene, "draw", lambda scene, tick: gate.wait(60) and draw(scene, tick))
    sink = film(tmp_path / "x.mp4", live=True)
    began = time.monotonic()
    for number in range(40):
        sink.emit(tick(number))
    assert time.monotonic() - began < 10
    gate.set()
    while sink._ticks.qsize():
        time.sleep(0.01)
    sink.emit(tick(40))
    sink.close()
    facts = sink.facts()
    assert 40 - MOST_WAITING - 1 <= facts["left_out"] < 40
    assert facts["pictures"] == 41 and facts["stills"] == facts["left_out"], "the last picture stands in"
    assert any("pictures left out, there was no time to draw them" in line for line in sink.remarks())


@pytest.mark.parametrize(
    ("name", "live", "better"),
    [
        ("x.mp4", True, "NAME.mkv or NAME.avi is"),
        ("x.mp4?codec=vp09", True, "NAME.mkv is"),
        ("x.mkv", True, None),
        ("x.avi", True, None),
        ("x.mp4", False, None),
    ],
)
def test_a_live_run_is_told_which_films_outlast_its_death(tmp_path, capsys, name, live, better):
    path, _, query = name.partition("?")
    film(tmp_path / path, live, f"?{query}" if query else "").close()
    line = f"video:{tmp_path / path}: not playable if the run is killed or the power fails; {better}\n"
    assert capsys.readouterr().err == (line if better else "")


def test_a_picture_that_cannot_be_drawn_ends_the_run_in_a_line(tmp_path, monkeypatch):
    sink = film(tmp_path / "x.mp4")

    def broken(scene, tick):
        raise ValueError("no such colour")

    monkeypatch.setattr(Scene, "draw", broken)
    with pytest.raises(SinkError, match=r"x\.mp4: ValueError: no such colour"):
        for number in range(10 * MOST_WAITING):
            sink.emit(tick(number))
    with pytest.raises(SinkError):
        sink.close()


def test_a_run_that_saw_nothing_leaves_no_film(tmp_path):
    sink = film(tmp_path / "x.mp4")
    sink.emit(tick(0, seen=False))
    sink.close()
    assert not list(tmp_path.iterdir())
    assert sink.remarks() == [f"video:{tmp_path / 'x.mp4'}: nothing was seen, no film was written"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("video:-", "video:-: a film in mp4v is named NAME.mp4 or NAME.mkv or NAME.avi"),
        ("video:", "is named NAME.mp4 or NAME.mkv or NAME.avi"),
        ("video:x.mov", "is named NAME.mp4 or NAME.mkv or NAME.avi"),
        ("video:x.avi?codec=vp09", "a film in vp09 is named NAME.mp4 or NAME.mkv"),
        ("video:x.mp4?codec=mp4", "codec=mp4: did you mean 'mp4v'?"),
        ("video:x.mp4?width=101", "width=101: an even number from 64 to 7680 is expected"),
        ("video:x.mp4?width=8000", "an even number from 64 to 7680"),
        ("video:x.mp4?width=wide", "an even number from 64 to 7680"),
        ("video:x.mp4?up=x", "up=x: "),
        ("video:x.mp4?codek=mp4v", "unknown option 'codek'; did you mean 'codec'?"),
        ("video:/no/such/x.mp4", "no folder /no/such"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_opened(name, said):
    assert said in refusal(check_sink, name)


def test_a_model_of_signals_is_refused(tmp_path):
    manifest = tiny_manifest(channels=["acc_x", "acc_y", "acc_z"], units=["m/s^2"] * 3)
    message = refusal(open_sink, check_sink(f"video:{tmp_path / 'x.mp4'}"), manifest)
    assert "takes acc_x, acc_y, acc_z: no places to draw" in message
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "number"), [("x.mp4", signal.SIGINT), ("x.mp4", signal.SIGTERM), ("x.avi", signal.SIGKILL)]
)
def test_a_run_that_is_ended_leaves_a_film_that_can_be_played(tmp_path, name, number):
    write_model(tmp_path / "m.onnx", tiny_model(skeleton="kinect20"), rate_hz=RATE_HZ, **KINECT)
    sway = 1 + 0.2 * np.sin(np.arange(6000) / 5)
    np.save(tmp_path / "sway.npy", (JOINTS[:, None] * sway[None, :, None]).astype(np.float32))
    words = ["--model", str(tmp_path / "m.onnx"), "--source", f"replay:{tmp_path / 'sway.npy'}?speed=5", "--allow-slow"]
    run = subprocess.Popen(
        program("run", *words, "--sink", f"video:{tmp_path / name}", "--sink", "text:/dev/null"),
        env=environment(), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until = time.monotonic() + 120
    while not ((tmp_path / name).exists() and (tmp_path / name).stat().st_size > 1_000_000):
        assert run.poll() is None and time.monotonic() < until
        time.sleep(0.05)
    run.send_signal(number)
    said = run.communicate(timeout=120)[1]
    clip = cv2.VideoCapture(str(tmp_path / name))
    seen = 0
    while clip.read()[0]:
        seen += 1
    assert seen > 15
    if number != signal.SIGKILL:
        assert run.returncode == 0 and f"video:{tmp_path / name}: {seen / RATE_HZ:.1f} s of 960 x 720" in said
