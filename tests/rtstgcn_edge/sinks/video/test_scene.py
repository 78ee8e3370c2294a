"""What a picture of a tick holds."""

import numpy as np
import pytest
from cameras import camera_manifest
from runs import prediction

from rtstgcn_edge.frames import Body, Frame, Stamps, Tick
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.sinks.facing import facing
from rtstgcn_edge.sinks.video.drawing import COLOURS
from rtstgcn_edge.sinks.video.scene import BACKGROUND, BLANK, LEAST_WIDTH, Scene

cv2 = opencv("tests")
RATE_HZ = 20.0
V = 20


def scene(width=None, **said):
    manifest = camera_manifest(RATE_HZ).model_copy(update=said)
    return Scene(cv2, manifest, facing(manifest), width)


def body(track=0, at=None, confidence=None):
    joints = np.random.default_rng(track).uniform(-1, 1, (3, V)).astype(np.float32)
    image = None if at is None else np.tile(np.array(at, np.float32)[:, None], V)
    return Body(joints, track, confidence, image)


def tick(number, bodies=(), live=None, image=None, said=(), trial="walk", truth=None):
    frame = Frame(number, 0, 0, list(bodies), truth, image)
    live = tuple(b.track for b in bodies) if live is None else live
    return Tick(trial, frame, Stamps(0, 0), live, 0, list(said))


def grey(height=480, width=640, level=90):
    return np.full((height, width, 3), level, np.uint8)


def shows(picture, skeleton):
    return int((picture == COLOURS[skeleton]).all(axis=2).sum())


def test_pictures_of_a_camera_are_its_own_with_everybody_in_view_drawn_in():
    image = grey()
    picture = scene().draw(tick(0, [body(0, (100, 200)), body(1, (500, 200))], image=image))
    assert picture.shape == image.shape and (picture[240:400] == 90).all()
    assert shows(picture[:, :320], 0) and not shows(picture[:, :320], 1)
    assert shows(picture[:, 320:], 1) and not shows(picture[:, 320:], 0)
    assert (image == 90).all(), "what the camera saw belongs to others too"


@pytest.mark.parametrize(("size", "width", "expected"), [
    ((256, 340), None, (482, LEAST_WIDTH)), ((1080, 1920), None, (1080, 1920)), ((1080, 1920), 960, (540, 960)),
    ((241, 641), None, (240, 640)),
])  # fmt: skip
def test_the_size_is_the_cameras_but_not_too_small_or_what_is_asked_for(size, width, expected):
    assert scene(width).draw(tick(0, image=grey(*size))).shape[:2] == expected


def test_joints_lie_where_they_are_in_an_image_of_another_size():
    drawing = scene(640)
    drawing.draw(tick(0, image=grey()))
    small = grey(120, 320, level=200)  # fills the width, 120 pixels above and below it are empty
    picture = drawing.draw(tick(1, [body(0, (80, 100))], image=small))
    assert picture.shape == (480, 640, 3)
    assert (picture[:100] == BACKGROUND).all() and (picture[345, 300:] == 200).all()
    rows, columns = np.nonzero((picture[300:] == COLOURS[0]).all(axis=2))
    assert abs(columns.mean() - 160) < 2 and 0 <= rows.max() + 300 - (2 * 100 + 120) < 6


def test_a_tick_without_an_image_stands_on_the_last_one():
    drawing = scene()
    drawing.draw(tick(0, [body(0, (100, 200))], image=grey()))
    picture = drawing.draw(tick(1, live=(0,)))
    assert (picture[300:400] == 90).all() and shows(picture, 0), "drawn once more, not twice on top of each other"


def test_who_is_unseen_stays_where_last_seen_turns_faint_and_goes():
    drawing = scene()
    drawing.draw(tick(0, [body(0, (100, 200))], image=grey(), said=[prediction(0)]))
    pictures = [drawing.draw(tick(n, live=(0,), image=grey())) for n in range(1, 12)]
    bright = [bool(shows(picture, 0)) for picture in pictures]
    assert bright == [True] * 5 + [False] * 6, "a quarter of a second at 20 Hz"
    assert (pictures[-1] != 90).any(axis=2)[:300].sum() > 100
    gone = drawing.draw(tick(12, live=(), image=grey()))
    assert (gone[:400] == 90).all()


def test_joints_that_were_not_seen_are_left_out():
    half = np.where(np.arange(V) < 10, 0.9, 0.0).astype(np.float32)
    one = body(0, (100, 200), half)
    one.image[:, 10:] = np.array([[500], [300]])
    picture = scene().draw(tick(0, [one], image=grey()))
    assert shows(picture[:, :300], 0) and (picture[250:350, 450:] == 90).all()


def test_skeletons_of_a_recording_are_drawn_on_a_plain_ground():
    picture = scene().draw(tick(0, [body(3)]))
    assert picture.shape == (BLANK[1], BLANK[0], 3) and shows(picture, 3)
    assert (picture[0, 0] == BACKGROUND).all()


def test_nothing_is_drawn_before_there_is_anything():
    drawing = scene()
    assert drawing.draw(tick(0)) is None
    assert drawing.draw(tick(1, [body(0)])) is not None
    assert drawing.draw(tick(2)) is not None


@pytest.mark.parametrize(("said", "text"), [
    ({}, "#4 class1 0.70 (warming up)"),
    ({"warm": True, "decided": 1}, "#4 class1 0.70"),
    ({"warm": True, "decided": 2}, "#4 class2 0.10, now class1 0.70"),
])  # fmt: skip
def test_a_tag_tells_the_decided_label_and_the_raw_one_where_it_is_another(said, text):
    drawing = scene()
    one = prediction(0, skeleton=4, **({"warm": False} | said))
    drawing.draw(tick(0, [body(4)], said=[one]))
    assert [figure.text for figure in drawing._figures.values()] == [text]


def test_the_foot_tells_time_trial_model_delay_and_truth():
    drawing = scene(delay=4)
    assert drawing._footer(tick(50, truth=2)).split("   ") == [
        "2.50 s", "walk", drawing._manifest.name, "labels are 0.20 s behind", "truth: class2"]  # fmt: skip


def test_a_trial_begins_with_nobody():
    drawing = scene()
    drawing.draw(tick(9, [body(0)], said=[prediction(9)]))
    assert not shows(drawing.draw(tick(0, live=(0,), trial="other")), 0)
