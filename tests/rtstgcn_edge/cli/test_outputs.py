import json
import os

from refusals import refusal

from rtstgcn_edge.cli.outputs import check_json, write_json


def test_what_can_be_written_is(tmp_path):
    for path in (None, tmp_path / "out.json"):
        check_json("--json", path)
        write_json("--json", path, {"a": [1]})
    assert json.loads((tmp_path / "out.json").read_text()) == {"a": [1]}
    check_json("--json", tmp_path / "out.json")


def test_what_cannot_be_a_file_is_refused_by_option_and_path(tmp_path):
    for path in (tmp_path, tmp_path / "no" / "out.json"):
        assert refusal(check_json, "--json", path) == f"--json {path}: names no file in an existing folder"
    assert refusal(write_json, "--json", tmp_path, {}) == f"--json {tmp_path}: cannot be written (Is a directory)"


def test_a_file_without_permission_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everywhere
    assert refusal(check_json, "--json", tmp_path / "out.json").endswith("out.json: no permission to write there")
