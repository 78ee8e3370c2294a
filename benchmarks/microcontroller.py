"""What an emitted model takes on a Cortex-M: flash, RAM, and instructions a frame under QEMU."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from rtstgcn_export.c import emit_c
from rtstgcn_export.exporter import make_manifest
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.program.lower import lower
from rtstgcn_training.checkpoint import Description
from rtstgcn_training.models.config import Arch
from rtstgcn_training.quantised.calibrate import calibrate

from benchmarks.emulators import build_firmware, memory, require, step_firmware
from rtstgcn_edge.errors import InputError, ModelError, RtstgcnError
from rtstgcn_edge.skeletons import load_skeleton

GIVE = "give a NAME.c of rtstgcn-edge export --target c with its NAME.h beside it"
CONFIGURATION = Path(__file__).parents[1] / "training" / "configs" / "hugadb-mcu.json"
MEASURED = ("cortex-m3", "cortex-m4", "cortex-m55")
FLASH, RAM = 512 * 1024, 128 * 1024
"""Of a part in the middle of the range."""


@dataclass(frozen=True)
class Model:
    """Emitted C, frames to run it on, and the logits that are right where they are known."""

    source: Path
    frames: npt.NDArray[np.float32]
    logits: npt.NDArray[np.float32] | None = None

    @property
    def name(self) -> str:
        return self.source.stem

    def stated(self, what: str) -> int:
        """A number of the header: RTSTGCN_<what>."""
        return stated(self.source, what)


@dataclass(frozen=True)
class Row:
    """One model on one board; bytes and instructions. `not_run` is a reason, else empty."""

    model: str
    board: str
    kernel: str = ""
    constants: int = 0
    state: int = 0
    flash: int = 0
    ram: int = 0
    to_label: int = 0
    step: int = 0
    fits: bool = False
    not_run: str = ""


def stated(source: Path, what: str) -> int:
    """A number of the header beside NAME.c: RTSTGCN_<what>.

    Raises:
        InputError: there is no such header, or it does not say.
    """
    header = source.with_suffix(".h")
    text = header.read_text(encoding="utf-8") if source.is_file() and header.is_file() else ""
    found = re.search(rf"#define RTSTGCN_{what} (\d+)", text)
    if not found:
        raise InputError(f"{source}: {GIVE}")
    return int(found[1])


def random_model(folder: Path, name: str, skeleton: str, channels: int, arch: dict[str, Any], length: int) -> Model:
    """Random weights in the shape of a real model, calibrated on noise."""
    torch.manual_seed(0)
    description = Description(
        name=name,
        arch=Arch.model_validate(arch),
        skeleton=load_skeleton(skeleton).to_dict(),
        channels=[f"channel {number}" for number in range(channels)],
        units=["1"] * channels,
        rate_hz=60.0,
        classes=[f"class {number}" for number in range(12)],
    )
    model = description.build().eval()
    noise = torch.randn(channels, 100, len(model.skeleton.joints))
    with torch.no_grad():
        exponents = calibrate(model, [noise])
        program = lower(model, exponents)
    quantisation = exponents.model_dump(mode="json")
    manifest = make_manifest(model, description, fifos=list(program.fifos), precision="int8", quantisation=quantisation)
    header, source = emit_c(program, manifest, name)
    path = folder / f"{name}.c"
    path.with_suffix(".h").write_text(header, encoding="utf-8")
    path.write_text(source, encoding="utf-8")
    frames = noise[:, :length].numpy()
    return Model(path, frames, Interpreter(program).run(frames))


def own_model(folder: Path, source: Path) -> Model:
    """A copy of what the user exported, with noise as frames."""
    if source.suffix != ".c":
        raise InputError(f"{source}: {GIVE}")
    shape = stated(source, "CHANNELS"), 30, stated(source, "JOINTS")
    for path in (source, source.with_suffix(".h")):
        shutil.copy(path, folder)
    return Model(folder / source.name, np.random.default_rng(0).standard_normal(shape).astype(np.float32))


def measure(model: Model, board: str) -> Row:
    """Raises ModelError where the logits are not those of the definition: wrong code is not worth measuring."""
    try:
        firmware = build_firmware(board, model.source, **ROOM.get(board, {}))
    except RuntimeError as error:
        if "overflowed" not in str(error):
            raise
        return Row(model.name, board, not_run="larger than the memory of the board")
    steps = step_firmware(board, firmware, model.frames)
    if model.logits is not None and not np.array_equal(steps.logits.view("i4"), model.logits.view("i4")):
        raise ModelError(f"{model.name} on {board}: not the logits of the integer program; nothing was measured")
    size = memory(firmware)
    return Row(
        model.name,
        board,
        steps.kernel,
        model.stated("CONSTANT_BYTES"),
        model.stated("STATE_BYTES"),
        size.flash,
        size.ram,
        steps.to_label,
        steps.last,
        size.flash <= FLASH and size.ram <= RAM,
    )


ROOM: dict[str, dict[str, str]] = {"cortex-m55": {"flash": "512K", "ram": "512K"}}
"""What the boards of QEMU have at the addresses of the linker script; the others have 4 MB of each."""


def run(sources: Sequence[Path], quick: bool) -> list[Row]:
    require("arm-none-eabi-gcc", "arm-none-eabi-size", "qemu-system-arm")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if sources:
            models = [own_model(folder, source) for source in sources]
        elif quick:
            models = [random_model(folder, "tiny", "imu6", 6, {"widths": [8, 16], "dilation": 1}, 5)]
        else:
            arch = json.loads(CONFIGURATION.read_text(encoding="utf-8"))["arch"]
            models = [
                random_model(folder, CONFIGURATION.stem, "imu6", 6, arch, 30),
                random_model(folder, "standard", "ntu25", 3, {}, 3),
            ]
        return [measure(model, board) for model in models for board in MEASURED]


def print_report(rows: Sequence[Row]) -> None:
    print("model            board       kernel    constants     state     flash       RAM  to the label    step")
    for row in rows:
        start = f"{row.model:<16} {row.board:<11} "
        if row.not_run:
            print(f"{start}not run: {row.not_run}")
            continue
        sizes = " ".join(f"{count / 1024:>6.1f} KB" for count in (row.constants, row.state, row.flash, row.ram))
        print(f"{start}{row.kernel:<9} {sizes} {row.to_label / 1e6:>10.3f} M {row.step / 1e6:>6.3f} M")
    print("to the label, step: instructions of a frame under QEMU (-icount shift=0), not cycles")
    for name in dict.fromkeys(row.model for row in rows):
        fit = all(row.fits for row in rows if row.model == name)
        print(f"{name}: {'fits' if fit else 'does not fit'} into 512 KB of flash and 128 KB of RAM, stack included")


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="memory and instructions of emitted models on Cortex-M")
    parser.add_argument("sources", nargs="*", type=Path, metavar="NAME.c", help="what export --target c wrote")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured here too")
    parser.add_argument("--quick", action="store_true", help="a tiny model: only to see that it works")
    arguments = parser.parse_args(words)
    try:
        rows = run(arguments.sources, arguments.quick)
    except RtstgcnError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print_report(rows)
    if arguments.json:
        report = {"rows": [asdict(row) for row in rows]}
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
