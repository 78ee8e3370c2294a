"""The mirror image of a movement: left and right joints, channels and classes change places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss

from ..data import UNLABELLED

_OTHER = {"l": "r", "r": "l", "left": "right", "right": "left"}
_SIDE = re.compile(
    r"(?<![A-Za-z\d])(?:[Ll]eft|[Rr]ight|LEFT|RIGHT|[LlRr])(?![A-Za-z\d])"  # knee_l, left foot, LEFT_HIP
    r"|(?:Left|Right)(?![a-z])"  # LeftKnee, kneeLeft
    r"|(?<![A-Za-z])(?:left|right)(?=[A-Z])"  # leftKnee
    r"|(?<![A-Za-z])[LR](?=[A-Z][a-z])"  # LKnee
)


def other_side(name: str) -> str:
    """The name with its sides changed, as knee_l and knee_r, LeftKnee and RightKnee; the same where it has none."""
    return _SIDE.sub(_change, name)


def _change(side: re.Match[str]) -> str:
    word = side[0]
    other = _OTHER[word.lower()]
    return other.upper() if word.isupper() else other.capitalize() if word[0].isupper() else other


@dataclass(frozen=True)
class Mirror:
    """What goes where.

    Attributes:
        joints: the joint that each joint takes its features from, (V,).
        signs: 1 or -1 of each channel, (C,).
        classes: the class that each class becomes, (classes,).
    """

    joints: Tensor
    signs: Tensor
    classes: Tensor

    @classmethod
    def of(
        cls,
        joints: Sequence[str],
        channels: Sequence[str],
        units: Sequence[str],
        classes: Sequence[str],
        negated: Sequence[str] | None,
    ) -> Mirror:
        """From names; `negated` names the channels that change sign, None stands for x of positions.

        Raises:
            InputError: no pairs of joints, a side without its other, or signs that cannot be known.
        """
        if all(other_side(joint) == joint for joint in joints):
            raise InputError("optimizer.mirror: no joint is named for its side, as knee_l and knee_r; leave it out")
        if negated is None:
            if [name.lower() for name in channels] != ["x", "y", "z"] or set(units) != {"m"}:
                raise InputError(
                    f"optimizer.mirror: which of {', '.join(channels)} change sign in a mirror cannot be known; "
                    "name them in optimizer.mirror_signs"
                )
            negated = channels[:1]
        for name in negated:
            if name not in channels:
                hint = near_miss(name, channels) or f"the channels are {', '.join(channels)}"
                raise InputError(f"optimizer.mirror_signs: no channel is named '{name}'; {hint}")
        return cls(
            torch.tensor(_partners("joint", joints)),
            torch.tensor([-1.0 if name in negated else 1.0 for name in channels]),
            torch.tensor(_partners("class", classes)),
        )

    def __call__(self, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """Features (C, L, V) and labels (L,) of the mirror image."""
        labelled = labels != UNLABELLED
        mirrored = torch.where(labelled, self.classes[torch.where(labelled, labels, 0)], UNLABELLED)
        return x[:, :, self.joints] * self.signs[:, None, None].to(x.dtype), mirrored


def _partners(what: str, names: Sequence[str]) -> list[int]:
    for name in names:
        if other_side(name) not in names:
            raise InputError(
                f"optimizer.mirror: {what} '{name}' has no '{other_side(name)}' to change places with; leave it out"
            )
    return [names.index(other_side(name)) for name in names]
