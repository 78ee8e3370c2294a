"""`docs/recording.md` and the chapters on `doctor` and `devices` say what the code does."""

import argparse
import json
import re
from pathlib import Path

import pytest
from refusals import refusal

from rtstgcn_edge.cli import devices, doctor
from rtstgcn_edge.cli.main import main
from rtstgcn_edge.model_file import find_model, open_model
from rtstgcn_edge.recordings.mcap.layout import TOPICS
from rtstgcn_edge.recordings.mcap.reader import McapRecording
from rtstgcn_edge.sources import open_source

DOCS = Path(__file__).resolve().parents[4] / "docs"
GUIDE = (DOCS / "recording.md").read_text(encoding="utf-8")


def first_cells(text, heading):
    """First cells of the tables below a heading, without their quotes; those of several keys apart."""
    chapter = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]+`) \|", chapter, flags=re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    words = ["--source", "sim:gait?speed=max", "--sink", "jsonl:/dev/null"]
    assert main(["record", str(folder / "walk.mcap"), *words]) == 0
    return folder / "walk.mcap"


def test_topics_and_metadata(recorded):
    cells = first_cells(GUIDE, "What is in it")
    assert cells[: len(TOPICS)] == [f"/{topic.name}" for topic in TOPICS]
    assert cells[len(TOPICS) :] == list(McapRecording(recorded).metadata)


def test_options_of_the_replay(recorded):
    manifest = open_model(find_model("demo")).manifest
    known = refusal(open_source, f"replay:{recorded}?zzzzzz=1", manifest).rpartition("known: ")[2]
    assert first_cells(GUIDE, "Replay") == known.split(", ")


def test_the_example_in_python(recorded, monkeypatch, capsys):
    monkeypatch.chdir(recorded.parent)
    (program,) = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
    exec(program, {})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == McapRecording(recorded).frames and lines[0].startswith("0 standing 0.")


@pytest.mark.parametrize(
    ("verb", "heading"),
    [(doctor, "Is this machine fit: `doctor`"), (devices, "Which sensors are there: `devices`")],
)
def test_options_of_doctor_and_devices(verb, heading):
    parser = argparse.ArgumentParser(add_help=False)
    verb.add_arguments(parser)
    known = [(action.option_strings or [action.metavar])[0] for action in parser._actions]
    assert first_cells((DOCS / "using.md").read_text(encoding="utf-8"), heading) == known


def test_counters_and_summary_are_as_said(recorded):
    recording = McapRecording(recorded)
    (summary,) = (json.loads(entry.data) for entry in recording.entries("summary"))
    *_, status = (json.loads(entry.data) for entry in recording.entries("status"))
    assert status["ticks"] == summary["ticks"] and status["samples"] == summary["samples"] and "source" in status
