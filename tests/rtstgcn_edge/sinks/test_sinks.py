"""A sink is picked by its scheme, and checked before it is opened."""

import subprocess
import sys

import pytest
from refusals import refusal
from runs import environment, tiny_manifest

from rtstgcn_edge.sinks import SINKS, check_sink, open_sink
from rtstgcn_edge.sinks.csv import CsvSink
from rtstgcn_edge.sinks.jsonl import JsonlSink
from rtstgcn_edge.sinks.text import TextSink

KINDS = {"text": TextSink, "jsonl": JsonlSink, "csv": CsvSink}
NO_LINES = {"live", "lsl", "mqtt", "mqtts", "serial", "video"}
"""Sinks that write no lines to a file; each has tests of its own."""


def test_every_scheme_is_tested():
    assert set(KINDS) | NO_LINES == set(SINKS)


@pytest.mark.parametrize("scheme", KINDS)
def test_a_sink_is_picked_by_its_scheme(tmp_path, scheme):
    uri = check_sink(f"{scheme}:{tmp_path / 'out'}")
    assert not (tmp_path / "out").exists()
    sink = open_sink(uri, tiny_manifest())
    assert type(sink) is KINDS[scheme]
    sink.close()
    assert (tmp_path / "out").exists()


@pytest.mark.parametrize("scheme", KINDS)
def test_a_target_that_cannot_be_a_file_is_refused_by_the_check(tmp_path, scheme):
    assert "no folder" in refusal(check_sink, f"{scheme}:{tmp_path}/missing/out")


def test_the_table_of_sinks_loads_none_of_them():
    modules = [name.partition(":")[0] for name in SINKS.values()]
    script = f"import sys, rtstgcn_edge.sinks; print(*set({modules}) & set(sys.modules))"
    command = [sys.executable, "-c", script]
    process = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=300, check=True)
    assert process.stdout == "\n"


def test_an_unknown_scheme_is_refused_with_the_near_miss():
    assert refusal(check_sink, "jsnol:-").endswith("did you mean 'jsonl'?")
    assert refusal(check_sink, "out.csv").endswith(f"known: {', '.join(f'{name}:' for name in SINKS)}")
