"""The file under most sinks: what is refused before it is touched, and what is said when it cannot be written."""

import io
import os
import sys

import pytest
from refusals import refusal

from rtstgcn_edge.errors import SinkError
from rtstgcn_edge.sinks.base import LineFile, check_file
from rtstgcn_edge.uri import parse_uri


def uri(target):
    return parse_uri(f"text:{target}", ["text"])


def test_a_check_touches_nothing(tmp_path):
    file = tmp_path / "out.txt"
    check_file(uri(file))
    assert not file.exists()
    file.write_text("former")
    check_file(uri(file))
    assert file.read_text() == "former"
    check_file(uri("-"))


def test_what_cannot_become_a_file_is_refused(tmp_path):
    assert refusal(check_file, uri("")) == "text:: names no file; give a file name, or - for standard output"
    assert refusal(check_file, uri(tmp_path)).startswith(f"text:{tmp_path}: names no file")
    missing = tmp_path / "missing" / "out.txt"
    assert refusal(check_file, uri(missing)) == f"text:{missing}: no folder {missing.parent}"
    assert refusal(check_file, uri("out.txt?append=1")) == (
        "text:out.txt?append=1: unknown option 'append'; known: none"
    )


def test_a_file_that_may_not_be_written_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path)
    assert refusal(check_file, uri(tmp_path / "out.txt")).endswith("no permission to write there")
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path / "old.txt")
    (tmp_path / "old.txt").touch()
    assert refusal(check_file, uri(tmp_path / "old.txt")).endswith("no permission to write there")


def test_a_home_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    check_file(uri("~/out.txt"))
    LineFile(uri("~/out.txt")).close()
    assert (tmp_path / "out.txt").exists()


def test_each_line_is_in_the_file_at_once_and_a_former_file_is_replaced(tmp_path):
    (tmp_path / "out.txt").write_text("former")
    file = LineFile(uri(tmp_path / "out.txt"))
    file.write("one\n")
    assert (tmp_path / "out.txt").read_text() == "one\n"
    file.close()


def test_standard_output_stays_open(capsys):
    file = LineFile(uri("-"))
    file.write("label\n")
    file.close()
    assert not sys.stdout.closed
    assert capsys.readouterr().out == "label\n"


def test_each_line_leaves_through_standard_output_at_once(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8"))
    LineFile(uri("-")).write("label\n")
    assert raw.getvalue() == b"label\n"


def test_a_name_that_the_encoding_cannot_say_is_written_with_escapes(tmp_path, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    LineFile(uri("-")).write("µ\n")
    assert raw.getvalue() == b"\\xb5\n"
    file = LineFile(uri(tmp_path / "out.txt"))
    file.write("\udcff\n")  # a byte of a file name that is not UTF-8
    file.close()
    assert (tmp_path / "out.txt").read_bytes() == b"\\udcff\n"


def test_a_file_that_cannot_be_opened_is_refused_in_one_line(tmp_path):
    long = tmp_path / ("x" * 300)
    assert refusal(LineFile, uri(long)) == f"text:{long}: cannot be written (File name too long)"


def test_a_full_disk_names_the_sink_at_the_write_and_at_the_close():
    file = LineFile(uri("/dev/full"))
    for attempt in (lambda: file.write("label\n"), file.close):
        said = refusal(attempt, error=SinkError)
        assert said == "text:/dev/full: cannot be written any more (No space left on device)"


def test_standard_output_that_cannot_be_written_is_given_up(monkeypatch):
    with open("/dev/full", "wb", buffering=0) as full:  # noqa: PTH123 - pathlib has no way to leave it open
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(full, write_through=True))
        file = LineFile(uri("-"))
        said = refusal(file.write, "label\n", error=SinkError)
        assert said == "text:-: cannot be written any more (No space left on device)"
        assert sys.stdout is None


@pytest.mark.parametrize(("terminal", "raised"), [(True, BrokenPipeError), (False, SinkError)])
def test_a_terminal_that_went_away_is_a_reader_that_did_and_a_disk_is_none(monkeypatch, terminal, raised):
    class Gone(io.StringIO):
        def isatty(self):
            return terminal

        def write(self, text):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdout", Gone())
    file = LineFile(uri("-"))
    with pytest.raises(raised):
        file.write("label\n")
    assert sys.stdout is None


def test_a_reader_that_went_away_is_no_fault_of_the_sink(monkeypatch):
    reader, writer = os.pipe()
    os.close(reader)
    pipe = open(writer, "w")  # noqa: PTH123, SIM115 - pathlib has no way to open a descriptor
    monkeypatch.setattr(sys, "stdout", pipe)
    file = LineFile(uri("-"))
    file.write("label")
    with pytest.raises(BrokenPipeError):
        file.close()
    with pytest.raises(BrokenPipeError):
        pipe.close()
