"""What flows through the runtime: frames of bodies in, predictions out. All stamps are monotonic nanoseconds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


@dataclass(slots=True)
class Body:
    """One skeleton at one instant.

    `joints` is (C, V) float32 in SI units. `track` is the source's id; None where it knows none, until the pipeline
    gives one. `confidence` is (V,) in 0..1 or None; 0 where a joint was not seen and its value stands in. `image` is
    (2, V) float32, where the joints are in the frame's image, in pixels.
    """

    joints: FloatArray
    track: int | None = 0
    confidence: FloatArray | None = None
    image: FloatArray | None = None


@dataclass(slots=True)
class Frame:
    """One instant of a source. `number` counts ticks of the source's clock from 0 within a trial; gaps are losses.

    `captured` is when the sensor took it, `arrived` when the program had it. `image` is what a camera saw, (H, W, 3)
    uint8 in the order blue, green, red; `posed` is when poses were found in it, 0 where none were looked for. `due` is
    when a replay had it to give, where that was not when it was captured, else 0.
    """

    number: int
    captured: int
    arrived: int
    bodies: list[Body]
    truth: int | None = None
    image: npt.NDArray[np.uint8] | None = None
    posed: int = 0
    due: int = 0


@dataclass(slots=True)
class Stamps:
    """When a frame passed each point (monotonic ns); `posed` and `due` as of the frame."""

    captured: int
    arrived: int
    ready: int = 0
    inferred: int = 0
    emitted: int = 0
    posed: int = 0
    due: int = 0


@dataclass(slots=True)
class Prediction:
    """The label of one skeleton at one frame.

    `frame` is the frame that is labelled (the newest one less the model's delay). `warm` is false before the
    receptive field has filled, and where the model overflowed; `held` is true where the skeleton was not seen and its
    last frame was used again. `decided` is the label that the decision stands at, None before its first.
    """

    trial: str
    frame: int
    skeleton: int
    label: int
    probabilities: FloatArray
    warm: bool
    held: bool
    stamps: Stamps
    truth: int | None = None
    decided: int | None = None


@dataclass(slots=True)
class Event:
    """A change of the decided label: `frame` is the one at which it was decided, `seconds` its trial time.

    `previous` is the label before (None at the first event), `lasted` how long that one stood (s).
    """

    trial: str
    frame: int
    skeleton: int
    label: int
    probability: float
    seconds: float
    previous: int | None = None
    lasted: float = 0.0


@dataclass(slots=True)
class Tick:
    """One tick of the model's clock: what was seen, and what came of it.

    `frame` is the frame as aligned (without bodies where none was usable); `live` names the live skeletons, seen or
    held. A delayed model's `predictions` name earlier frames than `frame`.
    """

    trial: str
    frame: Frame
    stamps: Stamps
    live: tuple[int, ...]
    overflowed: int = 0
    """Live skeletons whose logits are not finite: a wild frame has not aged out yet."""
    predictions: list[Prediction] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
