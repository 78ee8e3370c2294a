"""What is written to a terminal."""

import io

import pytest
from rich.text import Text

from rtstgcn_edge.cli.view.terminal import HOME, Terminal


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)
    file = io.StringIO()
    file.isatty = lambda: True
    return Terminal(file), file


def test_it_has_a_screen_of_its_own_and_gives_it_back(terminal):
    screen, file = terminal
    with screen:
        assert file.getvalue() == "\x1b[?1049h\x1b[H\x1b[?25l"
    assert file.getvalue().endswith("\x1b[?25h\x1b[?1049l")


def test_lines_are_drawn_over_in_place_and_what_was_there_is_erased(terminal):
    screen, file = terminal
    screen.show([Text("one"), Text("two")])
    assert file.getvalue() == "\x1b[Hone\x1b[K\r\ntwo\x1b[K\x1b[J"


def test_what_has_not_changed_is_not_written_again(terminal):
    screen, file = terminal
    for word in ("one", "one", "two"):
        screen.show([Text(word)])
    assert file.getvalue().count(HOME) == 2


def test_colours_are_those_that_the_terminal_can_show(terminal):
    screen, file = terminal
    screen.show([Text("w", "black on #ffc942")])
    assert "\x1b[30;48;5;221mw\x1b[0m" in file.getvalue()


def test_text_in_brackets_is_no_markup_and_numbers_have_no_colours_of_their_own(terminal):
    screen, file = terminal
    screen.show([Text("[bold] 12.5 'x'")])
    assert "[bold] 12.5 'x'" in file.getvalue()
