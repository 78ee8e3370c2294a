"""The cache of built libraries: where it is, what counts as used, and what goes."""

import os
import threading
import time
from pathlib import Path

import pytest

from rtstgcn_edge.native import cache
from rtstgcn_edge.native.cache import DAYS, cache_folder, found, keep
from rtstgcn_edge.seal import SEALS, sealed

WHOLE = sealed(b"code", SEALS[".so"])
DAY = 24 * 3600


def name(letter: str) -> str:
    return f"{letter}-{letter * 32}.so"


def put(path: Path, days_ago: float, content: bytes = WHOLE) -> Path:
    path.write_bytes(content)
    then = time.time() - days_ago * DAY
    os.utime(path, (then, then))
    return path


def kept_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_cache_is_where_the_xdg_variable_says(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "rtstgcn-edge"
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for value in ("", "relative/path"):
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert cache_folder() == tmp_path / "home" / ".cache" / "rtstgcn-edge"


def test_what_was_not_used_for_long_goes_when_another_library_is_kept(tmp_path):
    put(tmp_path / name("a"), DAYS + 1)
    put(tmp_path / name("b"), DAYS - 1)
    assert keep(WHOLE, tmp_path / name("c"))
    assert kept_in(tmp_path) == {name("b"), name("c")}


def test_to_be_found_is_to_be_used(tmp_path):
    old = put(tmp_path / name("a"), DAYS + 1)
    assert found(old)
    assert keep(WHOLE, tmp_path / name("c"))
    assert kept_in(tmp_path) == {name("a"), name("c")}


def test_what_a_killed_run_left_goes_too_but_not_before_its_time(tmp_path):
    put(tmp_path / f".{name('a')}.k3x_9", DAYS + 1, b"half")
    put(tmp_path / f".{name('b')}.k3x_9", 0, b"of a run that writes now")
    assert keep(WHOLE, tmp_path / name("c"))
    assert kept_in(tmp_path) == {f".{name('b')}.k3x_9", name("c")}


def test_what_is_not_ours_stays_however_old(tmp_path):
    others = ["notes.txt", "libm.so", "a-123.so", name("a").replace(".so", ".c")]
    for other in others:
        put(tmp_path / other, 10 * DAYS)
    (tmp_path / "pose").mkdir()
    put(tmp_path / "pose" / name("a"), 10 * DAYS)
    (tmp_path / name("d")).mkdir()
    os.utime(tmp_path / name("d"), (0, 0))
    assert keep(WHOLE, tmp_path / name("c"))
    assert kept_in(tmp_path) == {*others, "pose", name("d"), name("c")}
    assert kept_in(tmp_path / "pose") == {name("a")}


def test_a_clock_that_has_not_been_set_removes_nothing(tmp_path, monkeypatch):
    put(tmp_path / name("a"), 1)
    monkeypatch.setattr(cache.time, "time", lambda: 60.0)
    assert keep(WHOLE, tmp_path / name("c"))
    assert kept_in(tmp_path) == {name("a"), name("c")}


@pytest.mark.parametrize("content", [b"", WHOLE[:-1], b"X" + WHOLE[1:], b"never sealed"])
def test_what_is_not_whole_is_not_found(tmp_path, content):
    assert not found(put(tmp_path / name("a"), 0, content))
    assert not found(tmp_path / name("b"))
    assert not found(tmp_path)


def test_a_library_that_may_be_read_and_not_touched_is_found(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "utime", refuse)
    (tmp_path / name("a")).write_bytes(WHOLE)
    assert found(tmp_path / name("a"))


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "file").touch()
    assert not keep(WHOLE, tmp_path / "file" / name("a"))


def test_runs_that_keep_and_remove_at_the_same_time_do_not_meet(tmp_path):
    for old in range(60):
        put(tmp_path / f"{old}-{'0' * 32}.so", DAYS + 1)
    start, problems = threading.Barrier(4), []

    def work(letter):
        try:
            start.wait()
            for _ in range(10):
                assert keep(WHOLE, tmp_path / name(letter)) and found(tmp_path / name(letter))
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=[letter]) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert kept_in(tmp_path) == {name(letter) for letter in "abcd"}
