"""The form of a recording is picked by the ending of its path."""

import re
from pathlib import Path
from pkgutil import resolve_name

import numpy as np
import pytest
from refusals import refusal
from runs import random_recording, tiny_manifest

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.sources import open_source
from rtstgcn_edge.sources.replay import FORMS
from rtstgcn_edge.sources.replay.csv import CsvReplay
from rtstgcn_edge.sources.replay.npy import ArrayReplay
from rtstgcn_edge.sources.replay.xdf import XdfReplay


def test_arrays_are_what_has_no_form_of_its_own(tmp_path):
    np.save(tmp_path / "trial.npy", random_recording(5))
    assert type(open_source(f"replay:{tmp_path / 'trial.npy'}", tiny_manifest())) is ArrayReplay
    assert type(open_source(f"replay:{tmp_path}", tiny_manifest())) is ArrayReplay


@pytest.mark.parametrize("ending", FORMS)
def test_every_form_is_a_class_and_says_that_there_is_no_file(ending):
    assert isinstance(resolve_name(FORMS[ending]), type)
    assert "nowhere/x" in refusal(open_source, f"replay:nowhere/x{ending}", tiny_manifest(), error=SourceError)


def test_no_path_is_refused():
    assert "no path" in refusal(open_source, "replay:", tiny_manifest())


def test_the_options_of_samples_are_documented():
    page = Path(__file__).resolve().parents[4] / "docs" / "sensors.md"
    chapter = page.read_text(encoding="utf-8").partition("## Recordings: CSV and XDF")[2]
    documented = re.findall(r"^\| `(\w+)` \|", chapter, re.MULTILINE)
    assert len(set(documented)) == len(documented)
    assert set(documented) == CsvReplay.options.keys() | XdfReplay.options.keys()
