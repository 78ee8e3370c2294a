"""WIRE.md alone is enough: a codec made of its tables reads and writes its examples, and its figures are right."""

import re
import struct
from pathlib import Path

import pytest
import slow_wire
from rtstgcn_firmware import messages
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import Combined, MessageType, Sample

PAGE = (Path(__file__).parents[3] / "firmware_bridge" / "WIRE.md").read_text(encoding="utf-8")
CHAPTERS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL))
LAYOUTS = {
    name: (int(code, 16), [tuple(field.split(" ", 1)) for field in fields.split(" | ")])
    for code, name, fields in re.findall(r"^([0-9a-f]{2}) ([A-Z_]+) +(.+)$", CHAPTERS["Messages"], flags=re.MULTILINE)
}
EXAMPLES = re.findall(r"^\| ([A-Z_]+) (.+) \| `([0-9a-f ]+)` \|$", CHAPTERS["One of each"], flags=re.MULTILINE)
PLAIN = {"u8": "<B", "u16": "<H", "u32": "<I", "f32": "<f"}


def rows(chapter):
    """Cells of the rows of all tables under a heading, header and rule apart."""
    lines = [line for line in CHAPTERS[chapter].splitlines() if line.startswith("|")]
    cells = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]
    rules = [number for number, row in enumerate(cells) if set("".join(row)) <= set("-:")]
    return [row for number, row in enumerate(cells) if not {number, number + 1} & set(rules)]


def written(name, fields):
    """A frame by the page: layout, the values of an example as text, CRC, COBS, zeros."""
    code, layout = LAYOUTS[name]
    given = dict(re.findall(r'(\w+)=("[^"]*"|\S+)', fields))
    assert list(given) == [field for field, _ in layout]
    body = bytes([code])
    for field, kind in layout:
        value = given[field]
        if kind == "str":
            body += bytes([len(value) - 2]) + value[1:-1].encode()
        elif kind == "8 bytes":
            body += bytes.fromhex(value)
        elif kind.endswith("i16"):
            body += b"".join(struct.pack("<h", int(count)) for count in value.split(","))
        else:
            body += struct.pack(PLAIN[kind], float(value) if kind == "f32" else int(value))
    return slow_wire.framed(body)


@pytest.mark.parametrize(("name", "fields", "frame"), EXAMPLES, ids=[name for name, *_ in EXAMPLES])
def test_an_example_is_what_its_layout_and_the_codec_say(name, fields, frame):
    frame = bytes.fromhex(frame)
    assert written(name, fields) == frame
    (message,) = Decoder().feed(frame)
    assert type(message).__name__ == name.title().replace("_", "")
    assert encode(message) == frame
    for field, value in re.findall(r'(\w+)=("[^"]*"|\S+)', fields):
        said = getattr(message, field)
        if isinstance(said, tuple):
            assert ",".join(map(str, said)) == value
        elif isinstance(said, bytes):
            assert said.hex() == value
        else:
            assert said == (value[1:-1] if value.startswith('"') else float(value))


def test_every_message_has_its_layout_and_its_example():
    assert {name: code for name, (code, _) in LAYOUTS.items()} == {kind.name: kind.value for kind in MessageType}
    assert [name for name, *_ in EXAMPLES] == list(LAYOUTS)
    for name, (_, layout) in LAYOUTS.items():
        assert getattr(messages, name.title().replace("_", ""))._fields == tuple(field for field, _ in layout)


def test_every_field_has_its_meaning():
    explained = [name for row in rows("Messages") for name in re.findall(r"\w+", row[0])]
    assert sorted(explained) == sorted({field for _, layout in LAYOUTS.values() for field, _ in layout})


def test_the_sample_byte_by_byte():
    plain, frame = re.findall(r"^ {8}(03 .+)\n(00 .+ 00)$", CHAPTERS["Frame"], flags=re.MULTILINE)[0]
    assert bytes.fromhex(frame) == example("SAMPLE")
    assert slow_wire.unstuff(bytes.fromhex(frame)[1:-1]) == bytes.fromhex(plain)
    distances = re.search(r"distances are ([\d, ]+) and, to the end, (\d)", PAGE)
    chain = [int(distance) for distance in [*distances[1].split(", "), distances[2]]]
    ends = [sum(chain[:count]) for count in range(len(chain) + 1)]
    stuffed = bytes.fromhex(frame)[1:-1]
    assert [stuffed[at] for at in ends[:-1]] == chain
    assert ends[-1] == len(stuffed)


def example(name):
    (frame,) = [frame for named, _, frame in EXAMPLES if named == name]
    return bytes.fromhex(frame)


def test_the_figures_of_the_page():
    assert f"it is 0x{slow_wire.crc16(b'123456789'):X}" in PAGE
    sample = len(encode(Sample(0, 0, 0, (0,) * 6)))
    combined = len(encode(Combined(0, 0, (0,) * 36)))
    per_second = {"SAMPLE": sample * 600, "COMBINED": combined * 100}
    table = rows("Bandwidth")
    for name, size, rate, line_rate, duration in table[:2]:
        length = {"SAMPLE": sample, "COMBINED": combined}[name]
        assert [int(size), int(rate), int(line_rate)] == [length, per_second[name], per_second[name] // 100]
        assert duration == f"{length * 10 / 115200 * 1e3:.1f} ms"
    for baud, samples, instants in table[2:]:
        free = int(baud) / 10 * 0.8
        assert [int(samples), int(instants)] == [int(free / (6 * sample)), int(free / combined)]
    assert [row[0] for row in table] == ["SAMPLE", "COMBINED", "57600", "115200", "230400", "460800", "921600"]
