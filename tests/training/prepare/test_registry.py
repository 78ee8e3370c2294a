"""Readers by name."""

import pytest
from refusals import refusal
from rtstgcn_training.prepare.recording import Options
from rtstgcn_training.prepare.registry import FLAGS, READERS, find_reader


def test_every_reader_is_found_by_its_name():
    assert {name: find_reader(name, Options()) for name in READERS} == READERS


def test_a_near_miss_is_named_and_a_stranger_told_what_there_is():
    assert "did you mean 'daphnet'?" in refusal(find_reader, "Daphne", Options())
    assert "layouts: hugadb, daphnet" in refusal(find_reader, "zzz", Options())


@pytest.mark.parametrize(
    ("options", "flag"),
    [
        (Options(split="cross-view"), "--split"),
        (Options(rate_hz=1.0), "--rate"),
        (Options(activities="all"), "--activities"),
    ],
)
def test_an_option_of_another_reader_is_refused(options, flag):
    taken = 0
    for name, reader in READERS.items():
        if any(FLAGS[key] == flag for key in reader.options):
            taken += bool(find_reader(name, options))
        else:
            assert f"{flag} is not for {name} but for" in refusal(find_reader, name, options)
    assert taken == 1
