"""Files that runs are tried on."""

import json

import numpy as np
import onnx
import pytest
from model_files import emitted
from onnx import helper
from runs import random_recording, tiny_model, write_gait_model, write_model
from tiny_dataset import CLASSES, DESCRIPTION, write_tiny_dataset

from rtstgcn_edge.manifest import METADATA_KEY
from rtstgcn_edge.skeletons import Skeleton

LEG = {key: DESCRIPTION[key] for key in ("edges", "center")} | {"name": "leg", "joints": DESCRIPTION["nodes"]}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A data set, a model for it, one for the walker, and files that are no models; tests only read it."""
    shelf = tmp_path_factory.mktemp("shelf")
    write_tiny_dataset(shelf / "tiny", train=1, val=2, frames=60)
    said = {key: DESCRIPTION[key] for key in ("channels", "units", "rate_hz", "background")}
    model = tiny_model(classes=3)
    leg = Skeleton.from_dict(LEG).to_dict()
    write_model(shelf / "leg.onnx", model, name="leg", classes=list(CLASSES), skeleton=leg, **said)
    write_gait_model(shelf / "gait.onnx")
    write_model(shelf / "fast.onnx", tiny_model(), name="fast", rate_hz=1e5)
    np.save(shelf / "short.npy", random_recording(20))
    np.save(shelf / "joints.npy", random_recording(20, joints=4))
    (shelf / "empty").mkdir()
    write_tiny_dataset(shelf / "mislabelled", train=1, val=1, frames=60)
    (shelf / "mislabelled" / "val" / "labels" / "trial0.csv").write_text("0\n" * 59)
    write_tiny_dataset(shelf / "nodes", train=1, val=1, nodes=["ankle", "knee", "hip"])
    _write_bad_models(shelf)
    return shelf


def _write_bad_models(shelf):
    whole = (shelf / "leg.onnx").read_bytes()
    (shelf / "truncated.onnx").write_bytes(whole[: len(whole) // 2])
    (shelf / "empty.onnx").write_bytes(b"")
    for ending in ("onnx", "c", "so"):
        (shelf / f"text.{ending}").write_text("a shopping list")
    content = emitted(tiny_model())
    manifest = json.loads(content.metadata_props[0].value)
    contradictions = {
        "classes": {"classes": ["a", "b", "c"]},
        "fifo": {"fifos": [manifest["fifos"][0] | {"width": 5}, manifest["fifos"][1]]},
        "nofifo": {"fifos": manifest["fifos"][:1]},
        "version": {"format_version": 9},
        "misspelt": {"clases": ["a"]},
    }
    for name, changes in contradictions.items():
        helper.set_model_props(content, {METADATA_KEY: json.dumps(manifest | changes)})
        onnx.save(content, shelf / f"{name}.onnx")
    helper.set_model_props(content, {METADATA_KEY: "{"})
    onnx.save(content, shelf / "broken.onnx")
    del content.metadata_props[:]
    onnx.save(content, shelf / "foreign.onnx")
