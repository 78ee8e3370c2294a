"""The file under most sinks: what is refused before it is touched, and what is said when it cannot be written."""

import io
import sys

import pytest
from refusals import refusal

from rtstgcn_edge.sinks.base import check_file, close_text, open_text
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
    close_text(open_text(uri("~/out.txt")))
    assert (tmp_path / "out.txt").exists()


def test_each_line_is_in_the_file_at_once_and_a_former_file_is_replaced(tmp_path):
    (tmp_path / "out.txt").write_text("former")
    file = open_text(uri(tmp_path / "out.txt"))
    file.write("one\n")
    assert (tmp_path / "out.txt").read_text() == "one\n"
    close_text(file)
    assert file.closed


def test_standard_output_stays_open(capsys):
    file = open_text(uri("-"))
    assert file is sys.stdout
    file.write("label\n")
    close_text(file)
    assert not file.closed
    assert capsys.readouterr().out == "label\n"


def test_each_line_leaves_through_standard_output_at_once(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8"))
    open_text(uri("-")).write("label\n")
    assert raw.getvalue() == b"label\n"


def test_a_name_that_the_encoding_cannot_say_is_written_with_escapes(tmp_path, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    open_text(uri("-")).write("µ\n")
    assert raw.getvalue() == b"\\xb5\n"
    file = open_text(uri(tmp_path / "out.txt"))
    file.write("\udcff\n")  # a byte of a file name that is not UTF-8
    close_text(file)
    assert (tmp_path / "out.txt").read_bytes() == b"\\udcff\n"


def test_a_file_that_cannot_be_opened_is_refused_in_one_line(tmp_path):
    long = tmp_path / ("x" * 300)
    assert refusal(open_text, uri(long)) == f"text:{long}: cannot be written (File name too long)"


def test_a_full_disk_is_an_error_of_the_write_or_the_close():
    file = open_text(uri("/dev/full"))
    with pytest.raises(OSError, match="No space left"):
        file.write("label\n")
    with pytest.raises(OSError, match="No space left"):
        close_text(file)


def test_standard_output_that_cannot_be_written_is_given_up(monkeypatch):
    full = open("/dev/full", "w")  # noqa: PTH123, SIM115 - pathlib has no way to leave it open
    monkeypatch.setattr(sys, "stdout", full)
    full.write("label\n")
    with pytest.raises(OSError, match="No space left"):
        close_text(full)
    assert sys.stdout is None
    with pytest.raises(OSError, match="No space left"):
        full.close()
