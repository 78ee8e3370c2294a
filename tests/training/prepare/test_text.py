"""Tables of numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal
from rtstgcn_training.prepare.text import line_of_row, parse_table, read_lines, read_table, whole_numbers

NUMBERS = st.floats(-1e6, 1e6, width=32)


@given(
    st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=1, max_size=6), st.sampled_from([None, "\t", ";", ","])
)
def test_a_table_is_read_as_python_reads_its_fields(rows, delimiter):
    lines = ["header", "", *((delimiter or "  ").join(map(repr, row)) + (delimiter or " ") for row in rows), ""]
    table = parse_table("file", lines, 3, delimiter=delimiter, skip=1)
    assert table.tolist() == [[float(repr(value)) for value in row] for row in rows]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1 2", "line 5: 2 fields, not 3"),
        ("1 2 3 4", "line 5: 4 fields, not 3"),
        ("1 two 3", "line 5: 'two' is not a finite number"),
        ("1 nan 3", "line 5: 'nan' is not a finite number"),
        ("1 -inf 3", "line 5: '-inf' is not a finite number"),
    ],
)
def test_a_wrong_row_is_refused_with_its_file_and_line(tmp_path, line, said):
    path = tmp_path / "table.txt"
    path.write_text(f"title\n\n1 2 3\n\n{line}\n4 5 6\n")
    assert f"{path} {said}" in refusal(lambda: read_table(path, 3, skip=1))


def test_all_rows_of_another_length_are_refused(tmp_path):
    path = tmp_path / "table.txt"
    path.write_text("1 2\n3 4\n")
    assert f"{path} line 1: 2 fields, not 3" in refusal(read_table, path, 3)


@pytest.mark.parametrize("content", [b"", b"title\n\n", b"\xff\xfe\x00"])
def test_a_file_without_rows_or_of_bytes_is_refused(tmp_path, content):
    path = tmp_path / "table.txt"
    path.write_bytes(content)
    assert str(path) in refusal(lambda: read_table(path, 3, skip=1))


def test_a_missing_file_is_refused(tmp_path):
    assert "No such file" in refusal(read_lines, tmp_path / "none.txt")


def test_a_byte_order_mark_and_foreign_line_ends_do_not_matter(tmp_path):
    path = tmp_path / "table.txt"
    path.write_bytes(b"\xef\xbb\xbf1;2;\r\n3;4;\r\n")
    assert read_table(path, 2, delimiter=";").tolist() == [[1, 2], [3, 4]]


def test_fractions_are_no_whole_numbers(tmp_path):
    path = tmp_path / "table.txt"
    path.write_text("title\n1\n\n2.5\n")
    assert whole_numbers(path, np.array([1.0, 2.0]), "label", skip=1).tolist() == [1, 2]
    assert f"{path} line 4: label 2.5" in refusal(lambda: whole_numbers(path, np.array([1.0, 2.5]), "label", skip=1))
    assert line_of_row(path, 0, skip=1) == f"{path} line 2"


def test_a_number_beyond_all_integers_is_none(tmp_path):
    path = tmp_path / "table.txt"
    path.write_text("1\n1e300\n")
    assert f"{path} line 2: label 1e+300" in refusal(lambda: whole_numbers(path, np.array([1.0, 1e300]), "label"))
