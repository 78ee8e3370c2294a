"""Random integer programs of the shape of an RT-ST-GCN, and frames to run them on.

Weights lie within the bounds that `operations.py` states, and shifts such that values use their range; some saturate.
"""

from __future__ import annotations

from math import log2

import numpy as np
from rtstgcn_export.program import operations as ops
from rtstgcn_export.program.operations import Program, Value

from rtstgcn_edge.manifest import Counts, FifoSpec, Manifest

FRAME_EXPONENT = 10
"""Frames have deviations of about 1 to 4, int16 values of a few thousand."""


def random_program(seed: int) -> Program:
    """A small program; which parts it has is drawn too."""
    draw = _Draw(seed, joints=2 + seed % 6)
    h = draw.input_part(draw.features())
    width = int(draw.one_of(2, 3, 5, 8))
    h = draw.product(h, "input", width, bias=True)
    kind = draw.one_of("layer", "batch")
    kernels = [9, 3] if seed % 5 else [69, 2]
    for index in range(int(draw.one_of(1, 2, 3))):
        width = h.columns if draw.chance(0.4) else int(draw.one_of(3, 4, 7, 16, 33))
        kernel = int(draw.one_of(*kernels)) if index == 0 else int(draw.one_of(*kernels, 1))
        residual = draw.one_of("none", "plain", "projected") if width == h.columns else "projected"
        h = draw.layer(h, index, width, kernel, int(draw.one_of(1, 2, 3)), kind, residual, draw.chance(0.4))
    return draw.program(h, classes=int(draw.one_of(2, 3, 5, 12)))


def big_program(seed: int = 0, kernel: int = 9) -> Program:
    """The standard configuration: 25 joints, nine layers of 64 to 256 channels, 3 partitions, LayerNorm."""
    draw = _Draw(seed, joints=25, channels=3, partitions=3)
    widths, dilations = [64] * 3 + [128] * 3 + [256] * 3, [1, 1, 1, 2, 1, 1, 2, 1, 1]
    h = draw.product(draw.normalised(draw.places(), "input_norm"), "input", 64, bias=True)
    for index, (width, dilation) in enumerate(zip(widths, dilations, strict=True)):
        residual = "plain" if width == h.columns else "projected"
        h = draw.layer(h, index, width, kernel, dilation, "layer", residual, delayed=False)
    return draw.program(h, classes=52)


def noise_frames(program: Program, seed: int, length: int = 100) -> np.ndarray:
    """(C, length, V) float32: slow movement and noise, in the range that the program's exponents are made for."""
    rng = np.random.default_rng(seed)
    shape = (program.channels, length, program.joints)
    drift = np.cumsum(rng.normal(0, 0.2, shape), axis=1)
    return (rng.normal(0, 1, shape) + drift + rng.normal(0, 1, (*shape[:1], 1, 1))).astype(np.float32)


def adversarial_frames(program: Program, seed: int, length: int = 160) -> np.ndarray:
    """(C, length, V) float32, finite: noise cut up by what breaks things.

    Stretches of zeros, of a constant, of all channels at either end of their range, of single wild samples up to the
    largest float32, of denormals, of exact halves (ties of the rounding), of noise far too strong and too weak.
    """
    rng = np.random.default_rng(seed)
    frames = noise_frames(program, seed, length)
    shape = frames.shape
    largest = np.finfo(np.float32).max
    ties = (rng.integers(-9000, 9000, shape) + 0.5) * 2.0**-FRAME_EXPONENT
    stretches = [
        np.zeros(shape),
        np.full(shape, rng.normal()),
        np.where(rng.random(shape) < 0.5, -1e8, 1e8),
        np.broadcast_to(np.where(rng.random((shape[0], 1, 1)) < 0.5, -40.0, 40.0), shape),
        np.where(rng.random(shape) < 0.02, rng.choice([1e8, -1e8, largest, -largest], shape), frames),
        rng.choice([1e-45, -1e-45, 1e-40, 1.1754942e-38, -0.0], shape),
        ties,
        frames * 30,
        frames * 1e-3,
    ]
    for begin in range(0, length, 20):
        end = begin + 12  # eight frames of plain noise after each stretch
        frames[:, begin:end] = stretches[rng.integers(len(stretches))][:, begin:end]
    return frames


def manifest_of(program: Program, name: str = "random") -> Manifest:
    """A manifest that fits the program; its joints hang together in a line."""
    joints = [f"joint{v}" for v in range(program.joints)]
    edges = [[v, v + 1] for v in range(program.joints - 1)]
    return Manifest(
        name=name,
        classes=[f"class{k}" for k in range(program.classes)],
        skeleton={"name": "line", "joints": joints, "edges": edges, "center": joints[0]},
        channels=[f"channel{c}" for c in range(program.channels)],
        units=["m"] * program.channels,
        rate_hz=50.0,
        fifos=list(program.fifos),
        precision="int8",
        quantisation={},
        receptive_field=1 + sum(fifo.span for fifo in program.fifos),
        counts=Counts(
            parameters=0,
            state_words=sum(fifo.words for fifo in program.fifos),
            multiply_accumulates=0,
            multiply_accumulates_dense=0,
        ),
    )


class _Draw:
    """Operations appended in the order in which they run. Values of 8 bits have deviations of about 40."""

    def __init__(self, seed: int, joints: int, channels: int | None = None, partitions: int | None = None) -> None:
        self.rng = np.random.default_rng(seed)
        self.joints = joints
        self.channels = channels or int(self.one_of(3, 6, 4))
        self.partitions = partitions or int(self.one_of(1, 2, 3))
        self.operations: list[ops.Operation] = []
        self.fifos: list[FifoSpec] = []

    def one_of(self, *choices):
        return choices[self.rng.integers(len(choices))]

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def program(self, h: Value, classes: int) -> Program:
        spread = log2(73 * 40 * h.rows * np.sqrt(h.columns) / 5)
        exponents = (round(spread) + self.rng.integers(-1, 2, classes)).astype(np.int32)
        weight, bias = self.weight(h.columns, classes, 127), self.integers(-(2**15), 2**15, classes, np.int32)
        self.add(ops.Head, "logits", (1, classes, "float32", 0), x=h, weight=weight, bias=bias, exponents=exponents)
        return Program(tuple(self.operations), tuple(self.fifos), self.channels, self.joints)

    def features(self) -> Value:
        """The frame as joints x features, int8 or int16, with all that the input features may have."""
        kind = self.one_of("int8", "int16")
        parts = [self.places(kind)]
        raw = self.operations[0].out
        if self.chance(0.4):
            relative = self.add(
                ops.Relative,
                "relative",
                (self.joints, self.channels, "int32", None),
                x=raw,
                joint=int(self.rng.integers(self.joints)),
            )
            parts.append(self.standard(relative, "relative_standard", kind, 2**11))
        places = parts[0]
        if len(parts) > 1 and self.chance(0.5):
            places = self.concat("places", parts)
            parts = [places]
        if self.channels % 3 == 0 and self.chance(0.6):
            magnitude = self.add(ops.Magnitude, "magnitude", (self.joints, self.channels // 3, "float32", None), x=raw)
            parts.append(self.standard(magnitude, "magnitude_standard", kind, 2**11))
            close = self.standard(magnitude, "close", kind, 2**8)
            parts.append(close)
            if self.chance(0.7):
                parts += self.trends(close, kind)
        if self.chance(0.7):
            parts += self.changes(places, kind)
        return parts[0] if len(parts) == 1 else self.concat("features", parts)

    def places(self, kind: str = "int16") -> Value:
        exponents = (FRAME_EXPONENT + self.rng.integers(-1, 2, self.channels)).astype(np.int32)
        raw = self.add(ops.QuantiseFrame, "raw", (self.joints, self.channels, "int16", None), exponents=exponents)
        return self.standard(raw, "standard", kind, 2**11)

    def standard(self, x: Value, name: str, kind: str, deviation: float) -> Value:
        """Of x in its own deviations; int16 has 2^12 of them, int8 32."""
        shape = (self.joints, x.columns)
        limit, exponent = (127, 5) if kind == "int8" else (int(self.one_of(2**15 - 1, 2**14)), 11)
        factor = (2.0**exponent / (deviation * self.rng.uniform(0.7, 1.5, shape))).astype(np.float32)
        offset = (deviation * self.rng.normal(0, 0.5, shape)).astype(np.float32)
        if x.dtype == "float32":
            offset += np.float32(2 * deviation)
        return self.add(ops.Standardise, name, (*shape, kind, exponent), x=x, offset=offset, factor=factor, limit=limit)

    def trends(self, close: Value, kind: str) -> list[Value]:
        kernels = [3, 12, 40]
        sums = [self.window(close, f"mean{i}", kernel, 1) for i, kernel in enumerate(kernels)]
        shape = (self.joints, close.columns)
        made = []
        for index, kernel in enumerate(kernels[:-1]):
            a, b = (
                (self.rng.uniform(1, 3, (1, close.columns)) * np.ones(shape) * 2 / k).astype(np.float32)
                for k in (kernel, kernels[-1])
            )
            wide = self.add(
                ops.Trend,
                f"trend{index}",
                (*shape, "int16", 11),
                short=sums[index],
                long=sums[-1],
                a=a,
                b=b,
                limit=2**14,
            )
            made.append(wide if kind == "int16" else self.narrow(wide, f"trend{index}_narrow"))
        return made

    def narrow(self, x: Value, name: str) -> Value:
        shape = (x.rows, x.columns)
        factor, offset = np.full(shape, 2**-4, np.float32), np.zeros(shape, np.float32)
        return self.add(ops.Standardise, name, (*shape, "int8", 7), x=x, offset=offset, factor=factor, limit=127)

    def changes(self, places: Value, kind: str) -> list[Value]:
        made, energies = [], []
        energy = self.chance(0.6)
        deviation = 2.0**5 if kind == "int8" else 2.0**11
        for index, frames in enumerate((1, 4)):
            self.fifo(f"past{index}", "sum", 2, frames, places)
            shape = (self.joints, places.columns)
            change = self.add(ops.Change, f"change{index}", (*shape, "int32", None), x=places, fifo=f"past{index}")
            made.append(self.standard(change, f"step{index}", kind, deviation))
            if energy:
                small = self.standard(change, f"small{index}", "int8", deviation)
                square = self.add(ops.Square, f"square{index}", (*shape, "int16", 10), x=small)
                total = self.window(square, f"energy{index}", int(self.one_of(5, 20)), 1)
                rising = np.unique(np.exp(self.rng.uniform(3, 13, 40)).astype(np.int32))
                levels = (*shape, "int8", 3)
                energies.append(
                    self.add(ops.Levels, f"levels{index}", levels, x=total, thresholds=rising, first=-len(rising) // 2)
                )
        if kind == "int16":
            energies = [self.standard(levels, f"levels{i}_standard", "int16", 8.0) for i, levels in enumerate(energies)]
        return [*made, *energies]

    def concat(self, name: str, xs: list[Value]) -> Value:
        """Side by side, their exponents taken as one: they are near enough for what is random anyway."""
        columns = sum(x.columns for x in xs)
        return self.add(ops.Concat, name, (self.joints, columns, xs[0].dtype, xs[0].exponent), xs=tuple(xs))

    def input_part(self, x: Value) -> Value:
        return self.normalised(x, "input_norm") if self.chance(0.6) else x

    def normalised(self, x: Value, name: str) -> Value:
        norm = self.norm(x, name, self.one_of("layer", "batch"), 2**11 if x.dtype == "int16" else 40, self.chance(0.5))
        return self.add(ops.Activate, f"{name}_integers", (x.rows, x.columns, "int16", 12), x=norm, linear=True)

    def layer(
        self, x: Value, index: int, width: int, kernel: int, dilation: int, kind: str, residual: str, delayed: bool
    ) -> Value:
        name = f"layer{index}"
        graph = self.graph()
        gathered = (self.joints, self.partitions * x.columns, "int8", 4)
        spread = np.sqrt(max((graph.astype(float) ** 2).sum(1).max(), 1))
        shift = round(log2(spread)) + int(self.rng.integers(0, 2))
        g = self.add(ops.GraphProduct, f"{name}_gathered", gathered, x=x, graph=graph, shift=shift)
        y = z = self.product(g, f"{name}_push", width, bias=False)
        if kernel > 1:
            y = self.window(z, f"window{index}", kernel, dilation)
        norm = self.norm(y, f"{name}_norm", kind, 40 * kernel**0.75, bias=True)
        past = None
        if residual != "none":
            past = x
            if delayed and kernel > 1 and x.dtype in ("int8", "uint8"):
                self.fifo(f"residual{index}", "taps", 2, max((kernel - 1) * dilation // 2, 1), x)
                shape = (x.rows, x.columns, x.dtype, x.exponent)
                past = self.add(ops.Delay, f"{name}_past", shape, x=x, fifo=f"residual{index}")
            if residual == "projected":
                projected = self.product(past, f"{name}_projected", width, bias=False)
                past = self.norm(projected, f"{name}_residual", kind, 40, bias=False)
        exponent = int(self.rng.integers(4, 7))
        return self.add(ops.Activate, name, (self.joints, width, "uint8", exponent), x=norm, residual=past)

    def window(self, x: Value, fifo: str, kernel: int, dilation: int) -> Value:
        self.fifo(fifo, "sum", kernel, dilation, x)
        return self.add(ops.Window, f"{fifo}_sum", (x.rows, x.columns, "int32", x.exponent), x=x, fifo=fifo)

    def product(self, x: Value, name: str, width: int, bias: bool) -> Value:
        limit = 127 if x.dtype == "int16" else 63
        deviation = {"int16": 2.0**11, "int8": 40.0, "uint8": 60.0}[x.dtype]
        spread = log2(limit / np.sqrt(3) * deviation * np.sqrt(x.columns) / 40)
        shift = (round(spread) + self.rng.integers(-1, 2, width)).astype(np.int32)
        biases = (self.rng.normal(0, 20, width) * 2.0**shift).astype(np.int32) if bias else None
        shape = (x.rows, width, "int8", 5)
        weight = self.weight(x.columns, width, limit)
        return self.add(ops.Product, name, shape, x=x, weight=weight, bias=biases, shift=shift)

    def norm(self, x: Value, name: str, kind: str, deviation: float, bias: bool) -> Value:
        """`kind` is "layer" or "batch"; `deviation` is what is expected of x."""
        shape = (x.rows, x.columns)
        if kind == "batch":
            factor = (self.rng.uniform(-1.5, 1.5, shape) / deviation).astype(np.float32)
            shift = self.rng.normal(0, 0.5, shape).astype(np.float32)
            return self.add(ops.Scale, name, (*shape, "float32", 0), x=x, factor=factor, shift=shift)
        root = np.sqrt(x.size)
        gamma_exponent = int(np.floor(log2(32767 / (1.5 * root))))
        gamma = np.rint(root * self.rng.uniform(-1.5, 1.5, shape) * 2.0**gamma_exponent).astype(np.int16)
        biases = self.integers(-int(deviation), int(deviation), shape, np.int16) if bias else None
        return self.add(
            ops.LayerNorm,
            name,
            (*shape, "float32", 0),
            x=x,
            bias=biases,
            gamma=gamma,
            gamma_exponent=gamma_exponent,
            beta=self.integers(-(2**14), 2**14, shape, np.int16),
            beta_exponent=14,
            floor=x.size * 1e-5 * 2.0 ** (2 * (x.exponent or 0)),
        )

    def graph(self) -> np.ndarray:
        """(V P, V): a random tree and the joints themselves, in up to three partitions; now and then all ends."""
        partitions = np.zeros((3, self.joints, self.joints))
        partitions[0] = np.diag(self.rng.uniform(0.4, 1, self.joints))
        for joint in range(1, self.joints):
            parent = self.rng.integers(joint)
            partitions[1, joint, parent], partitions[2, parent, joint] = self.rng.uniform(0.2, 1, 2)
        if self.chance(0.2):
            partitions = self.rng.uniform(-1, 1, partitions.shape)
        kept = {1: partitions.sum(0, keepdims=True), 2: np.stack([partitions[0], partitions[1] + partitions[2]])}
        chosen = kept.get(self.partitions, partitions)
        scaled = np.rint(chosen / np.abs(chosen).max() * 127).astype(np.int8)
        return scaled.transpose(1, 0, 2).reshape(self.joints * self.partitions, self.joints)

    def weight(self, rows: int, columns: int, limit: int) -> np.ndarray:
        """Mostly uniform; now and then a column at the ends of its range, whose sums saturate."""
        weight = self.integers(-limit, limit + 1, (rows, columns), np.int8)
        if self.chance(0.2):
            weight[:, self.rng.integers(columns)] = limit
        return weight

    def integers(self, low: int, high: int, shape, dtype) -> np.ndarray:
        return self.rng.integers(low, high, shape).astype(dtype)

    def fifo(self, name: str, kind: str, kernel: int, dilation: int, x: Value) -> None:
        sums = None
        if kind == "sum":
            sums = "int16" if x.dtype == "int8" and (kernel - 1) * 128 < 2**15 else "int32"
        self.fifos.append(
            FifoSpec(
                name=name,
                kind=kind,
                kernel=kernel,
                dilation=dilation,
                width=x.size,
                push_dtype=x.dtype,
                sum_dtype=sums,
            )
        )

    def add(self, operation, name: str, shape: tuple, **fields) -> Value:
        out = Value(name, *shape)
        self.operations.append(operation(out=out, **fields))
        return out
