"""The tables: what is in them, and that their columns stand in line."""

from rtstgcn_edge.cli.benchmark.report import BAR, accuracy_table, aligned, latency_table, memory_table, report


def row(model, p50, **more):
    times = {"p50": p50, "p95": 2 * p50, "p99": 3 * p50}
    accuracy = {"f1": {"f1@50": 0.5}, "top1": 0.75, "edit": 0.25, "frames": 10, "trials": 2}
    said = {"same_label_as_first": 0.987654, "logits_sha256": model[0]}
    usual = {
        "model": model,
        "running": "int8 by hand",
        "step_us": times,
        "tick_us": times,
        "realtime_share": 0.0125,
        "speed": 2.0,
        "file_bytes": 12345,
        "state_bytes": 6789,
        "process_memory": {"resident": 80_500_000, "peak": 1},
        "accuracy": accuracy | said,
    }
    return usual | more


ROWS = [row("slow", 200.0), row("swift", 50.04), row("x", 0.1, process_memory=None)]


def test_columns_stand_in_line():
    assert aligned([["a", "bbb"], ["cc", "d"]], left=(0,)) == ["a   bbb", "cc    d"]


def test_latency_has_a_bar_as_long_as_the_median():
    lines = latency_table(ROWS).splitlines()
    assert lines[3].split() == [
        "swift",
        "int8",
        "by",
        "hand",
        "50.0",
        "150.1",
        "50.0",
        "150.1",
        "1.25",
        "%",
        "2.00",
        "x",
        "█" * 4,
    ]
    assert [line.count("█") for line in lines[2:5]] == [BAR, BAR // 4, 1]
    assert len({line.index("█") for line in lines[2:5]}) == 1


def test_memory_is_in_kilobytes_and_megabytes():
    lines = memory_table(ROWS).splitlines()
    assert lines[1].split() == ["slow", "12", "6.8", "80.5"]
    assert lines[3].split() == ["x", "12", "6.8", "-"]


def test_accuracy_tells_who_agrees_with_the_first_and_who_is_the_same():
    lines = accuracy_table(ROWS, "gait/val").splitlines()
    assert lines[0] == "gait/val: 10 frames of 2 sequences"
    assert lines[1].split() == ["model", "top-1", "f1@50", "edit", "labels", "as", "slow"]
    assert lines[2].split() == ["slow", "0.7500", "0.5000", "0.2500"]
    assert lines[4].split() == ["x", "0.7500", "0.5000", "0.2500", "98.765", "%"]
    assert lines[5:] == ["the same logits, bit for bit: slow, swift"]


def test_the_report_says_what_was_measured_and_where():
    machine = {"cpu": "a chip", "cores": 1, "system": "Linux", "versions": {"python": "3.11"}}
    facts = {"models": ROWS, "skeletons": 1, "seconds": 10.0, "data": None, "machine": machine}
    text = report(facts)
    assert text.startswith("3 models in turns for 10 s, one thread, 1 skeleton\n")
    assert text.endswith("a chip, 1 core; Linux\npython 3.11")
    assert "bit for bit" not in text
    assert "1 model in turns for 0.5 s, one thread, 2 skeletons" in report(
        facts | {"models": ROWS[:1], "skeletons": 2, "seconds": 0.5}
    )
