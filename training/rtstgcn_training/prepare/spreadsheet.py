"""Rows of the first sheet of an .xlsx workbook."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from rtstgcn_edge.errors import InputError


def read_rows(path: Path) -> list[tuple[Any, ...]]:
    """All rows, as values. Raises InputError for a file that is no workbook."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # only two of the sets have workbooks

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles that nobody sees
            book = load_workbook(path, read_only=True, data_only=True)
            try:
                return list(book.worksheets[0].iter_rows(values_only=True))
            finally:
                book.close()
    except Exception as error:  # a zip of XML: a damaged one raises nearly anything
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise InputError(f"{path}: not a readable .xlsx workbook ({reason})") from None
