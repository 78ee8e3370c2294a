"""The log of a run: the same lines in all three forms, none lost, none twice, whatever stops the run."""

import csv
import json
import math
import struct

import pytest
from refusals import refusal
from rtstgcn_training.plots import curves
from rtstgcn_training.run.epoch_log import EpochLog
from tensorboardX.proto.event_pb2 import Event


def line(epoch, **more):
    return {"epoch": epoch, "loss": 1 / epoch, "f1": {"f1@10": 0.5, "f1@50": epoch / 10}, **more}


def table(folder):
    with (folder / "epochs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def lines(folder):
    return [json.loads(text) for text in (folder / "epochs.jsonl").read_text().splitlines()]


def crc32c(content):
    """Castagnoli's polynomial, bit by bit."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(content):
    crc = crc32c(content)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) % 2**32


def events(folder):
    """(step, tag, value) of every summary in the TensorBoard folder: length, its checksum, event, its checksum."""
    found = []
    for path in (folder / "tensorboard").iterdir():
        content = path.read_bytes()
        while content:
            (length,), (check,) = struct.unpack("<Q", content[:8]), struct.unpack("<I", content[8:12])
            body = content[12 : 12 + length]
            assert check == masked(content[:8])
            assert struct.unpack("<I", content[12 + length : 16 + length])[0] == masked(body)
            event = Event.FromString(body)
            found += [(event.step, value.tag, value) for value in event.summary.value]
            content = content[16 + length :]
    return found


def scalars(folder):
    return {(step, tag): value.simple_value for step, tag, value in events(folder)}


def test_a_line_is_in_all_three_forms_as_soon_as_it_is_appended(tmp_path):
    with EpochLog(tmp_path) as log:
        for epoch in (1, 2):
            log.append(line(epoch))
            assert lines(tmp_path) == log.epochs == [line(e) for e in range(1, epoch + 1)]
            assert [row["epoch"] for row in table(tmp_path)] == [str(e) for e in range(1, epoch + 1)]
            assert scalars(tmp_path)[epoch, "loss"] == pytest.approx(1 / epoch)
    assert table(tmp_path)[1] == {"epoch": "2", "loss": "0.5", "f1@10": "0.5", "f1@50": "0.2"}
    assert scalars(tmp_path).keys() == {(e, tag) for e in (1, 2) for tag in ("loss", "f1/10", "f1/50")}


def test_columns_that_come_later_leave_the_earlier_rows_empty(tmp_path):
    with EpochLog(tmp_path) as log:
        log.append({"epoch": 1, "loss": 1.0})
        log.append({"epoch": 2, "loss": 0.5, "events": {"onset_ms": 120, "worst": ["a", "b"]}})
        log.append({"epoch": 3, "loss": 0.25})
    header, *rows = (tmp_path / "epochs.csv").read_text().splitlines()
    assert header == "epoch,loss,events.onset_ms,events.worst"
    assert rows == ["1,1.0,,", '2,0.5,120,"[""a"", ""b""]"', "3,0.25,,"]
    assert scalars(tmp_path)[2, "events/onset_ms"] == 120
    assert not any("worst" in tag for _, tag in scalars(tmp_path))


def test_what_is_not_finite_is_null_and_the_file_stays_json(tmp_path):
    with EpochLog(tmp_path) as log:
        log.append({"epoch": 1, "loss": math.nan, "per": {"a": math.inf}, "all": [1.0, -math.inf]})
    assert lines(tmp_path) == [{"epoch": 1, "loss": None, "per": {"a": None}, "all": [1.0, None]}]
    assert "NaN" not in (tmp_path / "epochs.jsonl").read_text()
    assert table(tmp_path)[0]["loss"] == "" and not scalars(tmp_path)


@pytest.mark.parametrize("resumed", [0, 1, 3, 5, 9])
def test_a_run_that_goes_on_leaves_what_one_without_a_stop_leaves(tmp_path, resumed):
    stopped, whole = tmp_path / "stopped", tmp_path / "whole"
    for folder in (stopped, whole):
        folder.mkdir()
    with EpochLog(stopped) as log:
        for epoch in range(1, 6):
            log.append(line(epoch, abandoned=True))
    with EpochLog(stopped, resumed) as log, EpochLog(whole) as expected:
        for epoch in range(1, 6):
            kept = epoch <= resumed
            if not kept:
                log.append(line(epoch))
            expected.append(line(epoch, abandoned=True) if kept else line(epoch))
    assert lines(stopped) == lines(whole)
    assert (stopped / "epochs.csv").read_text() == (whole / "epochs.csv").read_text()
    assert sorted((s, t, v.simple_value) for s, t, v in events(stopped)) == sorted(
        (s, t, v.simple_value) for s, t, v in events(whole)
    )


@pytest.mark.parametrize("torn", ['{"epoch": 3, "lo', "\x00\x00", "3", '{"loss": 1}', '{"epoch": "3"}'])
def test_a_line_that_the_power_cut_short_is_dropped_and_written_anew(tmp_path, torn):
    with EpochLog(tmp_path) as log:
        log.append(line(1))
        log.append(line(2))
    with (tmp_path / "epochs.jsonl").open("a") as file:
        file.write(torn)
    with EpochLog(tmp_path, 3) as log:
        log.append(line(3))
    assert lines(tmp_path) == [line(1), line(2), line(3)]
    assert len(table(tmp_path)) == 3


def test_an_epoch_is_never_there_twice(tmp_path):
    with EpochLog(tmp_path) as log:
        log.append(line(2))
        with pytest.raises(ValueError, match="epoch 2 after epoch 2"):
            log.append(line(2))
    assert len(lines(tmp_path)) == 1


def test_pictures_are_shown_in_tensorboard_as_they_are(tmp_path):
    curves([line(1), line(2)], tmp_path / "curves.png")
    with EpochLog(tmp_path) as log:
        log.append(line(1))
        log.add_images({"plots/curves": tmp_path / "curves.png"}, epoch=1)
    (image,) = [value.image for _, tag, value in events(tmp_path) if tag == "plots/curves"]
    assert image.encoded_image_string == (tmp_path / "curves.png").read_bytes()
    assert (image.width, image.height) == png_size(image.encoded_image_string)


def png_size(content):
    from io import BytesIO

    from matplotlib.image import imread

    height, width, _ = imread(BytesIO(content)).shape
    return width, height


def test_a_full_disk_is_named_and_costs_no_more_than_the_line(tmp_path):
    log = EpochLog(tmp_path)
    log.append(line(1))
    with (tmp_path / "epochs.jsonl").open("a") as file:
        file.write('{"epoch": 2, "lo')  # what was left of the line when the disk was full
    (tmp_path / "epochs.csv").unlink()
    (tmp_path / "epochs.csv").symlink_to("/dev/full")
    assert "epochs.csv: cannot be written (No space left on device)" in refusal(log.append, line(2))
    log.close()
    with EpochLog(tmp_path, 1) as log:
        log.append(line(2))
    assert lines(tmp_path) == [line(1), line(2)] and len(table(tmp_path)) == 2


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "epochs.jsonl").mkdir()
    assert "epochs.jsonl: cannot be written" in refusal(EpochLog, tmp_path)
