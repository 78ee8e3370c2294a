"""Changes to a training trial that keep its labels true, drawn anew for each trial of each step."""

from .amplitude import add_noise, scale_body, scale_sensors
from .mirror import Mirror, other_side
from .rotation import turn_body, turn_joints
from .timing import hold_frames, hold_joints, roll, warp_time
from .trial import Augmentation, augment, augmentation

__all__ = [
    "Augmentation",
    "Mirror",
    "add_noise",
    "augment",
    "augmentation",
    "hold_frames",
    "hold_joints",
    "other_side",
    "roll",
    "scale_body",
    "scale_sensors",
    "turn_body",
    "turn_joints",
    "warp_time",
]
