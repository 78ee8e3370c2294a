"""What fixes the shape of an RT-ST-GCN: the `arch` section of a configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AliasChoices, Field, model_validator

from rtstgcn_edge.sections import Section

Positive = Annotated[int, Field(ge=1)]
Value = TypeVar("Value")


class Arch(Section):
    """Architecture of an RT-ST-GCN; the defaults are the standard configuration of the paper.

    `kernel`, `dilation`, `residual` and `residual_projection` take one value for all layers or one for each.
    Configurations may call the dilation `stride`, as those of the published Realtime-ST-GCN do.
    """

    widths: list[Positive] = Field(default=[64, 64, 64, 128, 128, 128, 256, 256, 256])
    kernel: Positive | list[Positive] = 9
    dilation: Positive | list[Positive] = Field(
        default=[1, 1, 1, 2, 1, 1, 2, 1, 1], validation_alias=AliasChoices("dilation", "stride")
    )
    residual: bool | list[bool] = True
    residual_projection: bool | list[bool] = False
    """The residual path has a 1x1 convolution and a norm even where the width stays."""
    residual_delay: Literal[0, "centre"] = 0
    importance: bool = True
    norm: Literal["layer", "batch"] = "layer"
    centred: Literal["no", "also", "only"] = "no"
    """Positions relative to the centre joint, beside or instead of the absolute ones; see `input_features`."""
    body_scaled: bool = False
    """Take these relative positions in mean bone lengths of their frame, so that the size of a body does not show."""
    magnitude: bool = False
    """Add the magnitude of each xyz triple of channels to the input, and a close look at it."""
    magnitude_trends: list[Annotated[int, Field(ge=2)]] = Field(default=[])
    """Frames of means of that close look; each less the last and longest is a further input."""
    differences: list[Positive] = Field(default=[])
    """Frames over which changes of the channels are further inputs."""
    energy: Annotated[int, Field(ge=0)] = 0
    """Frames over which the log energy of these changes is taken, further inputs; 0 leaves it out."""
    input_norm: Literal["layer", "batch", "none"] = "layer"
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.0
    partition: Literal["uniform", "distance", "spatial"] = "spatial"
    max_hop: Positive = 1
    hop_dilation: Positive = 1
    normalization: Literal["symmetric", "row", "reference", "stored"] = "symmetric"
    """"stored": the matrices lie with the weights, as those of an imported checkpoint do."""

    @model_validator(mode="before")
    @classmethod
    def _one_name_for_the_dilation(cls, values: Any) -> Any:
        if isinstance(values, dict) and {"dilation", "stride"} <= values.keys():
            raise ValueError("'stride' is another name of 'dilation'; give one of the two")
        return values

    @model_validator(mode="after")
    def _one_value_per_layer(self) -> Arch:
        if not self.widths:
            raise ValueError("widths is empty; name the width of each layer, as [64, 64, 128]")
        for key in ("kernel", "dilation", "residual", "residual_projection"):
            value = getattr(self, key)
            if isinstance(value, list) and len(value) != len(self.widths):
                raise ValueError(
                    f"{key} has {len(value)} values for {len(self.widths)} layers; give one, or one a layer"
                )
        if self.body_scaled and self.centred == "no":
            raise ValueError("body_scaled is of positions relative to the centre; it needs centred 'also' or 'only'")
        if self.energy and (not self.differences or self.energy < 2):
            raise ValueError(f"energy {self.energy}: give 2 frames or more, and the differences whose energy it is")
        if self.magnitude_trends:
            if not self.magnitude:
                raise ValueError("magnitude_trends needs magnitude: true")
            if len(self.magnitude_trends) < 2 or max(self.magnitude_trends[:-1]) >= self.magnitude_trends[-1]:
                raise ValueError(f"magnitude_trends {self.magnitude_trends}: give short ones and last a longer one")
        if self.residual_delay == "centre":
            for index, layer in enumerate(self.layers()):
                if (layer.kernel - 1) * layer.dilation % 2:
                    raise ValueError(
                        f"residual_delay 'centre' needs (kernel - 1) * dilation even; layer {index} has kernel "
                        f"{layer.kernel} and dilation {layer.dilation}"
                    )
        return self

    def layers(self) -> list[LayerShape]:
        """One entry a layer, input to output."""
        shapes = []
        before = self.widths[0]
        for index, width in enumerate(self.widths):
            kernel = _pick(self.kernel, index)
            dilation = _pick(self.dilation, index)
            residual = _pick(self.residual, index)
            span = (kernel - 1) * dilation
            delay = span // 2 if self.residual_delay == "centre" else 0
            projects = residual and (before != width or _pick(self.residual_projection, index))
            shapes.append(LayerShape(before, width, kernel, dilation, residual, projects, delay))
            before = width
        return shapes


@dataclass(frozen=True)
class LayerShape:
    """Shape of one layer: widths, window and residual path."""

    in_width: int
    out_width: int
    kernel: int
    dilation: int
    residual: bool
    projects: bool
    """Whether the residual path has a 1x1 convolution and a norm."""
    delay: int
    """Frames by which the layer's output trails its newest input (0, or the window's centre)."""

    @property
    def span(self) -> int:
        """Frames of the past that the window reaches: (K - 1) d."""
        return (self.kernel - 1) * self.dilation


def _pick(value: Value | list[Value], index: int) -> Value:
    return value[index] if isinstance(value, list) else value
