"""What an emitted model takes on Cortex-M: flash, RAM, and instructions a frame under QEMU."""

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
import torch
from rtstgcn_export.c import emit_c
from rtstgcn_export.exporter import make_manifest
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.program.lower import lower
from rtstgcn_training.checkpoint import Description
from rtstgcn_training.models.config import Arch
from rtstgcn_training.quantised.calibrate import calibrate

from benchmarks.emulators import BOARDS, PACKAGES, TOOLS, Memory, Stepped, build_firmware, memory, step_firmware
from rtstgcn_edge.errors import InputError, ModelError, RtstgcnError
from rtstgcn_edge.skeletons import load_skeleton

FLASH, RAM = 512 * 1024, 128 * 1024
"""Of a common part; what fits is said."""


@dataclass(frozen=True)
class Row:
    """One model on one board."""

    model: str
    board: str
    kernel: str
    constant_bytes: int
    state_bytes: int
    memory: Memory
    instructions_to_label: int
    instructions: int


def random_model(folder: Path, name: str, skeleton: str, channels: int, classes: int, arch: dict[str, Any]) -> Path:
    """NAME.c of random weights, held against the definition before anything is measured: path of NAME.c."""
    torch.manual_seed(0)
    description = Description(
        name=name,
        arch=Arch.model_validate(arch),
        skeleton=load_skeleton(skeleton).to_dict(),
        channels=[f"channel {number}" for number in range(channels)],
        units=["1"] * channels,
        rate_hz=60.0,
        classes=[f"class {number}" for number in range(classes)],
    )
    model = description.build().eval()
    noise = torch.randn(channels, 200, len(model.skeleton.joints))
    with torch.no_grad():
        exponents = calibrate(model, [noise])
        program = lower(model, exponents)
    fields = {"precision": "int8", "quantisation": exponents.model_dump(mode="json")}
    manifest = make_manifest(model, description, fifos=list(program.fifos), **fields)
    header, source = emit_c(program, manifest, name)
    (folder / f"{name}.h").write_text(header, encoding="utf-8")
    (folder / f"{name}.c").write_text(source, encoding="utf-8")
    expected = Interpreter(program).run(noise[:, :CHECKED].numpy())
    np.save(folder / f"{name}.npy", expected)
    return folder / f"{name}.c"
