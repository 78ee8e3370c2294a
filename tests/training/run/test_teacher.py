"""A teacher may have another arch and delay; what it sees and says must be what the student does."""

import pytest
import torch
from random_models import random_model
from refusals import refusal
from rtstgcn_training.checkpoint import Description, save_checkpoint
from rtstgcn_training.configuration import Configuration
from rtstgcn_training.models.config import Arch
from rtstgcn_training.run.teacher import load_teacher

from rtstgcn_edge.skeletons import Skeleton, load_skeleton

LARGER = Arch(widths=[6, 6], kernel=5, dilation=[1, 2], residual_delay="centre")


def describe(arch=LARGER, skeleton="imu3", **changes):
    said = {
        "name": "any",
        "arch": arch,
        "skeleton": load_skeleton(skeleton).to_dict(),
        "channels": ["x", "y", "z"],
        "units": ["m/s^2"] * 3,
        "rate_hz": 64,
        "classes": ["walk", "freeze"],
    }
    return Description(**said | changes)


STUDENT = describe(Arch(widths=[2], dilation=1), name="student")


def configuration(teacher, distillation):
    return Configuration.model_validate(
        {
            "processor": {"name": "student", "data": "data", "out": "out", "teacher": teacher},
            "optimizer": {"distillation": distillation},
        }
    )


def teacher_at(folder, description):
    path = folder / "teacher.safetensors"
    skeleton = Skeleton.from_dict(description.skeleton)
    model = random_model(
        description.arch,
        skeleton,
        channels=len(description.channels),
        classes=len(description.classes),
        dtype=torch.float32,
    )
    save_checkpoint(path, model, description)
    return path, model


def test_a_larger_delayed_teacher_is_ready_to_be_asked(tmp_path):
    path, model = teacher_at(tmp_path, describe())
    teacher = load_teacher(configuration(path, 0.5), STUDENT)
    assert teacher.delay == 6 and not teacher.training
    assert not any(parameter.requires_grad for parameter in teacher.parameters())
    for name, tensor in model.state_dict().items():
        assert torch.equal(teacher.state_dict()[name], tensor)


def test_without_distillation_there_is_none():
    assert load_teacher(configuration(None, 0.0), STUDENT) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"classes": ["freeze", "walk"]}, "its classes must be those of this training, walk, freeze, not freeze, walk"),
        ({"classes": ["walk", "freeze", "turn"]}, "walk, freeze, not walk, freeze, turn"),
        ({"channels": ["y", "x", "z"]}, "its channels must be those of this training, x, y, z, not y, x, z"),
        ({"units": ["m"] * 3}, "its units must be"),
        ({"rate_hz": 128}, "its rate_hz must be that of this training, 64, not 128"),
        (
            {"skeleton": "imu7"},
            "its joints must be those of this training, ankle, thigh, trunk",
        ),
    ],
)
def test_a_teacher_of_something_else_is_refused(tmp_path, changes, said):
    path, _ = teacher_at(tmp_path, describe(**changes))
    message = refusal(load_teacher, configuration(path, 0.5), STUDENT)
    assert message.startswith(f"processor.teacher {path}: ") and said in message


def test_a_teacher_and_its_weight_come_together(tmp_path):
    assert "name a checkpoint as processor.teacher" in refusal(load_teacher, configuration(None, 0.5), STUDENT)
    path, _ = teacher_at(tmp_path, describe())
    assert "optimizer.distillation is 0" in refusal(load_teacher, configuration(path, 0.0), STUDENT)
    assert "no such file" in refusal(load_teacher, configuration(tmp_path / "none.safetensors", 0.5), STUDENT)
