"""Lines for people: a newcomer, then one line a change."""

from runs import prediction, tick_of, tiny_manifest

from rtstgcn_edge.frames import Event
from rtstgcn_edge.sinks import check_sink, open_sink


def text(capsys, *ticks, **said):
    sink = open_sink(check_sink("text:-"), tiny_manifest(**said))
    for tick in ticks:
        sink.emit(tick)
    sink.close()
    return capsys.readouterr().out.splitlines()


def test_a_newcomer_is_shown_with_the_time_that_it_takes_to_warm_up(capsys):
    assert text(capsys, tick_of([prediction(warm=False)])) == [
        "walk",
        "     0.00 s  class1  0.70  warming up, 0.12 s",
    ]


def test_a_newcomer_that_is_warm_is_shown_without_a_remark(capsys):
    assert text(capsys, tick_of([prediction()]))[1] == "     0.00 s  class1  0.70"


def test_only_events_are_shown_after_that(capsys):
    ticks = [tick_of([prediction(t)]) for t in range(10)]
    ticks[4].events = [Event("walk", 4, 0, 2, 0.875, 2.34, None, 0.0)]
    ticks[9].events = [Event("walk", 9, 0, 3, 0.5, 12.5, 2, 10.16)]
    assert text(capsys, *ticks)[2:] == [
        "     2.34 s  class2  0.88",
        "    12.50 s  class3  0.50  after 10.16 s of class2",
    ]


def test_skeletons_beyond_the_first_are_numbered(capsys):
    shown = text(capsys, tick_of([prediction(skeleton=0), prediction(skeleton=2)]))
    assert shown[1:] == ["     0.00 s  class1  0.70", "     0.00 s  class1  0.70  #2"]


def test_each_trial_is_named_and_starts_with_its_newcomers(capsys):
    ticks = [tick_of([prediction(trial=name)]) for name in ("one", "one", "two")]
    assert [line for line in text(capsys, *ticks) if " s " not in line] == ["one", "two"]
    assert len(text(capsys, *ticks)) == 4


def test_names_of_any_alphabet_line_up(capsys):
    names = ["µ", "a, b", 'say "hi"', "stäßding"]
    ticks = [tick_of([prediction(skeleton=s, label=s) for s in range(4)])]
    shown = text(capsys, *ticks, classes=names)[1:]
    assert [line[13:21].rstrip() for line in shown] == names
    assert {line[21:27] for line in shown} == {"  0.70"}


def test_a_file_holds_the_same_lines(tmp_path):
    sink = open_sink(check_sink(f"text:{tmp_path / 'x.txt'}"), tiny_manifest())
    sink.emit(tick_of([prediction()]))
    sink.close()
    assert (tmp_path / "x.txt").read_text() == "walk\n     0.00 s  class1  0.70\n"


def test_who_leaves_and_comes_back_is_shown(capsys):
    ticks = [tick_of([prediction(t, warm=False)]) for t in range(2)] + [tick_of(live=())]
    ticks[2].frame.number = 50
    ticks.append(tick_of([prediction(60, warm=False)]))
    lines = text(capsys, *ticks)
    assert [line.split()[2] for line in lines[1:]] == ["class1", "gone", "class1"]
    assert lines[2] == "     1.00 s  gone"
    assert "warming up" in lines[3]
