"""From a virtual sensor's samples through a port to frames of the model: bit for bit where nothing is lost."""

import threading
from contextlib import contextmanager

import numpy as np
import pytest
from runs import tiny_manifest

from rtstgcn_edge.simulator import CHANNELS, CLASSES, UNITS
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources import open_source
from rtstgcn_edge.virtual_imu import Burst, Movement, Player, PythonFirmware, Settings, VirtualImu, measure

JOINTS = tuple(load_skeleton("imu6").joints)
RATE_HZ = 100.0


@contextmanager
def frames_of(tmp_path, settings, seconds, options=""):
    """(frames, what the walker did as it was measured, facts of the source) of a run."""
    noise = np.random.default_rng(0).normal(0, 5, (2000, 6, 6)).astype(np.float32)
    movement = Movement("noise", noise, RATE_HZ, JOINTS)
    measured = measure(movement.readings)
    player = Player(VirtualImu(movement, measured, settings, PythonFirmware), link=tmp_path / "imu")
    performance = threading.Thread(target=player.run)
    performance.start()
    gait = {"classes": list(CLASSES), "channels": list(CHANNELS), "units": list(UNITS), "rate_hz": RATE_HZ}
    source = open_source(
        f"imu:{tmp_path / 'imu'}{options}", tiny_manifest(**gait, skeleton=load_skeleton("imu6").to_dict())
    )
    threading.Timer(seconds, source.stop).start()
    (trial,) = source.trials()
    try:
        frames = list(trial.frames)
        yield frames, measured.readings().transpose(2, 0, 1), source.facts()
    finally:
        source.close()
        player.stop()
        performance.join()


PATIENT = "?wait_ms=1000&hold_ms=10000"
"""So that nothing is late where the machine is busy."""
CLEAN = {
    "shared clock": Settings(),
    "combined, late and fast": Settings(combined=True, skew_ppm=100, jitter_ms=5),
    "own clocks": Settings(own_clocks=True, skew_ppm=100),
}


@pytest.mark.parametrize("settings", CLEAN.values(), ids=CLEAN)
def test_with_nothing_lost_the_frames_are_the_samples_bit_for_bit(tmp_path, settings):
    with frames_of(tmp_path, settings, 3.0, PATIENT) as (frames, clean, facts):
        joints = np.stack([frame.bodies[0].joints for frame in frames])
        (first,) = [t for t in range(clean.shape[1]) if np.array_equal(clean[:, t], joints[0])]
        np.testing.assert_array_equal(joints, clean[:, first : first + len(frames)].transpose(1, 0, 2))
        assert len(frames) > 200 and [frame.number for frame in frames] == list(range(len(frames)))
        assert facts["wire"]["corrupt"] <= 1 and facts["unread_bytes"] == 0


def test_with_everything_going_wrong_every_tick_is_right_or_missing_and_the_sums_close(tmp_path):
    settings = Settings(
        loss=0.01, jitter_ms=5, skew_ppm=100, own_clocks=True, corrupt=0.001, burst=Burst(0.005, 80),
        reset_every_s=2.5, unplug_every_s=3.2, unplug_for_s=0.3,
    )  # fmt: skip
    with frames_of(tmp_path, settings, 8.0) as (frames, clean, facts):
        known = {clean[:, t, v].tobytes(): t for t in range(clean.shape[1]) for v in range(6)}
        whole = [frame for frame in frames if frame.bodies]
        assert len(whole) > 300
        for frame in whole:
            body = frame.bodies[0]
            fresh = [v for v in range(6) if body.confidence is None or body.confidence[v]]
            assert len({known[body.joints[:, v].tobytes()] for v in fresh}) <= 1, "all nodes of one instant"
        lost, back = facts["port"]["lost"], facts["port"]["back"]
        assert back >= 2 and lost - back in (0, 1) and facts["wire"]["corrupt"] > 10
        for counts in facts["nodes"].values():
            accounted = ("used", "late", "duplicate", "refused", "dropped", "waiting")
            assert counts["received"] == sum(counts[key] for key in accounted)
        assert facts["samples"]["received"] + facts["wire"]["other_messages"] == facts["wire"]["packets"]
        assert facts["port"]["bytes"]["taken"] == facts["wire"]["bytes"] + facts["searched_bytes"]
