"""Sections: near misses refused, unknown keys kept, and one line for any problem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rtstgcn_edge.sections import Section, first_problem


class Inner(Section):
    sampling_rate: float = 1.0


class Outer(Section):
    inner: Inner = Inner()
    items: list[Inner] = []  # noqa: RUF012 (a pydantic default is copied)
    label: str = ""


def problem(values):
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate(values)
    return first_problem(caught.value)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"lable": "x"}, "unknown key 'lable'; did you mean 'label'?"),
        ({"Label": "x"}, "unknown key 'Label'; did you mean 'label'?"),
        ({"label": "x", "labels": "y"}, "unknown key 'labels'; did you mean 'label'?"),
        ({"inner": {"sampling-rate": 2}}, "inner: unknown key 'sampling-rate'; did you mean 'sampling_rate'?"),
        ({"items": [{}, {"samplingRate": 2}]}, "items.1: unknown key 'samplingRate'; did you mean 'sampling_rate'?"),
    ],
)
def test_a_near_miss_is_refused_and_both_keys_are_named(values, message):
    assert problem(values) == message


def test_a_near_miss_in_json_is_refused_too():
    with pytest.raises(ValidationError, match="did you mean 'sampling_rate'"):
        Outer.model_validate_json('{"inner": {"samplingrate": 2}}')


def test_a_key_that_only_resembles_a_known_one_is_the_user_s_own():
    assert Outer.model_validate({"label_map": "x"}).model_extra == {"label_map": "x"}


def test_unknown_keys_are_kept_at_every_level_and_written_back():
    values = {"inner": {"sampling_rate": 2.0, "colour": "red"}, "items": [{"zz": [1]}], "remark": None}
    outer = Outer.model_validate(values)
    assert outer.model_extra == {"remark": None}
    assert outer.inner.model_extra == {"colour": "red"}
    assert Outer.model_validate(outer.model_dump()) == outer
    assert outer.model_dump()["items"] == [{"sampling_rate": 1.0, "zz": [1]}]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"label": 3}, "label: Input should be a valid string, not 3"),
        ({"inner": {"sampling_rate": float("nan")}}, "inner.sampling_rate: Input should be a finite number, not nan"),
        ({"items": {}}, "items: Input should be a valid list"),
    ],
)
def test_a_problem_names_its_place_and_its_value(values, message):
    assert problem(values) == message


def test_text_that_is_no_json_is_not_repeated():
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate_json('{"label": "' + "secret " * 1000)
    message = first_problem(caught.value)
    assert message.startswith("Invalid JSON") and "secret" not in message


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(["inner", "items", "label", "sampling_rate"]), json_values) | json_values)
def test_whatever_comes_in_is_valid_or_refused_in_one_short_line(values):
    try:
        Outer.model_validate(values)
    except ValidationError as error:
        message = first_problem(error)
        assert len(message.splitlines()) == 1 and len(message) < 600
