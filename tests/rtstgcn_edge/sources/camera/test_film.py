"""A film frame by frame, and the frames that a clock wants."""

import os

import cv2
import pytest
from cameras import number_of, write_film
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal

from rtstgcn_edge.sources.camera.film import Film, existing, nearest
from rtstgcn_edge.uri import Uri


def path_of(target):
    return existing(Uri(f"video:{target}", "video", str(target), {}))


def chosen(times, rate_hz):
    skipped = []
    frames = [(at, k) for k, at in enumerate(times)]
    return [(n, k) for n, _, k in nearest(frames, rate_hz, lambda: skipped.append(1))], len(skipped)


def test_every_frame_comes_with_its_time(tmp_path):
    film = Film("video:x", write_film(tmp_path / "x.avi", 40, fps=20))
    frames = list(film.frames())
    assert [number_of(image) for _, image in frames] == list(range(40))
    assert [at for at, _ in frames] == pytest.approx([k / 20 for k in range(40)], abs=1e-3)
    assert (film.fps, film.said, film.size, film.read, film.ended) == (20, 40, (64, 48), 40, True)
    assert film.description == "2.0 s, 64 x 48 at 20 frames/s"


def test_at_half_the_rate_every_other_frame_is_taken():
    assert chosen([k / 30 for k in range(8)], 15) == ([(0, 0), (1, 2), (2, 4), (3, 6), (4, 7)], 3)


def test_a_slower_film_leaves_ticks_out():
    assert chosen([k / 10 for k in range(4)], 30) == ([(0, 0), (3, 1), (6, 2), (9, 3)], 0)


def test_the_nearest_of_three_is_taken_whichever_it_is():
    assert chosen([0.0, 0.6, 0.9, 1.3, 2.0], 1.0) == ([(0, 0), (1, 2), (2, 4)], 2)
    assert chosen([0.0, 0.6, 1.05, 1.1], 1.0) == ([(0, 0), (1, 2)], 2)


@given(st.lists(st.floats(0.001, 0.5), min_size=1, max_size=60), st.floats(1, 60))
def test_the_choice_is_that_of_looking_at_all_frames_for_every_tick(steps, rate_hz):
    times = [0.0]
    for step in steps:
        times.append(times[-1] + step)
    expected = {}
    for k, at in enumerate(times):
        tick = round(at * rate_hz)
        if tick not in expected or abs(at - tick / rate_hz) < abs(times[expected[tick]] - tick / rate_hz):
            expected[tick] = k
    picked, skipped = chosen(times, rate_hz)
    assert dict(picked) == expected and skipped == len(times) - len(expected)


def test_a_film_that_is_cut_short_ends_early_and_is_known_to(tmp_path):
    whole = write_film(tmp_path / "x.avi", 100).read_bytes()
    (tmp_path / "cut.avi").write_bytes(whole[: len(whole) // 2])
    film = Film("video:x", tmp_path / "cut.avi")
    frames = list(film.frames())
    assert film.ended and 20 < len(frames) < 70
    assert film.said == 100, "as its header says"


def test_a_film_without_an_end_of_its_own_is_refused(tmp_path):
    whole = write_film(tmp_path / "x.mp4", 50, codec="mp4v").read_bytes()
    assert len(list(Film("video:x", tmp_path / "x.mp4").frames())) == 50
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    said = refusal(Film, "video:cut.mp4", tmp_path / "cut.mp4")
    assert said.startswith("video:cut.mp4: does not open as a video: it is none, or is cut short, or has a codec")


def test_a_codec_that_is_not_known_is_refused_in_a_line_and_nothing_else_is_printed(tmp_path, capfd):
    whole = bytearray(write_film(tmp_path / "x.avi", 5).read_bytes())
    strange = bytes(whole).replace(b"MJPG", b"XQZW")
    (tmp_path / "strange.avi").write_bytes(strange)
    for name in ("text.mp4", "text.txt", "text.md"):
        (tmp_path / name).write_text("not a film at all\n" * 50)
    for name in ("strange.avi", "text.mp4", "text.txt", "text.md"):
        assert "a codec that this OpenCV lacks" in refusal(Film, f"video:{name}", tmp_path / name)
    assert capfd.readouterr() == ("", "")


def test_what_is_no_file_is_refused(tmp_path):
    assert refusal(path_of, "").endswith("names no file; as in video:clip.mp4")
    assert refusal(path_of, tmp_path).endswith("is a folder; name a file in it")
    assert refusal(path_of, "nowhere.mp4") == "video:nowhere.mp4: no such file"
    for camera in ("0", "rtsp://host/x", "/dev/video97"):
        said = refusal(path_of, camera)
        assert said == f"video:{camera}: no such file; a camera is named camera:{camera}"
    os.mkfifo(tmp_path / "pipe.mp4")
    assert refusal(path_of, tmp_path / "pipe.mp4").endswith("is a device or a pipe; name a file")
    (tmp_path / "empty.mp4").touch()
    assert refusal(path_of, tmp_path / "empty.mp4").endswith("the file is empty")
    assert path_of(write_film(tmp_path / "x.avi", 2)) == tmp_path / "x.avi"


def test_frames_without_times_are_taken_at_the_films_rate(tmp_path, monkeypatch):
    film = Film("video:x", write_film(tmp_path / "x.avi", 5, fps=10))
    capture = film._capture

    class Timeless:
        def get(self, name):
            return 0.0 if name == cv2.CAP_PROP_POS_MSEC else capture.get(name)

        def __getattr__(self, name):
            return getattr(capture, name)

    monkeypatch.setattr(film, "_capture", Timeless())
    assert [at for at, _ in film.frames()] == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])
