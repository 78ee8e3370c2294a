"""Files of a layout."""

from refusals import refusal
from rtstgcn_training.prepare.files import first_of_each_name, matching, some
from rtstgcn_training.prepare.report import Report


def test_files_are_found_in_folders_below_by_their_whole_name(tmp_path):
    for name in ("b/S02.txt", "a/S01.txt", "a/S01.txt.bak", "a/xS01.txt", "c/S03.txt/inner"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [(path.relative_to(tmp_path).as_posix(), match[1]) for path, match in matching(tmp_path, r"S(\d+)\.txt")]
    assert found == [("a/S01.txt", "01"), ("b/S02.txt", "02")]


def test_a_folder_without_any_or_none_at_all_is_refused(tmp_path):
    assert "no recording of the set; notes are expected" in refusal(some, tmp_path, r".*\.txt", "notes")
    assert "no such folder" in refusal(some, tmp_path / "none", r".*\.txt", "notes")


def test_the_second_file_of_a_name_is_left_out_and_told(tmp_path):
    for folder in "ab":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "S01.txt").touch()
    report = Report()
    kept = [path for path, _ in first_of_each_name(some(tmp_path, ".*", "files"), report)]
    assert kept == [tmp_path / "a" / "S01.txt"]
    assert report.lines() == [f"skipped 1, a file of this name was read before: {tmp_path / 'b' / 'S01.txt'}"]
