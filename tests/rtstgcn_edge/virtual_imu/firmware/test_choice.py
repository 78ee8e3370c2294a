"""Which firmware runs: C where there is a compiler, Python else, or what was asked for."""

import pytest
from model_by_hand import needs_compiler
from refusals import refusal

from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.virtual_imu import CFirmware, PythonFirmware, choose_firmware


@needs_compiler
@pytest.mark.parametrize("choice", ["auto", "c"])
def test_c_is_taken_where_there_is_a_compiler(choice):
    assert choose_firmware("wire", choice, print) == ("the C library", CFirmware)


def test_python_is_taken_where_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    assert choose_firmware("wire", "auto", print) == ("the Python codec", PythonFirmware)
    assert "no C compiler" in refusal(choose_firmware, "wire", "c", print, error=ModelError)


def test_python_is_taken_where_it_is_asked_for():
    assert choose_firmware("wire", "python", print) == ("the Python codec", PythonFirmware)


@needs_compiler
def test_it_is_built_once_and_said(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    said = []
    for _ in range(2):
        choose_firmware("wire", "c", said.append)
    assert len(said) == 1 and said[0].startswith("building rtstgcn_wire.c for this processor")
