"""The Zephyr example against the declarations that it uses, compiled for a Cortex-M and run on a host."""

import subprocess
from pathlib import Path

import pytest
from rtstgcn_firmware.c_library import c_library
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import (
    DEVICE,
    Ack,
    Error,
    Hello,
    HelloRequest,
    Kind,
    Label,
    Node,
    Sample,
    Status,
    SyncReply,
    SyncRequest,
)

from benchmarks.emulators import EXAMPLES, checked

EXAMPLE = EXAMPLES / "zephyr-imu"
BOARD = Path(__file__).parent / "zephyr"
FLAGS = ["-std=gnu99", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Werror", f"-I{BOARD}", f"-I{c_library()}"]


@pytest.fixture(scope="module")
def run(need, tmp_path_factory):
    """Function (what the host sends) -> messages of three seconds."""
    need("gcc")
    program = tmp_path_factory.mktemp("zephyr") / "board"
    sources = [EXAMPLE / "src" / "main.c", BOARD / "board.c", c_library() / "rtstgcn_wire.c"]
    checked("gcc", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", *FLAGS, *sources, "-o", program)

    def play(sent=b""):
        done = subprocess.run([program], input=sent, capture_output=True, timeout=300, check=True)
        decoder = Decoder()
        messages = decoder.feed(done.stdout)
        assert decoder.counts.packets > 0 == decoder.counts.discarded
        return messages

    return play


def of(kind, messages):
    return [message for message in messages if isinstance(message, kind)]


def test_it_compiles_for_a_cortex_m(need, tmp_path):
    need("arm-none-eabi-gcc")
    main = EXAMPLE / "src" / "main.c"
    checked("arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb", "-O2", *FLAGS, "-c", main, "-o", tmp_path / "main.o")


def test_its_cmake_file_names_files_that_are_there():
    text = (EXAMPLE / "CMakeLists.txt").read_text(encoding="utf-8")
    named = [word.strip("()") for word in text.split() if word.strip("()").endswith((".c", "wire"))]
    assert len(named) == 3
    assert all((EXAMPLE / name).exists() for name in named)


def test_samples_arrive_in_order_and_in_si_units(run):
    messages = run()
    hello, node, *_ = messages
    assert isinstance(hello, Hello)
    assert (hello.nodes, hello.rate_hz, hello.boot) == (1, 100, 0x5678)
    assert node == Node(0, "shin_l")
    samples = of(Sample, messages)
    assert [sample.sequence for sample in samples] == list(range(len(samples)))
    assert 285 <= len(samples) <= 294  # of 300 fetches 6 failed, and the last ones are still on their way
    assert [error.code for error in of(Error, messages)] in ([2] * 5, [2] * 6)
    for sample in samples:
        number = sample.time // 10_000
        acc = [value * hello.acc_scale for value in sample.values[:3]]
        gyro = [value * hello.gyro_scale for value in sample.values[3:]]
        assert acc == pytest.approx([number / 8 + axis for axis in range(3)], abs=0.5001 * hello.acc_scale)
        assert gyro == pytest.approx([-number / 64 + axis for axis in range(3)], abs=0.5001 * hello.gyro_scale)
    assert len(of(Status, messages)) == 3


def test_it_answers_the_host(run):
    asked = [HelloRequest(), SyncRequest(DEVICE, 9), Label(Kind.CUE, 3, 0, 255, 0, 0)]
    messages = run(b"".join(map(encode, asked)))
    assert len(of(Hello, messages)) == 2
    assert [reply.echo for reply in of(SyncReply, messages)] == [9]
    assert [ack.number for ack in of(Ack, messages)] == [3]
