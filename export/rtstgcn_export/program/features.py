"""The input features as operations; what they are: `rtstgcn_training.quantised.features`."""

from __future__ import annotations

import numpy as np
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from rtstgcn_training.quantised import Exponents
from rtstgcn_training.quantised.exponents import CLOSE_EXPONENT
from rtstgcn_training.quantised.features import FeatureConstants, Line, feature_constants

from .operations import (
    Change,
    Concat,
    Levels,
    Magnitude,
    Operation,
    QuantiseFrame,
    Relative,
    Square,
    Standardise,
    Trend,
    Value,
    Window,
)


def lower_features(model: RTSTGCN, exponents: Exponents) -> tuple[list[Operation], Value]:
    """The operations from the frame to the int16 features, and these."""
    lowering = _Features(model, exponents)
    return lowering.operations, lowering.features()


class _Features:
    def __init__(self, model: RTSTGCN, exponents: Exponents) -> None:
        self.model, self.exponents = model, exponents
        self.joints, self.channels = len(model.skeleton.joints), model.channels
        self.constants: FeatureConstants = feature_constants(model.features, exponents)
        self.operations: list[Operation] = []

    def features(self) -> Value:
        features, e = self.model.features, self.exponents.features
        raw = Value("samples", self.joints, self.channels, "int16", None)
        self.operations.append(QuantiseFrame(raw, np.array(self.exponents.frame, np.int32)))
        columns = [places := self._places(raw)]
        if features.triples:
            columns += self._magnitudes(raw)
        energies = []
        for index in range(len(features.differences)):
            change = Value(f"change{index}", self.joints, places.columns, "int32", e)
            self.operations.append(Change(change, places, f"past{index}"))
            columns.append(self._line(f"step{index}", change, self.constants.steps[index], e))
            if features.energy:
                energies.append(self._energy(index, change))
        return self._concat("features", [*columns, *energies])

    def _places(self, raw: Value) -> Value:
        features = self.model.features
        found = []
        for index, (kind, line) in enumerate(zip(self._kinds(features.centred), self.constants.places, strict=True)):
            x = raw
            if kind == "relative":
                x = Value("relative", self.joints, self.channels, "int32", None)
                self.operations.append(Relative(x, raw, features.center))
            found.append(self._line(f"place{index}", x, line, self.exponents.features))
        return self._concat("places", found)

    @staticmethod
    def _kinds(centred: str) -> list[str]:
        return {"no": ["absolute"], "also": ["absolute", "relative"], "only": ["relative"]}[centred]

    def _magnitudes(self, raw: Value) -> list[Value]:
        constants, e, triples = self.constants, self.exponents.features, self.model.features.triples
        assert constants.magnitudes is not None
        assert constants.close is not None
        magnitude = Value("magnitude", self.joints, triples, "float32", None)
        self.operations.append(Magnitude(magnitude, raw))
        standard = self._line("magnitude_standard", magnitude, constants.magnitudes, e)
        close = self._line("close", magnitude, constants.close, e)
        return [standard, close, *self._trends(magnitude)]

    def _trends(self, magnitude: Value) -> list[Value]:
        constants, means = self.constants, self.model.features.means
        if not means:
            return []
        assert constants.pushed_close is not None
        pushed = self._line("close_pushed", magnitude, constants.pushed_close, CLOSE_EXPONENT, "int8")
        sums = [Value(f"mean{i}", self.joints, magnitude.columns, "int32", CLOSE_EXPONENT) for i in range(len(means))]
        self.operations += [Window(total, pushed, f"mean{i}") for i, total in enumerate(sums)]
        trends = []
        for index, (a, b) in enumerate(constants.trends):
            out = Value(f"trend{index}", self.joints, magnitude.columns, "int16", self.exponents.features)
            self.operations.append(Trend(out, sums[index], sums[-1], a.numpy(), b.numpy(), 2**15 - 1))
            trends.append(out)
        return trends

    def _energy(self, index: int, change: Value) -> Value:
        constants, exponent = self.constants, self.exponents.energy
        assert exponent is not None
        assert constants.thresholds is not None
        narrow = self._line(f"change{index}_pushed", change, constants.pushed_steps[index], exponent, "int8")
        square = Value(f"square{index}", self.joints, change.columns, "int16", 2 * exponent)
        total = Value(f"energy{index}", self.joints, change.columns, "int32", 2 * exponent)
        level = Value(f"level{index}", self.joints, change.columns, "int8", None)
        self.operations += [
            Square(square, narrow),
            Window(total, square, f"energy{index}"),
            Levels(level, total, constants.thresholds.numpy().astype(np.int32), -128),
        ]
        return self._line(f"energy{index}_standard", level, constants.energies[index], self.exponents.features)

    def _line(self, name: str, x: Value, line: Line, exponent: int, dtype: str = "int16") -> Value:
        out = Value(name, x.rows, x.columns, dtype, exponent)  # type: ignore[arg-type]
        self.operations.append(Standardise(out, x, line.offset.numpy(), line.factor.numpy(), line.limit))
        return out

    def _concat(self, name: str, parts: list[Value]) -> Value:
        if len(parts) == 1:
            return parts[0]
        out = Value(name, self.joints, sum(part.columns for part in parts), parts[0].dtype, parts[0].exponent)
        self.operations.append(Concat(out, tuple(parts)))
        return out
