"""Notices: once per kind and interval, and nothing forgotten."""

import io
import sys

import pytest

from rtstgcn_edge import notices
from rtstgcn_edge.notices import Notices, listeners, tell

SECOND = 10**9


def test_a_kind_is_said_once_in_an_interval_and_what_was_left_out_is_counted():
    lines, clock = [], [0]
    notices = Notices(lines.append, interval_s=10, now=lambda: clock[0])
    for second in (0, 1, 9):
        clock[0] = second * SECOND
        notices.say("gap", f"gap at {second}")
    notices.say("reset", "the device started anew")
    clock[0] = 10 * SECOND
    notices.say("gap", "gap at 10")
    clock[0] = 21 * SECOND
    notices.say("gap", "gap at 21")
    assert lines == ["gap at 0", "the device started anew", "gap at 10 (and 2 more like it)", "gap at 21"]


def test_lines_go_to_standard_error(capsys):
    Notices().say("gap", "a gap")
    assert capsys.readouterr() == ("", "a gap\n")


@pytest.mark.parametrize("error", [BrokenPipeError(32, "Broken pipe"), OSError(5, "Input/output error")])
def test_where_nobody_can_be_told_any_more_it_goes_on(monkeypatch, error):
    class Gone(io.StringIO):
        def write(self, text):
            raise error

    monkeypatch.setattr(sys, "stderr", Gone())
    heard = []
    monkeypatch.setattr(notices, "listeners", [heard.append])
    Notices().say("gap", "a gap")
    tell("the end")
    assert heard == ["a gap"]


def test_listeners_hear_what_goes_to_standard_error_and_nothing_else(capsys):
    heard = []
    listeners.append(heard.append)
    try:
        Notices().say("gap", "a gap")
        Notices(lambda line: None).say("gap", "not for them")
    finally:
        listeners.remove(heard.append)
    assert heard == ["a gap"] and capsys.readouterr().err == "a gap\n"
