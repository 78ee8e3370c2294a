"""What was left out or noticed."""

from rtstgcn_training.prepare.report import Report


def test_each_kind_has_a_line_with_its_count_and_examples():
    report = Report()
    for number in range(5):
        report.skip(f"file{number}", "no labels")
    report.note("trial1", "trial that is odd")
    assert report.lines() == ["skipped 5, no labels: file0, file1, file2, ...", "1 x trial that is odd: trial1"]


def test_shares_add_up_over_files_and_the_largest_are_named():
    report = Report()
    for item, part in {"a": 1, "b": 50, "c": 30, "d": 0, "e": 20}.items():
        report.share("samples at full scale", item, part, 100)
        report.share("samples at full scale", item, 0, 100)
    assert report.lines() == ["samples at full scale: b 25.00%, c 15.00%, e 10.00%, 1 more with less"]


def test_nothing_noticed_is_nothing_said():
    report = Report()
    report.share("samples at full scale", "a", 0, 100)
    assert report.lines() == []
