"""A sink is picked by its scheme, and checked before it is opened."""

import pytest
from refusals import refusal
from runs import tiny_manifest

from rtstgcn_edge.sinks import SINKS, check_sink, open_sink


@pytest.mark.parametrize("scheme", ["text", "jsonl", "csv"])
def test_a_sink_is_picked_by_its_scheme(tmp_path, scheme):
    uri = check_sink(f"{scheme}:{tmp_path / 'out'}")
    assert not (tmp_path / "out").exists()
    sink = open_sink(uri, tiny_manifest())
    assert type(sink) is SINKS[scheme]
    sink.close()
    assert (tmp_path / "out").exists()


def test_an_unknown_scheme_is_refused_with_the_near_miss():
    assert refusal(check_sink, "jsnol:-").endswith("did you mean 'jsonl'?")
    assert refusal(check_sink, "out.csv").endswith("known: text:, jsonl:, csv:")
