"""A seal tells whether anything before it has changed."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.native.seal import LENGTH, is_whole, sealed


@given(st.binary(max_size=200), st.data())
def test_any_change_of_a_sealed_library_is_told(content, data):
    whole = sealed(content)
    assert whole[: len(content)] == content and len(whole) == len(content) + LENGTH
    assert is_whole(whole) is True
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= data.draw(st.integers(1, 255))
    assert is_whole(bytes(changed)) is not True
    if place < len(content):
        assert is_whole(bytes(changed)) is False


def test_the_seal_is_a_sha256_of_all_before_it():
    whole = sealed(b"code")
    assert whole[-32:] == hashlib.sha256(whole[:-32]).digest()


@pytest.mark.parametrize("content", [b"", b"\x7fELF", bytes(500)])
def test_what_was_never_sealed_has_no_seal(content):
    assert is_whole(content) is None
