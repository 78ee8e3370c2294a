"""The scripted device (script.c), compiled in several ways and run."""

import subprocess
from pathlib import Path

import pytest
from rtstgcn_firmware.c_library import c_library

from benchmarks.emulators import BARE, BOARDS, WARNINGS, checked, run_firmware

HERE = Path(__file__).parent
SOURCES = [HERE / "script.c", c_library() / "rtstgcn_wire.c"]
SANITIZED = ["-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
HOSTS = {
    "gcc": ["gcc", "-std=c99", "-O2"],
    "gcc-sanitized": ["gcc", "-std=c99", *SANITIZED],
    "clang": ["clang", "-std=c99", "-O3"],
    "clang-trapping": ["clang", "-std=c99", "-O1", "-fsanitize=undefined", "-fsanitize-trap=all"],
    "g++": ["g++", "-xc++", "-std=c++11", "-O2"],
}
"""Ways to compile it for this machine."""


class Scripted:
    """A compiled device: `play(script)` gives what it wrote."""

    def __init__(self, program, cpu=None):
        self.program = program
        self.cpu = cpu

    def play(self, script):
        if self.cpu is None:
            done = subprocess.run([self.program], input=script.bytes, capture_output=True, timeout=120, check=False)
            assert done.returncode == 0, done.stderr.decode()
            return done.stdout
        folder = self.program.parent
        (folder / "script.bin").write_bytes(script.bytes)
        run_firmware(self.cpu, self.program)
        return (folder / "out.bin").read_bytes()

    def assert_as_expected(self, script):
        out, expected = self.play(script), script.expected()
        if out != expected:
            at = next((k for k, (a, b) in enumerate(zip(out, expected, strict=False)) if a != b), -1)
            pytest.fail(
                f"byte {at}: {out[max(0, at - 40) : at + 40]!r} instead of {expected[max(0, at - 40) : at + 40]!r}"
            )


@pytest.fixture(scope="session")
def scripted(need, tmp_path_factory):
    """Function (way to compile, flag ...) -> Scripted; a way is a key of HOSTS or of BOARDS."""
    made = {}

    def build(way, *flags):
        if (way, flags) not in made:
            program = tmp_path_factory.mktemp("scripted") / "device"
            include = f"-I{c_library()}"
            if way in HOSTS:
                need(HOSTS[way][0])
                checked(*HOSTS[way], *flags, *WARNINGS, include, *SOURCES, "-o", program)
            else:
                need("arm-none-eabi-gcc", "qemu-system-arm")
                compiler = ["arm-none-eabi-gcc", *BOARDS[way].flags, "-mthumb", "-O2", *flags, *WARNINGS, "-std=gnu99"]
                bare = [BARE / "startup.c", BARE / "semihosting.c", "-nostartfiles", f"-T{BARE / 'cortex-m.ld'}"]
                checked(*compiler, include, f"-I{BARE}", *SOURCES, *bare, "-o", program)
            made[way, flags] = Scripted(program, None if way in HOSTS else way)
        return made[way, flags]

    return build
