"""From a publisher's files to a data set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm  # type: ignore[import-untyped]

from rtstgcn_edge.errors import InputError

from .recording import Options, Recording, RecordingSet, Source
from .registry import find_reader
from .report import Report
from .writer import Summary, check_free, check_subjects, write_dataset


def prepare(name: str, raw: Path, out: Path, options: Options, *, keep_going: bool = False) -> Summary:
    """Read the recordings of layout `name` below `raw` and write them to `out`.

    With `keep_going`, files with a fault are left out and counted; otherwise the first is refused.

    Raises:
        InputError: a wrong name, option, folder or file; nothing is left at `out`.
    """
    reader, report = find_reader(name, options), Report()
    check_free(out)
    recordings = reader.open_set(raw, options, report)
    if options.validate is not None:
        known = [source.subject for source in recordings.sources if source.subject is not None]
        if not known:
            raise InputError(f"{raw}: nobody says who its subjects are, so --validate cannot choose among them")
        check_subjects(options.validate, known)
    return write_dataset(
        out,
        recordings.description,
        _read_all(recordings, report, keep_going),
        validate=options.validate,
        split="; ".join(filter(None, (_rule(recordings, options), recordings.treatment))),
        report=report,
        name_subjects=recordings.subjects_apart,
    )


def _rule(recordings: RecordingSet, options: Options) -> str:
    if options.validate is None:
        return recordings.split
    return f"by subject: val = {' '.join(options.validate) or 'nobody'}, train = the rest"


def _read_all(recordings: RecordingSet, report: Report, keep_going: bool) -> Iterator[Recording]:
    """Recording after recording, with a line of progress where standard error is a terminal."""
    for source in tqdm(recordings.sources, unit="file", disable=None, leave=False):
        yield from _read(source, report, keep_going)


def _read(source: Source, report: Report, keep_going: bool) -> Iterator[Recording]:
    try:
        yield from source.read()
    except InputError as fault:
        if not keep_going:
            raise InputError(f"{fault} (--keep-going leaves such files out)") from None
        report.skip(str(fault), "a fault in the file")
