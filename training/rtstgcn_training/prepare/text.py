"""Tables of numbers in text files, with errors that name file and line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError

FloatTable = npt.NDArray[np.float64]


def read_lines(path: Path) -> list[str]:
    """Lines of a text file. Raises InputError for a file that cannot be read as text."""
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; a text file is expected") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not a text file (UTF-8)") from None


def check_commas(path: Path, header: str) -> None:
    """Refuse the header of a table as spreadsheets write it where commas stand in numbers."""
    if ";" in header and "," not in header:
        raise InputError(f"{path} line 1: semicolons; fields are separated by commas, and numbers have points")


def read_table(path: Path, columns: int, *, delimiter: str | None = None, skip: int = 0) -> FloatTable:
    """(rows, columns) numbers; blank lines, the first `skip` lines and a delimiter at a line's end do not count.

    A `delimiter` of None is white space.

    Raises:
        InputError: no rows, a row of another length, or a field that is not a finite number; names file and line.
    """
    return parse_table(path, read_lines(path), columns, delimiter=delimiter, skip=skip)


def parse_table(
    path: Path, lines: list[str], columns: int, *, delimiter: str | None = None, skip: int = 0
) -> FloatTable:
    """`read_table` of lines that were read before."""
    ends = f"{delimiter} \t" if delimiter and delimiter.strip() else None
    rows = [stripped for line in lines[skip:] if (stripped := line.rstrip(ends))]
    if not rows:
        raise InputError(f"{path}: no rows; {columns} numbers a row are expected")
    try:
        table: FloatTable = np.loadtxt(rows, delimiter=delimiter, comments=None, ndmin=2)
    except ValueError:
        table = np.empty((0, 0))
    if table.shape[1] != columns or not np.isfinite(table).all():
        raise InputError(_first_fault(path, lines, columns, delimiter, skip, ends))
    return table


def _first_fault(path: Path, lines: list[str], columns: int, delimiter: str | None, skip: int, ends: str | None) -> str:
    for number, line in enumerate(lines[skip:], start=skip + 1):
        fields = line.rstrip(ends).split(delimiter) if line.rstrip(ends) else []
        if fields and len(fields) != columns:
            return f"{path} line {number}: {len(fields)} fields, not {columns}"
        for field in fields:
            if not _is_finite_number(field):
                return f"{path} line {number}: {field.strip()!r} is not a finite number"
    return f"{path}: not a table of {columns} numbers a row"


def _is_finite_number(field: str) -> bool:
    try:
        return bool(np.isfinite(float(field)))
    except ValueError:
        return False


def whole_numbers(path: Path, column: FloatTable, what: str, *, skip: int = 0) -> npt.NDArray[np.int64]:
    """A column of `read_table` as integers. Raises InputError for a fraction; names file and line."""
    with np.errstate(invalid="ignore"):
        whole = column.astype(np.int64)
    wrong = np.flatnonzero(whole != column)
    if len(wrong):
        raise InputError(f"{line_of_row(path, wrong[0], skip=skip)}: {what} {column[wrong[0]]:g} is not a whole number")
    return whole


def line_of_row(path: Path, row: int, *, skip: int = 0) -> str:
    """File and line of a row of `read_table`, for an error."""
    filled = [number for number, line in enumerate(read_lines(path), start=1) if number > skip and line.strip()]
    return f"{path} line {filled[row]}"
