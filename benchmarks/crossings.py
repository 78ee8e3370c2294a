"""People who walk past each other before a camera, and what a pose estimator would find: with the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.poses import MAPPINGS, Pose, Space, to_body
from rtstgcn_edge.poses.pose import LANDMARKS

Floats = npt.NDArray[np.float64]
Path = Callable[[float], tuple[float, float]]
"""Seconds -> where one stands on the floor, metres: to the right of the camera, and away from it."""

FOCAL, MIDDLE, CAMERA_HEIGHT = 600.0, (320.0, 240.0), 1.2
PICTURE = np.broadcast_to(np.uint8(0), (480, 640, 3))
MAPPING, SPACE = MAPPINGS["kinect20"], Space("world", MAPPINGS["kinect20"].axes)

# One who stands and faces the camera: to the person's left, up from the floor, forward; metres at a height of 1.7 m.
_STANDING = {
    "nose": (0, 1.55, 0.10), "eye_inner_l": (0.02, 1.59, 0.08), "eye_l": (0.03, 1.59, 0.08),
    "eye_outer_l": (0.04, 1.59, 0.08), "ear_l": (0.07, 1.57, 0.0), "mouth_l": (0.02, 1.51, 0.09),
    "shoulder_l": (0.18, 1.40, 0), "elbow_l": (0.24, 1.12, 0), "wrist_l": (0.25, 0.87, 0.02),
    "pinky_l": (0.26, 0.79, 0.02), "index_l": (0.25, 0.78, 0.05), "thumb_l": (0.24, 0.81, 0.06),
    "hip_l": (0.11, 0.90, 0), "knee_l": (0.12, 0.50, 0.02), "ankle_l": (0.12, 0.09, 0),
    "heel_l": (0.12, 0.03, -0.04), "foot_index_l": (0.13, 0.02, 0.14),
}  # fmt: skip
_BASE = np.array(
    [_STANDING.get(n) or tuple(np.multiply(_STANDING[f"{n[:-2]}_l"], (-1, 1, 1))) for n in LANDMARKS], float
)
_SIDE = np.array([1.0 if name.endswith("_l") else -1.0 if name.endswith("_r") else 0.0 for name in LANDMARKS])
_REACH = {"knee": 0.5, "ankle": 1, "heel": 1, "foot": 1, "elbow": -0.4, "wrist": -0.8, "pinky": -0.9, "index": -0.9}
_SWING = np.array([_REACH.get(name.split("_")[0], 0.0) for name in LANDMARKS])
_ARM = np.array([name.split("_")[0] in ("elbow", "wrist", "pinky", "index", "thumb") for name in LANDMARKS])
_SHOULDER = np.array([_BASE[LANDMARKS.index("shoulder_l" if side > 0 else "shoulder_r")] for side in _SIDE])
_OTHER_SIDE = [LANDMARKS.index(n[:-1] + {"l": "r", "r": "l"}[n[-1]] if "_" in n else n) for n in LANDMARKS]

RUNS, RUN_S = 2.0, 0.08
"""Misreadings a second of one whose arms are overhead, and how long one lasts on average (s)."""


@dataclass(frozen=True)
class Scene:
    """People on their paths; who is out of the picture, or hidden by another, is not seen."""

    name: str
    paths: Sequence[Path]
    seconds: float
    rate_hz: float = 15.0
    heights: Sequence[float] = (1.7, 1.7, 1.7)
    noise: float = 0.01
    """Of each landmark, of the height of the person in the image."""
    missed: float = 0.05
    """Share of people and frames in which the estimator misses one."""
    lifting: bool = False
    """Whether all raise their arms overhead every four seconds, for two, and are then misread now and then."""


@dataclass(frozen=True)
class Seen:
    """A frame, and who each of its bodies is in truth, by the body's `id()`."""

    frame: Frame
    truth: dict[int, int]


def film(scene: Scene, seed: int = 0) -> Iterator[Seen]:
    """The frames of a scene. Who stands behind another is not found; order, noise and misses are drawn."""
    rng = np.random.default_rng(seed)
    phases = rng.uniform(0, 2 * np.pi, len(scene.paths))
    misread = [Misread(rng, scene.rate_hz) for _ in scene.paths]
    for tick in range(round(scene.seconds * scene.rate_hz)):
        t = tick / scene.rate_hz
        people = range(len(scene.paths))
        images = {p: _project(_landmarks(scene, p, t, phases[p])) for p in people}
        depth = {p: scene.paths[p](t)[1] for p in people}
        shown = [p for p in people if _in_picture(images[p]) and not _hidden(p, images, depth)]
        found = [p for p in shown if rng.random() >= scene.missed]
        rng.shuffle(found)
        read = {
            p: misread[p].read(images[p], _raised(t, phases[p]) > 0.5) if scene.lifting else images[p] for p in people
        }
        bodies = [_body(read[p], scene.noise, rng) for p in found]
        frame = Frame(tick, 0, 0, list(bodies), image=PICTURE)
        yield Seen(frame, {id(body): p for body, p in zip(bodies, found, strict=True)})


class Misread:
    """What an estimator makes of one person who lifts a weight overhead: for moments, a figure that is upside down.

    Arms are read as legs and legs as arms, the head at the knees; the figure fills all or a part of where the person
    is, at times with left and right exchanged. So MediaPipe reads a weightlifter in 15 to 18 of the 100 frames in which
    the arms are overhead, in six or seven runs of one to six frames at 30 Hz.
    """

    def __init__(self, rng: np.random.Generator, rate_hz: float) -> None:
        self._rng, self._rate_hz = rng, rate_hz
        self._running = self._exchanged = False
        self._share, self._top = 1.0, 0.0

    def read(self, image: Floats, raised: bool) -> Floats:
        """Landmarks (33, 2) as they are found, of those that are there."""
        if self._running:
            self._running = self._rng.random() >= 1 / max(RUN_S * self._rate_hz, 1)
        elif raised and self._rng.random() < RUNS / self._rate_hz:
            self._running, self._exchanged = True, self._rng.random() < 0.5
            self._share, self._top = self._rng.uniform(0.5, 1), self._rng.random()
        if not self._running:
            return image
        low, high = image.min(axis=0), image.max(axis=0)
        found = np.column_stack([image[:, 0], low[1] + high[1] - image[:, 1]])
        anchor = low + (high - low) * [0.5, self._top]
        found = anchor + self._share * (found - anchor)
        misread: Floats = found[_OTHER_SIDE] if self._exchanged else found
        return misread


def _raised(t: float, phase: float) -> float:
    """How far arms are overhead, 0..1, which takes 0.3 s."""
    return float(np.clip(0.5 + 5 * np.sin(2 * np.pi * t / 4 + phase), 0, 1))


def _landmarks(scene: Scene, person: int, t: float, phase: float) -> Floats:
    """(33, 3) in the camera's frame: right, down, away."""
    path, height = scene.paths[person], scene.heights[person] / 1.7
    x, z = path(t)
    ahead = np.subtract(path(t + 0.05), path(t - 0.05)) / 0.1
    speed = float(np.hypot(*ahead))
    facing = np.arctan2(ahead[0], -ahead[1]) if speed > 0.1 else 0.0  # 0 is towards the camera
    figure = _BASE * height
    if scene.lifting:
        turn = np.pi * _raised(t, phase) * _SIDE * _ARM
        left, up, _ = (_BASE - _SHOULDER).T * height
        figure[:, 0] += np.cos(turn) * left - np.sin(turn) * up - left
        figure[:, 1] += np.sin(turn) * left + np.cos(turn) * up - up
    figure[:, 2] += 0.3 * min(speed, 1.5) * _SIDE * _SWING * np.sin(2 * np.pi * 0.9 * t + phase)
    left, up, forward = figure.T
    right = left * np.cos(facing) + forward * np.sin(facing)
    away = left * np.sin(facing) - forward * np.cos(facing)
    return np.stack([x + right, CAMERA_HEIGHT - up, z + away], axis=1)


def _project(landmarks: Floats) -> Floats:
    return FOCAL * landmarks[:, :2] / landmarks[:, 2:] + MIDDLE


def _in_picture(image: Floats) -> bool:
    x, y = image.mean(axis=0)
    return bool(0 <= x < PICTURE.shape[1] and 0 <= y < PICTURE.shape[0])


def _hidden(person: int, images: dict[int, Floats], depth: dict[int, float]) -> bool:
    """Whether someone nearer covers more than half of one's width."""
    low, high = images[person][:, 0].min(), images[person][:, 0].max()
    for other, image in images.items():
        covered = min(high, image[:, 0].max()) - max(low, image[:, 0].min())
        if depth[other] < depth[person] and covered > 0.5 * (high - low):
            return True
    return False


def _body(image: Floats, noise: float, rng: np.random.Generator) -> Body:
    height = np.ptp(image[:, 1])
    shaken = (image + rng.normal(0, noise * height, image.shape)).astype(np.float32)
    world = np.zeros((len(LANDMARKS), 3), np.float32)
    return to_body(Pose(world, shaken, rng.uniform(0.5, 1, len(LANDMARKS)).astype(np.float32)), MAPPING, SPACE, 0.3)


# Scenes


def across(speed: float, z: float, start: float = -2.0) -> Path:
    """Straight on to the right; to the left for a negative speed, from the other side."""
    return lambda t: ((start if speed > 0 else -start) + speed * t, z)


def turning_back(speed: float, z: float, side: float) -> Path:
    """Towards the middle, and back from there after two metres."""
    return lambda t: (side * (0.25 + abs(2.0 - speed * t)), z)


def ring(seconds: float, phase: float) -> Path:
    """Round and round, once in so many seconds."""
    return lambda t: (np.cos(2 * np.pi * t / seconds + phase), 4 + np.sin(2 * np.pi * t / seconds + phase))


def standing(x: float, z: float) -> Path:
    return lambda t: (x, z)


def crossing(speed: float, rate_hz: float) -> Scene:
    paths = (across(speed, 3.5), across(-speed, 4.5))
    return Scene(f"crossing at {speed:g} m/s, {rate_hz:g} Hz", paths, 4.4 / speed, rate_hz)


SCENES = (
    *(crossing(speed, rate_hz) for rate_hz in (10.0, 15.0, 30.0) for speed in (0.6, 1.2, 2.0)),
    *(
        Scene(
            f"as large as each other, {rate_hz:g} Hz", (across(1.2, 3.5), across(-1.2, 3.9)), 4, rate_hz, (1.65, 1.84)
        )
        for rate_hz in (10.0, 30.0)
    ),
    Scene("behind one who stands", (standing(0, 3), across(0.8, 4)), 5.2),
    Scene("overtaking", (across(0.6, 3.5), across(1.2, 4.5, -3.0)), 5.5),
    Scene("meeting and turning back", (turning_back(1.0, 3.5, -1), turning_back(1.0, 4, 1)), 4),
    Scene("towards and away, passing", (lambda t: (-0.3, 7 - t), lambda t: (0.3, 3 + t)), 4),
    Scene(
        "five across, a poor estimator",
        tuple(across(speed, z) for speed, z in ((1.2, 3), (-1.0, 3.6), (0.8, 4.2), (-1.4, 4.8), (0.5, 5.4))),
        5,
        heights=(1.7, 1.8, 1.6, 1.75, 1.65),
        noise=0.02,
        missed=0.2,
    ),
    Scene("three across", (across(1.2, 3), across(-1.2, 4), across(0.7, 5)), 4),
    Scene("a ring of three", tuple(ring(8, phase) for phase in (0, 2.1, 4.2)), 16),
    Scene(
        "one leaves, one enters where they left",
        (standing(-0.8, 4), across(1.0, 3.5), lambda t: (2.6 - max(t - 4.2, 0), 4)),
        9,
    ),
)

LIFTING = (
    *(
        Scene(f"one lifts, {rate_hz:g} Hz", (standing(0, 3.5),), 12, rate_hz, missed=0.02, lifting=True)
        for rate_hz in (10.0, 15.0, 30.0)
    ),
    *(
        Scene(f"{name}, {rate_hz:g} Hz", tuple(standing(x, 4) for x in places), 12, rate_hz, heights, lifting=True)
        for name, places, heights in (
            ("two lift beside each other", (-0.4, 0.4), (1.7, 1.8)),
            ("three lift beside each other", (-0.7, 0, 0.7), (1.7, 1.7, 1.7)),
        )
        for rate_hz in (15.0, 30.0)
    ),
    Scene("one lifts, another comes and goes", (standing(0, 3.5), turning_back(0.5, 4, 1)), 10, lifting=True),
    Scene("two cross, their arms up and down", (across(0.6, 3.5), across(-0.6, 4.5)), 7.3, lifting=True),
    Scene("three cross, their arms up and down", (across(1.2, 3), across(-1.2, 4), across(0.7, 5)), 4, lifting=True),
    Scene("a ring of three, arms up and down", tuple(ring(8, phase) for phase in (0, 2.1, 4.2)), 16, lifting=True),
)
"""Scenes in which figures are misread."""
