"""COBS of one block."""

import pytest
import slow_wire
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_firmware import cobs

# Cheshire and Baker (1999), and the cases that their rules make
BY_HAND = [
    (b"", b"\x01"),
    (b"\0", b"\x01\x01"),
    (b"\0\0", b"\x01\x01\x01"),
    (b"\x11", b"\x02\x11"),
    (bytes.fromhex("11 22 00 33"), bytes.fromhex("03 11 22 02 33")),
    (bytes.fromhex("11 00 00 00"), bytes.fromhex("02 11 01 01 01")),
    (bytes(range(1, 255)), b"\xff" + bytes(range(1, 255))),
]
damaged = st.binary(max_size=12) | st.lists(st.integers(0, 4), max_size=12).map(bytes)


@pytest.mark.parametrize(("plain", "stuffed"), BY_HAND)
def test_examples(plain, stuffed):
    assert cobs.encode(plain) == stuffed
    assert cobs.decode(stuffed) == plain


@given(st.binary(max_size=254) | st.lists(st.integers(0, 2), max_size=254).map(bytes))
def test_a_byte_longer_without_zeros_and_back(plain):
    stuffed = cobs.encode(plain)
    assert len(stuffed) == len(plain) + 1
    assert 0 not in stuffed
    assert stuffed == slow_wire.stuff(plain)
    assert cobs.decode(stuffed) == plain


@given(damaged)
def test_what_encoding_never_gives_is_none(data):
    plain = cobs.decode(data)
    assert plain == slow_wire.unstuff(data)
    if plain is not None:
        assert cobs.encode(plain) == data


@pytest.mark.parametrize("data", [b"", b"\0", b"\x02", b"\x03\x01", b"\x02\0", b"\x01" * 256])
def test_damage_is_none(data):
    assert cobs.decode(data) is None


def test_more_than_a_block_is_refused():
    with pytest.raises(ValueError, match="255 bytes: COBS of one block takes at most 254"):
        cobs.encode(bytes(255))
