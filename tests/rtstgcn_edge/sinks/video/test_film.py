"""A file of pictures that can be played."""

import shutil
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


@pytest.mark.parametrize(("codec", "ending"), [("mp4v", ".mp4"), ("mp4v", ".avi"), ("vp09", ".mp4"), ("mp4v", ".MP4")])
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


def test_a_disk_that_fills_up_ends_it_while_the_file_can_still_be_finished(tmp_path, monkeypatch):
    film = Film(cv2, "video:x.mp4", tmp_path / "x.mp4", "mp4v", 20.0)
    film.add(picture(0), LOOK_EVERY)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 10, 1000))
    with pytest.raises(SinkError, match=r"video:x.mp4: .*no space left on the disk"):
        film.add(picture(1))
    film.close()
    assert len(played(tmp_path / "x.mp4")[0]) == LOOK_EVERY


def test_a_film_that_cannot_be_played_afterwards_is_told(tmp_path):
    film = Film(cv2, "video:x.mp4", tmp_path / "x.mp4", "mp4v", 20.0)
    film.add(np.zeros((48, 64, 3), np.uint8))
    (tmp_path / "x.mp4").unlink()
    with pytest.raises(SinkError, match="cannot be played; the disk may be full"):
        film.close()
