"""`axes=`: how a sensor is mounted, as the model's axes told in the device's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss

DEVICE_AXES = "xyz"


@dataclass(frozen=True)
class Turn:
    """The model's three axes, in its order, each as an axis of the device and a sign."""

    text: str
    axes: tuple[tuple[str, float], ...]

    def of(self, where: str, direction: str, directions: Sequence[str]) -> tuple[str, float]:
        """The device's axis of the model's `direction`, one of all its `directions`. Raises InputError."""
        order = list(DEVICE_AXES) if set(directions) <= set(DEVICE_AXES) else list(directions)
        if len(order) != len(self.axes):
            raise InputError(f"{where}: axes={self.text}: the model's channels have {len(order)} directions, not three")
        return self.axes[order.index(direction)]


def parse_axes(where: str, text: str, joints: Sequence[str]) -> dict[str, Turn]:
    """The turn of each joint that has one. Raises InputError for what is no rotation."""
    if ":" not in text:
        turn = _turn(where, text)
        return dict.fromkeys(joints, turn)
    turns: dict[str, Turn] = {}
    for item in text.rstrip("; ").split(";"):
        joint, colon, axes = (part.strip() for part in item.partition(":"))
        if not colon:
            raise InputError(f"{where}: axes={text}: '{item.strip()}' is for no joint; write joint:y,-x,z for each")
        if joint not in joints:
            hint = near_miss(joint, joints) or f"known: {', '.join(joints)}"
            raise InputError(f"{where}: axes={text}: the model has no joint '{joint}'; {hint}")
        if joint in turns:
            raise InputError(f"{where}: axes={text}: joint '{joint}' is given twice")
        turns[joint] = _turn(where, axes)
    return turns


def _turn(where: str, text: str) -> Turn:
    axes = []
    for item in text.split(","):
        word = item.strip().lower()
        name = word.lstrip("+-")
        if name not in tuple(DEVICE_AXES) or len(word) > 2:
            raise InputError(
                f"{where}: axes={text}: '{item.strip()}' is no axis; use x, y, z or -x, -y, -z, as in y,-x,z"
            )
        axes.append((name, -1.0 if word[0] == "-" else 1.0))
    if len(axes) != 3 or len({name for name, _ in axes}) != 3:
        raise InputError(f"{where}: axes={text}: each of the device's x, y and z is needed once, as in y,-x,z")
    if _determinant(axes) < 0:
        mended = [*text.split(",")[:2], ("" if axes[2][1] < 0 else "-") + axes[2][0]]
        raise InputError(
            f"{where}: axes={text} is mirrored, which no mounting is; "
            f"one sign or two axes are wrong (axes={','.join(mended)} would be a rotation)"
        )
    return Turn(text, tuple(axes))


def _determinant(axes: Sequence[tuple[str, float]]) -> float:
    """Of a signed permutation: the product of its signs, and of the permutation's."""
    order = [DEVICE_AXES.index(name) for name, _ in axes]
    inversions = sum(order[i] > order[j] for i in range(3) for j in range(i + 1, 3))
    return axes[0][1] * axes[1][1] * axes[2][1] * (-1.0) ** inversions
