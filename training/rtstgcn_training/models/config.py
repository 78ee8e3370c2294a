"""What fixes the shape of an RT-ST-GCN: the `arch` section of a configuration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, model_validator

from rtstgcn_edge.sections import Section

Positive = Annotated[int, Field(ge=1)]


class Arch(Section):
    """Architecture of an RT-ST-GCN; the defaults are the standard configuration of the paper.

    `kernel`, `dilation` and `residual` take one value for all layers or one for each. Configurations may call the
    dilation `stride`, as those of the published Realtime-ST-GCN do.
    """

    widths: list[Positive] = Field(default=[64, 64, 64, 128, 128, 128, 256, 256, 256])
    kernel: Positive | list[Positive] = 9
    dilation: Positive | list[Positive] = Field(
        default=[1, 1, 1, 2, 1, 1, 2, 1, 1], validation_alias=AliasChoices("dilation", "stride")
    )
    residual: bool | list[bool] = True
    residual_delay: Literal[0, "centre"] = 0
    importance: bool = True
    norm: Literal["layer", "batch"] = "layer"
    centred: Literal["no", "also", "only"] = "no"
    """Positions relative to the centre joint, beside or instead of the absolute ones; see `input_features`."""
    magnitude: bool = False
    """Add the magnitude of each xyz triple of channels to the input, and a close look at it."""
    magnitude_means: list[Annotated[int, Field(ge=2)]] = Field(default=[])
    """Frames over which means of the magnitudes' close look are further inputs."""
    differences: list[Positive] = Field(default=[])
    """Frames over which changes of the channels are further inputs."""
    input_norm: Literal["layer", "batch", "none"] = "layer"
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.0
    partition: Literal["uniform", "distance", "spatial"] = "spatial"
    max_hop: Positive = 1
    hop_dilation: Positive = 1
    normalization: Literal["symmetric", "row", "reference"] = "symmetric"

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
        for key in ("kernel", "dilation", "residual"):
            value = getattr(self, key)
            if isinstance(value, list) and len(value) != len(self.widths):
                raise ValueError(
                    f"{key} has {len(value)} values for {len(self.widths)} layers; give one, or one a layer"
                )
        if self.magnitude_means and not self.magnitude:
            raise ValueError("magnitude_means needs magnitude: true")
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
            residual = bool(_pick(self.residual, index))
            span = (kernel - 1) * dilation
            delay = span // 2 if self.residual_delay == "centre" else 0
            shapes.append(LayerShape(before, width, kernel, dilation, residual, delay))
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
    delay: int
    """Frames by which the layer's output trails its newest input (0, or the window's centre)."""

    @property
    def span(self) -> int:
        """Frames of the past that the window reaches: (K - 1) d."""
        return (self.kernel - 1) * self.dilation

    @property
    def projects(self) -> bool:
        """Whether the residual path needs a 1x1 convolution to change the width."""
        return self.residual and self.in_width != self.out_width


def _pick(value: int | Sequence[int], index: int) -> int:
    return value[index] if isinstance(value, Sequence) else value
