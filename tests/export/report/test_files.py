"""The files hold what the report holds."""

import csv
import json

import pytest
from refusals import refusal
from rtstgcn_export.report.files import COLUMNS
from rtstgcn_export.report.result import TensorReport

from rtstgcn_edge.errors import InputError


@pytest.fixture(scope="module")
def written(report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report") / "new" / "folder"
    paths = report.write(folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in paths)
    return {path.suffix: path for path in paths}


def test_json_is_the_whole_report(case, report, written):
    found = json.loads(written[".json"].read_text())
    assert found == json.loads(json.dumps(report.as_dict()))
    assert [tensor["name"] for tensor in found["tensors"]] == [tensor.name for tensor in report.tensors]
    assert found["agreement"] == report.agreement and found["tensors"][0]["exponent"] == case.exponents.frame


def test_csv_has_a_line_for_each_tensor(report, written):
    with written[".csv"].open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert set(COLUMNS) == set(TensorReport.__dataclass_fields__) - {"histogram"}
    for line, tensor in zip(lines, report.tensors, strict=True):
        assert line["name"] == tensor.name and float(line["largest"]) == tensor.largest
        for key in ("saturated", "local_db", "accumulated_db", "share"):
            value = getattr(tensor, key)
            assert (line[key] == "") if value is None else (float(line[key]) == value)
    assert lines[0]["exponent"] == " ".join(map(str, report.tensors[0].exponent))


def test_what_cannot_be_written_is_refused(report, tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot be written" in refusal(report.write, tmp_path / "file")
    assert (tmp_path / "file").read_text() == ""


def test_nothing_is_written_where_the_picture_does_not_fit(report, tmp_path, monkeypatch):
    def full(*arguments):
        raise InputError("no space left")

    monkeypatch.setattr("rtstgcn_export.report.picture.picture", full)
    assert refusal(report.write, tmp_path) == "no space left"
    assert list(tmp_path.iterdir()) == []
