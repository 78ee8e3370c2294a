"""What is no library, or not whole, or not for us, is refused before the loader sees it."""

import struct
import sys

import pytest
from model_by_hand import native_manifest, needs_compiler, write_native
from refusals import refusal

from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.native import build_library
from rtstgcn_edge.native.elf import check_library, read_header

pytestmark = [
    needs_compiler,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="shared libraries are ELF files on Linux only"),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    build_library(write_native(folder / "m.c", native_manifest()), folder / "m.so")
    return (folder / "m.so").read_bytes()


def refused(tmp_path, content):
    path = tmp_path / "m.so"
    path.write_bytes(content)
    message = refusal(check_library, path, error=ModelError)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


def test_a_whole_library_passes(library, tmp_path):
    (tmp_path / "m.so").write_bytes(library)
    check_library(tmp_path / "m.so")


def test_the_parts_that_are_mapped_are_those_that_the_header_names(library):
    header = read_header(library)
    assert (header.bits, header.kind) == (64 if sys.maxsize > 2**32 else 32, 3)
    assert any(kind == 1 and offset == 0 for kind, offset, _ in header.parts)
    assert all(offset + size <= len(library) for _, offset, size in header.parts)


@pytest.mark.parametrize("size", [0, 3, 5, 63])
def test_what_is_shorter_than_a_header_is_no_library(library, tmp_path, size):
    assert refused(tmp_path, library[:size]).startswith("not a shared library; 'rtstgcn-edge models build NAME.c m.so'")


def test_wherever_a_mapped_part_is_cut_off_the_library_is_refused(library, tmp_path):
    end = max(offset + size for kind, offset, size in read_header(library).parts if kind == 1)
    for size in (1000, end // 2, end - 1):
        assert refused(tmp_path, library[:size]) == "a shared library that is cut off; build or copy it again"


@pytest.mark.parametrize("content", [b"a shopping list", b"\x7fELF" + bytes(100), b"MZ" + bytes(100)])
def test_other_files_are_no_library(tmp_path, content):
    assert refused(tmp_path, content).startswith("not a shared library")


def test_a_program_is_no_library(library, tmp_path):
    assert refused(tmp_path, library[:16] + struct.pack("<H", 2) + library[18:]).startswith("not a shared library")


def test_a_library_for_another_processor_is_refused_by_both_names(library, tmp_path):
    ours = read_header(library).machine
    other, name = (183, "64-bit ARM") if ours != 183 else (62, "x86-64")
    said = refused(tmp_path, library[:18] + struct.pack("<H", other) + library[20:])
    assert said.startswith(f"built for {name}, but this device is ")
    said = refused(tmp_path, library[:18] + struct.pack("<H", 9999) + library[20:])
    assert said.startswith("built for machine 9999 of the ELF standard, but")


def test_a_folder_is_refused(tmp_path):
    assert refusal(check_library, tmp_path, error=ModelError).endswith("cannot be read (Is a directory)")


def test_a_32_bit_header_is_read_at_its_own_places():
    content = bytearray(84)
    content[:6] = b"\x7fELF\x01\x01"
    struct.pack_into("<HH", content, 16, 3, 40)
    struct.pack_into("<I", content, 28, 52)
    struct.pack_into("<HH", content, 42, 32, 1)
    struct.pack_into("<IIIII", content, 52, 1, 4, 0, 0, 70)
    assert read_header(bytes(content)) == (32, 3, 40, [(1, 4, 70)])
    assert read_header(bytes(content[:60])) is None
