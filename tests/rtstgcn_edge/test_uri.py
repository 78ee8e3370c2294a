"""Names of sources and sinks: what is understood, and what a person is told otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal

from rtstgcn_edge.uri import choice, number, parse_uri, speed, whole, without_secrets

SCHEMES = ["replay", "sim"]


def test_a_name_is_scheme_target_and_values():
    uri = parse_uri("replay:data/val?speed=max&rate_hz=50", SCHEMES)
    assert (uri.scheme, uri.target) == ("replay", "data/val")
    assert uri.values == {"speed": "max", "rate_hz": "50"}
    assert uri.text == "replay:data/val?speed=max&rate_hz=50"


def test_a_target_keeps_its_colons_and_slashes():
    assert parse_uri("replay:C:/a b//c:d", SCHEMES).target == "C:/a b//c:d"


@given(st.text(alphabet=st.characters(blacklist_characters="?", blacklist_categories=["Cs"])))
def test_any_target_without_a_question_mark_comes_through_as_it_is(target):
    uri = parse_uri(f"sim:{target}", SCHEMES)
    assert (uri.target, dict(uri.values)) == (target, {})


def test_percent_signs_stand_for_characters_in_values():
    assert parse_uri("sim:x?a=1%262%3D3", SCHEMES).values == {"a": "1&2=3"}


def test_a_plus_in_a_value_is_a_plus_as_in_a_path():
    assert parse_uri("sim:x?a=/data/c++/b.task&b=s+/=", SCHEMES).values == {"a": "/data/c++/b.task", "b": "s+/="}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("repaly:x", "repaly:x: unknown scheme 'repaly:'; did you mean 'replay'?"),
        ("Replay:x", "Replay:x: unknown scheme 'Replay:'; did you mean 'replay'?"),
        ("mqtt://host/t", "mqtt://host/t: unknown scheme 'mqtt:'; known: replay:, sim:"),
        (":x", ":x: unknown scheme ':'; known: replay:, sim:"),
        ("trial.npy", "trial.npy: no scheme (as in 'replay:trial.npy'); known: replay:, sim:"),
        ("/dev/ttyUSB0", "/dev/ttyUSB0: no scheme (as in 'replay:/dev/ttyUSB0'); known: replay:, sim:"),
        ("", "'': no scheme (as in 'replay:'); known: replay:, sim:"),
        ("sim:gait?seed=1&seed=2", "sim:gait?seed=1&seed=2: option 'seed' is given twice"),
    ],
)
def test_a_name_that_is_none_is_refused_with_what_is_known(text, said):
    assert refusal(parse_uri, text, SCHEMES) == said


def test_a_bare_device_is_taken_for_what_it_probably_is():
    schemes = ("replay", "imu", "camera")
    assert "(as in 'imu:/dev/ttyUSB0')" in refusal(parse_uri, "/dev/ttyUSB0", schemes)
    assert "(as in 'camera:/dev/video0')" in refusal(parse_uri, "/dev/video0", schemes)
    assert "(as in 'camera:0')" in refusal(parse_uri, "0", schemes)


def test_a_bare_film_or_address_of_a_camera_is_told_its_scheme():
    schemes = ("replay", "camera", "video")
    assert "no scheme (as in 'video:a/Clip.MP4?speed=max')" in refusal(parse_uri, "a/Clip.MP4?speed=max", schemes)
    assert "no scheme (as in 'replay:trial.npy')" in refusal(parse_uri, "trial.npy", schemes)
    said = refusal(parse_uri, "rtsp://host/x", schemes)
    assert said.startswith("rtsp://host/x: unknown scheme 'rtsp:' (as in 'camera:rtsp://host/x'); known: replay:, ")
    assert "as in" not in refusal(parse_uri, "http://host/x", ("text", "live")), "of sinks there is no such"


def test_options_pass_their_parsers():
    uri = parse_uri("sim:gait?seed=3&speed=max", SCHEMES)
    assert uri.options({"seed": whole(0), "speed": speed, "seconds": number(1)}) == {"seed": 3, "speed": None}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sed=1", "unknown option 'sed'; did you mean 'seed'?"),
        ("colour=1", "unknown option 'colour'; known: seed, speed"),
        ("seed", "seed=: a whole number of at least 0 is expected"),
        ("seed=-1", "seed=-1: a whole number of at least 0 is expected"),
        ("seed=1.5", "seed=1.5: a whole number of at least 0 is expected"),
        ("speed=fast", "speed=fast: a factor of real time (1 is real time) or 'max' is expected"),
    ],
)
def test_a_wrong_option_is_refused_with_what_is_expected(query, said):
    uri = parse_uri(f"sim:gait?{query}", SCHEMES)
    assert refusal(uri.options, {"seed": whole(0), "speed": speed}) == f"sim:gait?{query}: {said}"


def test_where_nothing_is_an_option_it_says_so():
    assert refusal(parse_uri("sim:gait?a=1", SCHEMES).options, {}) == "sim:gait?a=1: unknown option 'a'; known: none"


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "0.9", "10.1", "", "ten", "1e400"])
def test_a_number_is_finite_and_within_its_bounds(text):
    with pytest.raises(ValueError, match="a number from 1 to 10 is expected"):
        number(1, 10)(text)


def test_a_number_without_an_upper_bound_is_finite_all_the_same():
    assert number(1)("1e300") == 1e300
    with pytest.raises(ValueError, match="of at least 1 is expected"):
        number(1)("inf")


@pytest.mark.parametrize(("text", "factor"), [("1", 1.0), ("0.5", 0.5), ("1e3", 1000.0), ("max", None)])
def test_a_speed_is_a_factor_or_max(text, factor):
    assert speed(text) == factor


@pytest.mark.parametrize("text", ["0", "-1", "inf", "nan", "MAX", ""])
def test_a_speed_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="or 'max' is expected"):
        speed(text)


def test_a_choice_is_one_of_its_words():
    parse = choice("frames", "samples")
    assert parse("samples") == "samples"
    with pytest.raises(ValueError, match=r"did you mean 'frames'\?"):
        parse("frame")
    with pytest.raises(ValueError, match="frames or samples is expected"):
        parse("")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("camera:rtsp://me:secret@host/stream?width=640", "camera:rtsp://***@host/stream?width=640"),
        ("camera:rtsp://me:se@cr@et@host/a@b, mqtt://c", "camera:rtsp://***@host/a@b, mqtt://c"),
        ("live:0.0.0.0:8080?token=abc&x=1", "live:0.0.0.0:8080?token=***&x=1"),
        ("live:0.0.0.0:8080?token=abc: is refused", "live:0.0.0.0:8080?token=***: is refused"),
        ("live:8080?token=a:b", "live:8080?token=***"),
        ("add ?token= and a word", "add ?token= and a word"),
        ('["live::8080?token=abc", "mqtt://a:b@c/d"]', '["live::8080?token=***", "mqtt://***@c/d"]'),
        ("imu:/dev/ttyUSB0?baud=115200", "imu:/dev/ttyUSB0?baud=115200"),
        ("replay:a@b.npy", "replay:a@b.npy"),
    ],
)
def test_secrets_are_not_shown(text, shown):
    assert without_secrets(text) == shown
