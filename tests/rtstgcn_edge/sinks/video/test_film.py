"""A file of pictures that can be played."""

import os
import shutil
import signal
import subprocess
import sys
from collections import namedtuple

import numpy as np
import pytest
from cameras import number_of, picture
from refusals import refusal

from rtstgcn_edge.errors import SinkError
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.sinks.video.film import CODECS, LOOK_EVERY, Film

cv2 = opencv("tests")


def played(path):
    film = cv2.VideoCapture(str(path))
    pictures = []
    while True:
        there, image = film.read()
        if not there:
            return pictures, film.get(cv2.CAP_PROP_FPS)
        pictures.append(image)


def written(path, codec="mp4v", rate_hz=20.0, numbers=range(10)):
    film = Film(cv2, f"video:{path}", path, codec, rate_hz)
    for number in numbers:
        film.add(picture(number))
    film.close()
    return film


@pytest.mark.parametrize(
    ("codec", "ending"),
    [("mp4v", ".mp4"), ("mp4v", ".avi"), ("mp4v", ".mkv"), ("vp09", ".mp4"), ("vp09", ".mkv"), ("mp4v", ".MP4")],
)
@pytest.mark.parametrize("rate_hz", [15.0, 29.97, 100.0])
def test_what_is_written_can_be_read_picture_by_picture(tmp_path, codec, ending, rate_hz):
    path = tmp_path / f"x{ending}"
    film = written(path, codec, rate_hz)
    pictures, fps = played(path)
    assert [number_of(image) for image in pictures] == list(range(10)) and film.pictures == 10
    assert fps == pytest.approx(rate_hz, rel=1e-3)
    assert pictures[0].shape[:2] == film.size[::-1]


def test_a_picture_may_stand_for_a_while(tmp_path):
    film = Film(cv2, "video:x.mp4", tmp_path / "x.mp4", "mp4v", 20.0)
    film.add(picture(5), 3)
    film.add(picture(6))
    film.close()
    assert [number_of(image) for image in played(tmp_path / "x.mp4")[0]] == [5, 5, 5, 6]


def test_a_film_without_a_picture_leaves_no_file(tmp_path):
    film = Film(cv2, "video:x.mp4", tmp_path / "x.mp4", "mp4v", 20.0)
    film.close()
    assert film.pictures == 0 and not list(tmp_path.iterdir())


def test_a_codec_that_is_not_there_is_refused_with_the_others(tmp_path, monkeypatch):
    monkeypatch.setitem(CODECS, "avc1", {".mp4": "zzzz"})
    message = refusal(Film, cv2, "video:x.mp4", tmp_path / "x.mp4", "avc1", 20.0)
    assert message == "video:x.mp4: this OpenCV cannot write avc1 at 20 Hz; another codec: mp4v or vp09"
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_made_is_refused(tmp_path):
    message = refusal(Film, cv2, "video:x.mp4", tmp_path / "no" / "x.mp4", "mp4v", 20.0)
    assert message == "video:x.mp4: cannot be written (No such file or directory)"
    os.mkfifo(tmp_path / "x.mp4")
    assert refusal(Film, cv2, "video:x.mp4", tmp_path / "x.mp4", "mp4v", 20.0).endswith("or a pipe; name a file")


def test_a_disk_that_fills_up_ends_it_while_the_file_can_still_be_finished(tmp_path, monkeypatch):
    film = Film(cv2, "video:x.mp4", tmp_path / "x.mp4", "mp4v", 20.0)
    film.add(picture(0), LOOK_EVERY)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 10, 1000))
    with pytest.raises(SinkError, match=r"video:x.mp4: .*no space left on the disk"):
        film.add(picture(1))
    film.close()
    assert len(played(tmp_path / "x.mp4")[0]) == LOOK_EVERY
    other = Film(cv2, "video:y.mp4", tmp_path / "y.mp4", "mp4v", 20.0)
    with pytest.raises(SinkError, match="no space left"):
        other.add(picture(1))
    other.close()
    assert [path.name for path in tmp_path.iterdir()] == ["x.mp4"], "no beginning of a film"


def test_a_film_that_is_gone_afterwards_is_told(tmp_path):
    film = Film(cv2, "video:x.mp4", tmp_path / "x.mp4", "mp4v", 20.0)
    film.add(np.zeros((48, 64, 3), np.uint8))
    (tmp_path / "x.mp4").unlink()
    with pytest.raises(SinkError, match=r"video:x\.mp4: somebody has removed the film"):
        film.close()


def test_a_folder_that_is_gone_while_it_is_written_is_told(tmp_path):
    (tmp_path / "films").mkdir()
    film = Film(cv2, "video:x.mp4", tmp_path / "films" / "x.mp4", "mp4v", 20.0)
    film.add(picture(0), LOOK_EVERY)
    shutil.rmtree(tmp_path / "films")
    with pytest.raises(SinkError, match=r"video:x.mp4: cannot be written any more \(No such file or directory\)"):
        film.add(picture(1))


WRITER = """
import os, resource, signal, sys
from pathlib import Path
import numpy as np
from rtstgcn_edge.errors import SinkError
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.sinks.video.film import Film
path, codec, end = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
film = Film(opencv("x"), "video:x", path, codec, 20.0)
if end == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
noise = np.random.default_rng(0)
for number in range(150):
    film.add(np.kron(noise.integers(0, 255, (24, 32, 3)), np.ones((10, 10, 1))).astype(np.uint8))
if end == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
try:
    film.close()
except SinkError as error:
    print(error)
"""


def written_elsewhere(path, codec, end):
    command = [sys.executable, "-c", WRITER, str(path), codec, end]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("ending", "part"), [(".mp4", "nothing"), (".avi", "not all"), (".mkv", "not all")])
def test_a_film_for_which_there_was_no_room_is_told(tmp_path, ending, part):
    done = written_elsewhere(tmp_path / f"x{ending}", "mp4v", "full")
    expected = f"video:x: could not be written to its end, {part} of it can be played; is the disk full?\n"
    assert (done.stdout, done.stderr) == (expected, "")


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("x.avi", "mp4v"),
        ("x.mkv", "mp4v"),
        pytest.param("x.mkv", "vp09", marks=pytest.mark.slow),  # 20 s
        ("x.mp4", "mp4v"),
    ],
)
def test_which_films_outlast_their_killed_writer(tmp_path, name, codec):
    path = tmp_path / name
    assert written_elsewhere(path, codec, "killed").returncode == -signal.SIGKILL
    sturdy = not Film(cv2, "video:x", tmp_path / f"other{path.suffix}", codec, 20.0).sturdier
    assert (len(played(path)[0]) > 75) == sturdy
    assert sturdy == (path.suffix != ".mp4")
