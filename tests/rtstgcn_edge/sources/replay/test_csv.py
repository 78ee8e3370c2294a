"""Tables and logged lines as recordings: the same frames as the samples in them, or one line."""

import numpy as np
import pytest
from refusals import refusal
from runs import tiny_manifest

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.resample import resample
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources import open_source

SKELETON = load_skeleton("imu3").to_dict()
JOINTS = [str(joint) for joint in SKELETON["joints"]]
CHANNELS = ["acc_x", "acc_y", "acc_z"]
SAID = {"skeleton": SKELETON, "channels": CHANNELS, "units": ["m/s^2"] * 3, "rate_hz": 100.0}
FRAMES = 120


@pytest.fixture
def x():
    """(L, V, C) float32."""
    return np.random.default_rng(1).standard_normal((FRAMES, 3, 3)).astype(np.float32)


def table(x, *, time="time", rate=100.0, unit_s=1.0, joints=None, separator=",", channels=CHANNELS, start=12.0):
    names = [f"{joint}_{channel}" for joint in joints or JOINTS for channel in channels]
    lines = [separator.join([time, *names] if time else names)]
    for k, frame in enumerate(x):
        stamp = [repr((start + k / rate) / unit_s)] if time else []
        lines.append(separator.join([*stamp, *(repr(float(value)) for value in frame.ravel())]))
    return lines


def logged(x, *, rate=100.0, start_us=0, names=False, skip=()):
    """Lines of a board, nodes in turn."""
    for k, frame in enumerate(x):
        for node, values in enumerate(frame):
            if (k, node) not in skip:
                t = (start_us + round(k * 1e6 / rate)) % 2**32
                yield f"{JOINTS[node] if names else node},{t},{','.join(repr(float(value)) for value in values)}"


def opened(tmp_path, lines, query="speed=max", **said):
    path = tmp_path / "walk.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_source(f"replay:{path}?{query}", tiny_manifest(**(SAID | said)))


def frames_of(source):
    (trial,) = source.trials()
    assert trial.name == "walk"
    return list(trial.frames)


def joints_of(frames):
    """(L, V, C), all frames with a body."""
    assert [frame.number for frame in frames] == list(range(len(frames)))
    return np.array([frame.bodies[0].joints.T for frame in frames])


@pytest.mark.parametrize("options", [{}, {"time": "t_ms", "unit_s": 1e-3}, {"time": None}, {"separator": ";"}])
def test_a_table_gives_its_rows_bit_for_bit(tmp_path, x, options):
    source = opened(tmp_path, table(x, **options))
    np.testing.assert_array_equal(joints_of(frames_of(source)), x)
    counts = source.facts()["nodes"]
    assert all(one["received"] == one["used"] == FRAMES for one in counts.values()) and source.remarks() == []


def test_a_trial_can_be_played_twice(tmp_path, x):
    source = opened(tmp_path, table(x))
    assert len(frames_of(source)) == len(frames_of(source)) == FRAMES


@pytest.mark.parametrize("rate", [100.0, 64.0, 200.0])
def test_another_rate_is_resampled_as_a_whole_recording_is(tmp_path, x, rate):
    source = opened(tmp_path, table(x, rate=rate), rate_hz=50.0)
    np.testing.assert_array_equal(joints_of(frames_of(source)), resample(x, rate, 50.0))
    assert f"at {rate:g} Hz, resampled to 50 Hz" in source.description


def test_rows_without_a_time_come_at_the_rate_that_is_given(tmp_path, x):
    source = opened(tmp_path, table(x, time=None), "speed=max&rate_hz=200")
    np.testing.assert_array_equal(joints_of(frames_of(source)), resample(x, 200.0, 100.0))


def test_stamps_in_whole_milliseconds_make_no_other_rate(tmp_path, x):
    lines = table(x, rate=60.0)
    for k in range(1, len(lines)):
        time, _, rest = lines[k].partition(",")
        lines[k] = f"{round(float(time), 3)},{rest}"
    source = opened(tmp_path, lines, rate_hz=60.0)
    assert source.facts()["rate_hz"] == 60
    np.testing.assert_array_equal(joints_of(frames_of(source)), x)


def test_columns_in_any_order_with_units_and_others_beside(tmp_path, x):
    lines = table(x / 9.80665, joints=JOINTS[::-1])
    lines[0] = ",".join(name if name == "time" else f"{name}[g]" for name in lines[0].split(",")) + ",battery"
    source = opened(tmp_path, [lines[0], *(f"{line},99" for line in lines[1:])])
    np.testing.assert_allclose(joints_of(frames_of(source)), x[:, ::-1], rtol=1e-5, atol=1e-6)


def test_nodes_and_axes_are_mapped_as_those_of_a_device(tmp_path, x):
    lines = table(x, joints=["one", "two", "three"])
    source = opened(tmp_path, lines, "speed=max&nodes=three,one,two&axes=y,-x,z")
    expected = x[:, [2, 0, 1]][:, :, [1, 0, 2]] * np.array([1, -1, 1], np.float32)
    np.testing.assert_array_equal(joints_of(frames_of(source)), expected)


def test_missing_rows_are_ticks_without_bodies(tmp_path, x):
    lines = table(x)
    del lines[51:54]
    source = opened(tmp_path, lines)
    frames = frames_of(source)
    assert [frame.number for frame in frames] == list(range(FRAMES))
    assert [k for k, frame in enumerate(frames) if not frame.bodies] == [50, 51, 52]
    assert all(one["lost"] == 3 for one in source.facts()["nodes"].values())
    assert len(source.remarks()) == 3


def test_a_long_gap_passes_ticks_over(tmp_path, x):
    lines = table(x)
    later = [
        lines[0],
        *lines[1:61],
        *(f"{float(line.split(',')[0]) + 60},{line.partition(',')[2]}" for line in lines[61:]),
    ]
    frames = frames_of(opened(tmp_path, later))
    assert frames[-1].number == FRAMES - 1 + 6000 and len(frames) < FRAMES + 120


def test_an_empty_field_holds_that_node(tmp_path, x):
    lines = table(x)
    fields = lines[31].split(",")
    fields[2] = ""
    source = opened(tmp_path, [*lines[:31], ",".join(fields), *lines[32:]])
    frames = frames_of(source)
    assert frames[30].bodies[0].confidence.tolist() == [0, 1, 1]
    np.testing.assert_array_equal(frames[30].bodies[0].joints[:, 0], x[29, 0])
    np.testing.assert_array_equal(frames[30].bodies[0].joints[:, 1:], x[30, 1:].T)
    assert source.facts()["nodes"][JOINTS[0]]["refused"] == 1


@pytest.mark.parametrize("names", [False, True])
def test_logged_lines_give_their_samples_bit_for_bit(tmp_path, x, names):
    source = opened(tmp_path, list(logged(x, names=names, start_us=7)))
    np.testing.assert_array_equal(joints_of(frames_of(source)), x)


def test_logged_lines_pass_the_wrap_of_the_clock_and_what_is_no_sample(tmp_path, x):
    lines = list(logged(x, start_us=2**32 - 500_000))
    lines[40:40] = ["# calibrated", "ets Jul 29 2019", ""]
    source = opened(tmp_path, lines)
    np.testing.assert_array_equal(joints_of(frames_of(source)), x)
    assert "1 lines passed over" in source.description


def test_a_lost_line_holds_that_node(tmp_path, x):
    source = opened(tmp_path, list(logged(x, skip={(30, 1)})))
    frames = frames_of(source)
    assert len(frames) == FRAMES
    assert frames[30].bodies[0].confidence.tolist() == [1, 0, 1]
    np.testing.assert_array_equal(frames[30].bodies[0].joints[:, 1], x[29, 1])


def test_units_of_lines(tmp_path, x):
    lines = list(logged(x / 9.80665))
    frames = frames_of(opened(tmp_path, lines, "speed=max&units=g,deg/s"))
    np.testing.assert_allclose(joints_of(frames), x, rtol=1e-5, atol=1e-6)


def test_in_real_time_frames_come_at_their_instants(tmp_path, x):
    source = opened(tmp_path, table(x[:30]), "speed=2")
    frames = frames_of(source)
    steps = np.diff([frame.captured for frame in frames])
    assert abs(steps - 5e6).max() < 1e4
    assert all(frame.arrived >= frame.captured for frame in frames)
    assert source.period_ns == 5e6 and not source.live


def row(lines, number, change):
    return [*lines[:number], change(lines[number]), *lines[number + 1 :]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: [], "empty"),
        (lambda lines: lines[:1], "no row of numbers"),
        (lambda lines: lines[:2], "too few samples to tell their rate"),
        (lambda lines: row(lines, 5, lambda line: line + ",1"), "line 6 has 11 fields; the header has 10"),
        (lambda lines: row(lines, 5, lambda line: line[: line.rindex(",")] + ",x"), "line 6: 'x' is no number"),
        (lambda lines: row(lines, 5, lambda line: line[line.index(",") :]), "row 5 has no time"),
        (lambda lines: row(lines, 5, lambda line: lines[4]), "time does not go on at row 5"),
        (lambda lines: ["time," + lines[0], *lines[1:]], "two columns of time"),
        (lambda lines: [lines[0].replace(JOINTS[2], "hand"), *lines[1:]], f"takes 3: {', '.join(JOINTS)}"),
        (lambda lines: [lines[0].replace("_acc_z", "_mag_z"), *lines[1:]], "does not measure acc_z"),
        (lambda lines: ["a,b,c", "1,2,3"], "label them NODE_acc_x"),
        (lambda lines: ["0,100,1,2,3", "0,110,1,2"], "takes 3"),
        (lambda lines: ["0,,1,2,3"], "line 1 has no time"),
        (lambda lines: ["0,1,x,2,3"], "could not convert"),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path, x, change, said):
    message = refusal(opened, tmp_path, change(table(x)))
    assert said in message


def refused(tmp_path, lines, query="speed=max"):
    return refusal(lambda: opened(tmp_path, lines, query))


def test_a_clock_that_starts_anew_is_refused(tmp_path, x):
    lines = [*logged(x, start_us=10**9), *logged(x)]
    assert "goes back after 1.2 s; cut it there" in refused(tmp_path, lines)


def test_options_that_do_not_fit(tmp_path, x):
    assert "rate_hz=50, but its samples come at 100 Hz" in refused(tmp_path, table(x), "rate_hz=50")
    assert "units= is for lines" in refused(tmp_path, table(x), "units=g")
    assert "deg/s" in refused(tmp_path, list(logged(x)), "units=furlong")
    assert "did you mean 'nodes'?" in refused(tmp_path, table(x), "node=1,2,3")
    assert "factor of 100" in refused(tmp_path, table(x, time=None), "rate_hz=20000")
    message = refusal(lambda: open_source("replay:nothing.csv", tiny_manifest(**SAID)), error=SourceError)
    assert message == "nothing.csv: no such recording"


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00" * 30)
    assert "not a text file" in refusal(open_source, f"replay:{tmp_path / 'x.csv'}", tiny_manifest(**SAID))
