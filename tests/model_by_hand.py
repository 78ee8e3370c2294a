"""A model in C by hand, small enough to be compiled in every test: what generated source looks like from outside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.native.compiler import NAMES

needs_compiler = pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="no C compiler on the PATH")

HEADER = """\
#define RTSTGCN_CHANNELS {channels}
#define RTSTGCN_JOINTS {joints}
#define RTSTGCN_CLASSES {classes}
#define RTSTGCN_RECEPTIVE_FIELD {receptive_field}
#define RTSTGCN_DELAY {delay}
#define RTSTGCN_STATE_BYTES sizeof(struct rtstgcn_state)
#define RTSTGCN_CONSTANT_BYTES 0
#define WIDTH (RTSTGCN_CHANNELS * RTSTGCN_JOINTS)
typedef struct rtstgcn_state {{
    signed char ring[4][WIDTH], push[WIDTH];
    short sums[2][WIDTH];
    int tick;
}} rtstgcn_state;
"""

SOURCE = """\
#include <math.h>
#include <string.h>
#include "{header}"

const char rtstgcn_manifest[] = {manifest};
const char *rtstgcn_kernel(void) {{ return "by hand"; }}
void rtstgcn_reset(rtstgcn_state *s) {{ memset(s, 0, sizeof *s); }}

void rtstgcn_infer(rtstgcn_state *s, const float *frame, float *logits) {{
    int total = 0;
    for (int i = 0; i < WIDTH; i++) {{
        float x = rintf(frame[i] * 16.0f);
        s->push[i] = (signed char)(x < -128.0f ? -128.0f : x > 127.0f ? 127.0f : x);
        total += (i + 1) * (s->push[i] + s->sums[s->tick % 2][i]);
    }}
    for (int k = 0; k < RTSTGCN_CLASSES; k++) logits[k] = (float)((k + {first}) * total) / 16.0f;
}}

void rtstgcn_advance(rtstgcn_state *s) {{
    signed char *oldest = s->ring[s->tick % 4];
    for (int i = 0; i < WIDTH; i++) s->sums[s->tick % 2][i] += (short)(s->push[i] - oldest[i]);
    memcpy(oldest, s->push, WIDTH);
    s->tick = (s->tick + 1) % 4;
}}
"""


def native_manifest(**said: Any) -> Manifest:
    """What the model below says of itself: one window of three pushes, two frames apart."""
    usual = {
        "name": "by-hand",
        "classes": ["sit", "stand", "walk"],
        "skeleton": {"name": "leg", "joints": ["hip", "knee"], "edges": [["hip", "knee"]], "center": "hip"},
        "channels": ["x", "y"],
        "units": ["m", "m"],
        "rate_hz": 50.0,
        "precision": "int8",
        "receptive_field": 5,
    }
    whole = usual | said
    width = len(whole["channels"]) * len(whole["skeleton"]["joints"])
    fifo = {"name": "window", "kind": "sum", "kernel": 3, "dilation": 2, "width": width}
    fifo |= {"push_dtype": "int8", "sum_dtype": "int16"}
    counts = {"parameters": 0, "state_words": 6 * width, "multiply_accumulates": 0, "multiply_accumulates_dense": 0}
    return Manifest.model_validate({"fifos": [fifo], "counts": counts} | whole)


def write_native(path: Path, manifest: Manifest, *, says: str | None = None, first: int = 1) -> Path:
    """NAME.c and NAME.h of a model that weighs the sums over its windows; `says` is its manifest's text."""
    header = HEADER.format(
        channels=len(manifest.channels),
        joints=manifest.joints,
        classes=len(manifest.classes),
        receptive_field=manifest.receptive_field,
        delay=manifest.delay,
    )
    path.with_suffix(".h").write_text(header)
    text = json.dumps(manifest.model_dump_json() if says is None else says, ensure_ascii=True)
    path.write_text(SOURCE.format(header=path.with_suffix(".h").name, manifest=text, first=first))
    return path


def native_logits(manifest: Manifest, x: np.ndarray) -> np.ndarray:
    """Logits (L, classes) of x (C, L, V), by definition."""
    frames = x.swapaxes(0, 1).reshape(x.shape[1], -1)
    pushes = np.clip(np.rint(frames * np.float32(16)), -128, 127).astype(int)
    padded = np.concatenate([np.zeros((4, pushes.shape[1]), int), pushes])
    windows = padded[4:] + padded[2:-2] + padded[:-4]
    total = windows @ np.arange(1, pushes.shape[1] + 1)
    return (total[:, None] * np.arange(1, len(manifest.classes) + 1) / 16).astype(np.float32)
