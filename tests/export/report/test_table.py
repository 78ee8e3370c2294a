"""What a person reads."""

import re

import pytest
from rtstgcn_export.report import ClassReport, Report, TensorReport
from rtstgcn_export.report.table import group, percent, span, table, worst_of


def tensor(name, share=None, saturated=None, dtype="int8", exponent=3, weights=None):
    return TensorReport(
        name, "Product", 2, 3, dtype, exponent, weights, -1.25, 2.0, saturated, 35.04, 42.0, 30.0, 50.0, share, None
    )


def small(*tensors):
    classes = [ClassReport("sit", 80, 0.9), ClassReport("run", 0, None), ClassReport("walk", 20, 1.0)]
    return Report(list(tensors), classes, 2, 100, 50, 0.92, 0.0123)


@pytest.mark.parametrize(
    ("share", "decimals", "said"),
    [(0, 2, "0 %"), (1e-7, 2, "<0.01 %"), (0.00006, 2, "0.01 %"), (0.5, 1, "50.0 %"), (1.0, 0, "100 %")],
)
def test_what_is_above_0_never_reads_as_0(share, decimals, said):
    assert percent(share, decimals) == said


def test_groups_and_exponents():
    names = ["samples", "embedded", "layer0", "layer0_push", "layer12_norm", "logits"]
    assert [group(tensor(name)) for name in names] == ["input", "input", "layer0", "layer0", "layer12", "logits"]
    assert [span(e) for e in (None, 3, [2, 2], [5, -1, 3], (4, 6))] == ["", "3", "2", "-1..5", "4..6"]


def test_the_worst_are_marked_and_named():
    report = small(
        tensor("embedded", 0.1, 0.02),
        tensor("layer0_push", 0.5, 0.0, weights=(4, 6)),
        tensor("layer0_window", None, None, "int32"),
        tensor("layer0", 0.25, 0.001, "uint8"),
        tensor("logits", 0.15, None, "float32"),
    )
    assert [t.name for t in worst_of(report)] == ["layer0_push", "layer0", "logits"]
    lines = table(report).splitlines()
    assert " ".join(lines[:2]) == (
        "8 bits against float32 over 100 frames of 2 recordings: 92.00 % of the labels agree, logits within 1.23 % of "
        "the largest"
    )
    marks = {line[2:].split()[0]: line[:2] for line in lines if re.match(r"..  (embedded|layer|logits)", line)}
    assert marks == {
        "embedded": " !", "layer0_push": "* ", "layer0_window": "  ", "layer0": "* ", "logits": "* "
    }  # fmt: skip
    row = next(line for line in lines if "layer0_push" in line)
    assert " ".join(row.split()) == "* layer0_push int8 3 4..6 -1.25 2 0 % 35.0 42.0 30.0 50.0 50.0 %"
    assert "* the error of the logits enters mostly at layer0_push (50 %), layer0 (25 %), logits (15 %)" in lines
    assert "! saturates often: embedded (2 %)" in lines
    assert lines[-1] == "labels that agree least: sit 90.00 % of 80, walk 100.00 % of 20"


def test_columns_are_aligned_and_layers_stand_apart(report):
    lines = str(report).splitlines()
    head = next(line for line in lines if line.split()[:1] == ["tensor"])
    ends = [match.end() for match in re.finditer(r"saturated|local|const|so far|logits|share", head)]
    rows = [line for line in lines if re.match(r"..  \w+ +(u?int|float)", line)]
    assert [row[2:].split()[0] for row in rows] == [tensor.name for tensor in report.tensors]
    for row in rows:  # at the right end of every column a number ends, or nothing is
        for end in ends:
            assert len(row) < end or not row[end : end + 1].strip(), (row, end)
    assert lines[lines.index(next(row for row in rows if "  layer1_gathered" in row)) - 1] == ""
    assert max(map(len, lines)) <= 140


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_a_narrow_terminal_gets_the_columns_that_fit_and_is_told_of_the_others(report, width):
    whole, narrow = table(report).splitlines(), table(report, width).splitlines()
    assert max(map(len, narrow)) <= width
    head = next(line for line in narrow if line.split()[:1] == ["tensor"])
    told = re.search(r"too wide for this terminal, but in calibration.csv: ((?:\w+(?:, )?)+)", " ".join(narrow))
    left_out = told[1].split(", ") if told else []
    left_out = [name.split()[0] for name in left_out]  # the last is followed by the next line
    for name in ("type", "weights", "least", "most", "saturated", "local", "const"):
        assert (f" {name}" in head) != (name in left_out)
    assert {"so far", "logits", "share"} <= set(re.split(r"  +", head))
    for column in ("share", "so far"):  # the same numbers in the columns that are left
        assert cells(whole, column) == cells(narrow, column)


def cells(lines, column):
    """What stands under a column, aligned at its right."""
    at = next(line for line in lines if line.split()[:1] == ["tensor"])
    end = at.index(column) + len(column)
    return [line[end - 7 : end].strip() for line in lines if re.match(r"..  (layer|embedded|samples)", line)]
