"""Workbooks."""

from openpyxl import Workbook
from refusals import refusal
from rtstgcn_training.prepare.spreadsheet import read_rows


def test_rows_of_the_first_sheet_are_read(tmp_path):
    book = Workbook()
    for row in (["name", "value"], ["a", 1.5], [None, 2]):
        book.active.append(row)
    book.create_sheet("second").append(["other"])
    book.save(tmp_path / "book.xlsx")
    assert read_rows(tmp_path / "book.xlsx") == [("name", "value"), ("a", 1.5), (None, 2)]


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "book.xlsx").write_bytes(b"PK no zip")
    assert "book.xlsx: not a readable .xlsx workbook" in refusal(read_rows, tmp_path / "book.xlsx")
    assert "not a readable" in refusal(read_rows, tmp_path / "none.xlsx")
