"""A source without ids through the whole run: ids, held joints, FIFOs that follow them, recordings."""

import numpy as np
import pytest
from cameras import camera_manifest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from run_recordings import metadata_of
from runs import (
    TINY,
    FrameSource,
    KeepingSink,
    engine_of,
    frames_of,
    random_recording,
    run_frames,
    tiny_model,
    write_model,
)
from standing import standing

from benchmarks.crossings import MAPPING, SCENES, SPACE, film
from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.pipeline import KEEP, Pipeline, identified, summary, summary_table
from rtstgcn_edge.pipeline.identified import Identified
from rtstgcn_edge.pipeline.recorder import Recorder
from rtstgcn_edge.poses import to_body
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources import open_source


class Anonymous(FrameSource):
    anonymous = True
    on_received = None

    def facts(self):
        return {"camera_fps": 30.0}

    def remarks(self):
        return ["a camera's own"]


def write_kinect_model(path, arch=TINY):
    said = {"channels": ["x", "y", "z"], "units": ["m"] * 3, "rate_hz": 15.0}
    skeleton = load_skeleton("kinect20").to_dict()
    return write_model(path, tiny_model(arch, skeleton="kinect20"), skeleton=skeleton, **said)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_kinect_model(tmp_path_factory.mktemp("identified") / "kinect.onnx")


@pytest.fixture(scope="module")
def engine(model):
    return engine_of(model)


@pytest.fixture(scope="module")
def engines(engine, tmp_path_factory):
    arch = TINY.model_copy(update={"residual_delay": "centre"})
    delayed = engine_of(write_kinect_model(tmp_path_factory.mktemp("identified") / "delayed.onnx", arch))
    assert (engine.manifest.delay, delayed.manifest.delay) == (0, 3)
    return {False: engine, True: delayed}


def seen(scene, seed=0):
    """The frames of a scene, and who is who in it by what their joints are."""
    frames, truth = [], {}
    rng = np.random.default_rng(seed)
    for one in film(scene, seed):
        for body in one.frame.bodies:
            body.joints = rng.standard_normal(body.joints.shape).astype(np.float32)
            truth[one.frame.number, one.truth[id(body)]] = body.joints
        frames.append(one.frame)
    return frames, truth


def test_a_source_that_knows_ids_is_left_as_it_is():
    source = FrameSource({})
    assert identified(source, camera_manifest()) is source


def test_ids_come_from_the_pipeline_and_fifos_follow_them_through_a_crossing(engine):
    """What each person does is labelled as if they were alone, whoever is before, behind or beside them."""
    scene = next(scene for scene in SCENES if scene.name == "three across")
    frames, truth = seen(scene)
    sink = KeepingSink()
    Pipeline(engine, Anonymous({"film": frames}), [sink], Decision(), hold_s=0.5).run()
    owner = {}
    for tick in sink.ticks:
        for body in tick.frame.bodies:
            person = next(p for p in range(3) if truth.get((tick.frame.number, p)) is body.joints)
            assert owner.setdefault(body.track, person) == person
    assert sorted(owner) == [0, 1, 2] == sorted(owner.values())
    for track, person in owner.items():
        begin = min(tick.frame.number for tick in sink.ticks if track in tick.live)
        alone = [
            Frame(n, 0, 0, [Body(truth[n, person], track)] if n >= begin and (n, person) in truth else [])
            for n in range(len(frames))
        ]
        expected, _ = run_frames(engine, {"alone": alone})
        found = [p for p in sink.predictions if p.skeleton == track]
        assert [(p.frame, p.held, p.warm) for p in found] == [(p.frame, p.held, p.warm) for p in expected.predictions]
        for one, other in zip(found, expected.predictions, strict=True):
            np.testing.assert_allclose(one.probabilities, other.probabilities, atol=1e-5)


def test_a_joint_that_is_not_seen_reaches_the_model_as_it_was_last(engine):
    visible = [{}, {}, {}, {"wrist_l": 0.1}, {}]
    poses = [standing(100, (300 + tick, 240), **said) for tick, said in enumerate(visible)]
    for tick, pose in enumerate(poses):
        pose.world[15] += tick  # wrist_l
    frames = [Frame(n, 0, 0, [to_body(pose, MAPPING, SPACE, 0.3)]) for n, pose in enumerate(poses)]
    sink = KeepingSink()
    pipeline = Pipeline(engine, Anonymous({"film": frames}), [sink], Decision())
    pipeline.run()
    wrist = MAPPING.joints.index("wrist_l")
    places = [tick.frame.bodies[0].joints[2, wrist] for tick in sink.ticks if tick.frame.bodies]
    assert places == pytest.approx([-0.02 + 2, -0.02 + 2, -0.02 + 4])
    assert pipeline.source.facts()["people"]["joints_held"] == 1


def test_the_summary_tells_of_people_beside_what_the_source_tells(engine):
    frames, _ = seen(SCENES[0])
    pipeline = Pipeline(engine, Anonymous({"film": frames}), [], Decision())
    pipeline.run()
    facts = summary(pipeline)
    assert facts["source_facts"]["camera_fps"] == 30.0
    assert facts["source_facts"]["people"]["ids"] == facts["source_facts"]["people"]["most"] == 2
    table = summary_table(facts)
    assert "a camera's own\npeople: 2 ids, 2 at once; back after being unseen: " in table
    assert "bodies found less than three times in a row, or misread, left out: 4" in table
    assert pipeline.ledger.samples.balanced() and pipeline.ledger.ticks.balanced()


def test_who_is_beyond_the_limit_is_counted(engine):
    frames, _ = seen(SCENES[0])
    source = identified(Anonymous({"film": frames}), engine.manifest, people=1)
    sink = KeepingSink()
    Pipeline(engine, source, [sink], Decision()).run()
    assert {len(tick.live) for tick in sink.ticks} <= {0, 1}
    assert source.facts()["people"]["left_out"] > 20
    assert any(line.startswith("bodies left out (1 at once, the oldest stay): ") for line in source.remarks())


CROWD = st.lists(st.lists(st.sampled_from([60, 180, 300, 420, 540]), unique=True, max_size=5), max_size=40)


@settings(max_examples=30, deadline=None)
@given(CROWD, st.integers(1, 3), st.sampled_from(KEEP), st.integers(0, 6), st.booleans())
@example([[60]] * 4 + [[60, 300]] * 10, 1, "newest", 0, True)
def test_never_are_more_skeletons_live_than_people_are_wanted(engines, crowd, people, keep, hold, delayed):
    """A model that labels earlier frames holds who has left for longer."""
    engine = engines[delayed]
    rng = np.random.default_rng(0)
    frames = [
        Frame(n, 0, 0, [to_body(standing(rng.uniform(60, 140), (x, 240)), MAPPING, SPACE, 0.3) for x in there])
        for n, there in enumerate(crowd)
    ]
    hold_s = hold / engine.manifest.rate_hz
    source = identified(Anonymous({"a": frames}), engine.manifest, hold_s=hold_s, people=people, keep=keep)
    sink = KeepingSink()
    Pipeline(engine, source, [sink], Decision(), hold_s=hold_s).run()
    assert all(len(tick.live) <= people for tick in sink.ticks)
    assert len(sink.ticks) == len(crowd) + engine.manifest.delay


def test_two_trials_share_nobody(engine):
    one, _ = seen(SCENES[0])
    two, _ = seen(SCENES[0], 1)
    sink = KeepingSink()
    Pipeline(engine, Anonymous({"a": one, "b": two}), [sink], Decision()).run()
    ids = {name: {p.skeleton for p in sink.predictions if p.trial == name} for name in "ab"}
    assert ids == {"a": {0, 1}, "b": {2, 3}}


def test_a_recording_holds_ids_and_its_replay_gives_the_labels_of_the_run(model, engine, tmp_path):
    frames, _ = seen(next(scene for scene in SCENES if scene.name == "three across"))
    manifest = engine.manifest
    recorder = Recorder(tmp_path / "a.mcap", manifest.classes, metadata_of(manifest), 0)
    source = identified(Anonymous({"film": frames}), manifest)
    sink = KeepingSink()
    Pipeline(engine, recorder.watch(source), [sink, recorder], Decision()).run()
    recorder.close()
    again = KeepingSink()
    Pipeline(engine, open_source(f"replay:{tmp_path}/a.mcap?speed=max", manifest), [again], Decision()).run()
    assert len(again.predictions) == len(sink.predictions) > 100
    for one, other in zip(again.predictions, sink.predictions, strict=True):
        assert (one.frame, one.skeleton, one.held) == (other.frame, other.skeleton, other.held)
        assert one.probabilities.tobytes() == other.probabilities.tobytes()


def test_a_body_that_is_not_finite_does_not_end_a_recording_and_is_refused_again_in_its_replay(model, engine, tmp_path):
    frames, _ = seen(SCENES[0])
    for frame in frames[20:30]:
        for body in frame.bodies:
            body.joints[1, 3] = np.nan
    manifest = engine.manifest
    recorder = Recorder(tmp_path / "a.mcap", manifest.classes, metadata_of(manifest), 0)
    run = Pipeline(engine, recorder.watch(identified(Anonymous({"film": frames}), manifest)), [recorder], Decision())
    run.run()
    recorder.close()
    source = open_source(f"replay:{tmp_path}/a.mcap?speed=max", manifest)
    again = Pipeline(engine, source, [], Decision())
    again.run()
    assert again.ledger.samples == run.ledger.samples and run.ledger.samples.refused_bodies > 10
    assert again.ledger.ticks == run.ledger.ticks


def test_what_a_device_sends_is_heard_through_it(engine):
    source = Anonymous({})
    source.live = True
    wrapped = identified(source, engine.manifest)
    heard = []
    wrapped.on_received = heard.append
    source.on_received("bytes")
    assert heard == ["bytes"] and wrapped.on_received == heard.append and wrapped.live


def test_it_is_the_source_to_those_who_ask(engine):
    source = Anonymous({}, ("a", "b"))
    wrapped = identified(source, engine.manifest)
    assert isinstance(wrapped, Identified)
    for name in ("description", "period_ns", "classes", "files", "live", "stop", "close"):
        assert getattr(wrapped, name) == getattr(source, name)


def test_a_source_that_does_not_say_that_it_is_anonymous_is_a_mistake_of_the_program(engine):
    frames = frames_of(random_recording(2, joints=20)[..., 0])
    for frame in frames:
        frame.bodies[0].track = None
    with pytest.raises(ValueError, match="anonymous"):
        run_frames(engine, {"a": frames})
