"""The memory benchmark: its table, its picture, and what it is there to show."""

import json

import pytest

from benchmarks.training_memory import WHOLE, draw, in_a_fresh_process, main, sweep, table


def row(frames, segment, peak):
    return {"frames": frames, "segment": segment, "trial_mib": frames / 1000, "peak_mib": peak, "cpu_seconds": 1.0}


ROWS = [
    row(1000, 256, 50.0),
    row(9000, 256, 51.0),
    row(1000, WHOLE, 90.0),
    {"frames": 9000, "segment": WHOLE, "about_gib": 7.0},
]


def test_the_table_has_a_line_for_each_length_and_says_what_was_not_run():
    lines = table(ROWS, context=88).splitlines()
    assert "88 frames of context" in lines[0]
    assert lines[1].split() == ["frames", "trial", "256", "whole", "trial"]
    assert lines[2].split() == ["1000", "1.0", "50", "90"]
    assert lines[3].split() == ["9000", "9.0", "51", "(~7", "GiB)"]


def test_what_would_pass_the_limit_is_not_run(monkeypatch):
    run = []
    monkeypatch.setattr(
        "benchmarks.training_memory.in_a_fresh_process",
        lambda shape, frames, segment: (
            run.append((frames, segment)) or row(frames, segment, min(frames, segment or frames))
        ),
    )
    rows = sweep("hugadb", [3000, 1000, 9000], [500], limit_gib=4.0)  # a frame takes a MiB
    assert run == [(1000, 500), (3000, 500), (9000, 500), (1000, WHOLE), (3000, WHOLE)]
    assert rows[-1] == {"frames": 9000, "segment": WHOLE, "about_gib": pytest.approx(9000 / 1024)}


def test_the_curves_are_drawn(tmp_path):
    draw(ROWS, tmp_path / "memory.png")
    assert (tmp_path / "memory.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--limit-gib", "1000000"], "no more than the"),
        (["--limit-gib", "-1"], "more than 0"),
        (["--frames", "0"], "at least 1"),
        (["--limit-gib", "0.1", "--png", "no_such_folder/a.png"], "no_such_folder/a.png: no such folder"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_measured(monkeypatch, capsys, arguments, said):
    monkeypatch.setattr("sys.argv", ["training_memory", *arguments])
    monkeypatch.setattr("benchmarks.training_memory.in_a_fresh_process", None)
    with pytest.raises(SystemExit):
        main()
    assert said in capsys.readouterr().err


def test_the_command_writes_what_it_measured(monkeypatch, tmp_path):
    monkeypatch.setattr(
        "benchmarks.training_memory.in_a_fresh_process", lambda shape, frames, segment: row(frames, segment, 1.0)
    )
    files = ["--json", str(tmp_path / "m.json"), "--png", str(tmp_path / "m.png")]
    monkeypatch.setattr(
        "sys.argv", ["training_memory", "--limit-gib", "0.1", "--frames", "10", "--segments", "5", *files]
    )
    assert main() == 0
    assert [r["segment"] for r in json.loads((tmp_path / "m.json").read_text())["rows"]] == [5, WHOLE]
    assert (tmp_path / "m.png").exists()


@pytest.mark.slow
def test_the_peak_depends_on_the_chunk_and_not_on_the_trial():
    # peaks of the same step differ by a tenth and more between processes: eight times the frames tell more than that
    short, long = (in_a_fresh_process("hugadb", frames, 1024)["peak_mib"] for frames in (4000, 32_000))
    whole = in_a_fresh_process("hugadb", 16_000, WHOLE)["peak_mib"]
    assert long < 2 * short
    assert whole > 2 * long
