"""Near misses: the nearest known word is named, and nothing where nothing is near."""

import pytest

from rtstgcn_edge.hints import CERTAIN, LIKELY, near_miss


def test_a_near_miss_names_the_nearest_word_or_none():
    assert near_miss("jsnol", ["json", "jsonl", "csv"]) == "did you mean 'jsonl'?"
    assert near_miss("xyz", ["json", "csv"]) == ""
    assert near_miss("xyz", []) == ""


@pytest.mark.parametrize(("word", "known"), [("LHIP", "LHip"), ("JSNOL", "jsonl"), ("lhip", "LHip")])
def test_case_makes_no_miss_and_the_hint_is_spelt_as_the_known_word_is(word, known):
    assert near_miss(word, [known], CERTAIN) == f"did you mean '{known}'?"


def test_a_hint_asks_for_less_than_a_refusal_of_a_free_key():
    # 'rate' and 'rates' share 4 letters of 9: 2 * 4 / 9 = 0.89; 'rnu' and 'run' 2 in order of 6: 2 * 2 / 6 = 0.67
    assert LIKELY < 2 * 2 / 6 < CERTAIN < 2 * 4 / 9
    assert near_miss("rates", ["rate"], CERTAIN) == "did you mean 'rate'?"
    assert near_miss("rnu", ["run"]) == "did you mean 'run'?"
    assert near_miss("rnu", ["run"], CERTAIN) == ""
