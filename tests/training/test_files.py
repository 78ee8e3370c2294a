"""Files are wholly written or as they were before."""

import errno
import os
from pathlib import Path

import pytest
from refusals import refusal
from rtstgcn_training.files import write_whole


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_and_their_folder_are_made_and_nothing_else(tmp_path):
    write_whole({tmp_path / "a/one": b"1", tmp_path / "a/two": b"2"})
    assert (tmp_path / "a/one").read_bytes() == b"1" and (tmp_path / "a/two").read_bytes() == b"2"
    assert names(tmp_path / "a") == ["one", "two"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("call", [1, 2])
def test_what_fails_in_any_file_leaves_all_as_they_were(tmp_path, monkeypatch, error, call):
    before = {tmp_path / "one": b"old 1", tmp_path / "two": b"old 2"}
    write_whole(before)
    calls = []

    def full(descriptor):
        calls.append(descriptor)
        if len(calls) == call:
            raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        if isinstance(error, OSError):
            said = refusal(write_whole, dict.fromkeys(before, b"new"))
            assert "one" in said and "No space left on device" in said
        else:
            with pytest.raises(KeyboardInterrupt):
                write_whole(dict.fromkeys(before, b"new"))
    assert {path: path.read_bytes() for path in before} == before
    assert names(tmp_path) == ["one", "two"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said_in_one_line(tmp_path):
    (tmp_path / "a.partial").symlink_to("/dev/full")
    assert "a: cannot be written (No space left on device)" in refusal(write_whole, {tmp_path / "a": b"x" * 10**6})


def test_a_folder_that_is_none_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot be written" in refusal(write_whole, {tmp_path / "file" / "a": b""})
