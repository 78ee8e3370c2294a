"""Files of one model stay hidden until all of them passed; then all are there, or none and the former ones are."""

from pathlib import Path

import pytest
from refusals import refusal
from rtstgcn_export.gate import staged

from rtstgcn_edge.errors import ModelError


def put(files, problem=None):
    with staged(files) as hidden:
        for path, content in files.items():
            assert hidden[path].name == path.name
            assert hidden[path].read_bytes() == content
            assert hidden[path].parent != path.parent
        if problem is not None:
            raise problem


def test_files_lie_side_by_side_and_then_where_they_belong(tmp_path):
    files = {tmp_path / "new" / name: name.encode() for name in ("m.c", "m.h", "m.onnx")}
    put(files)
    assert {path: path.read_bytes() for path in (tmp_path / "new").iterdir()} == files


def test_none_is_left_and_former_ones_stay_where_one_is_refused(tmp_path):
    (tmp_path / "m.c").write_text("former")
    files = {tmp_path / name: b"" for name in ("m.c", "m.h")}
    with pytest.raises(ModelError):
        put(files, ModelError("differs"))
    assert [path.name for path in tmp_path.iterdir()] == ["m.c"]
    assert (tmp_path / "m.c").read_text() == "former"


def test_what_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    files = {tmp_path / "file" / name: b"" for name in ("m.c", "m.h")}
    named = " and ".join(map(str, files))
    assert refusal(put, files).startswith(f"{named}: cannot be written (")


def test_what_is_said_of_a_hidden_file_names_it_as_it_was_asked_for(tmp_path):
    path = tmp_path / "m.c"
    with pytest.raises(ModelError) as caught, staged({path: b""}) as hidden:
        raise ModelError(f"{hidden[path]}: does not compile")
    assert str(caught.value) == f"{path}: does not compile"
    assert list(tmp_path.iterdir()) == []


def test_in_the_working_folder_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path("m.c")
    with pytest.raises(ModelError, match=r"^m\.c: does not compile$"), staged({path: b""}) as hidden:
        raise ModelError(f"{hidden[path]}: does not compile")
