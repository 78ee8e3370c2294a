"""Standard error while the view has the terminal."""

import io

from rtstgcn_edge.cli.view.spoken import KEPT, Spoken


def test_lines_are_gathered_and_passed_on_in_order():
    behind = io.StringIO()
    spoken = Spoken(behind)
    print("cable", "pulled", file=spoken)
    print("back\n\nagain", file=spoken, end="")
    assert list(spoken.lines) == ["cable pulled", "back"] and behind.getvalue() == ""
    spoken.pass_on()
    assert behind.getvalue() == "cable pulled\nback\nagain\n"
    spoken.pass_on()
    assert behind.getvalue() == "cable pulled\nback\nagain\n", "once"


def test_of_very_many_the_last_are_kept():
    spoken = Spoken(io.StringIO())
    for number in range(KEPT + 5):
        print(number, file=spoken)
    assert spoken.lines[0] == "5" and len(spoken.lines) == KEPT
