"""The body of `infer`: what the operations of a program become in C, and what they need of constants and memory."""

from __future__ import annotations

from rtstgcn_edge.errors import ModelError
from rtstgcn_export.program.operations import Change, Delay, Head, LayerNorm, Operation, Program, Value, Window

from .constants import Constants
from .fusion import fusion
from .memory import BYTES, Ring, Scratch
from .rules import RULES
from .text import Names, ctype, statement, string


class Calls:
    """The body of `infer`, with the constants and the memory that it needs."""

    def __init__(self, program: Program, names: Names) -> None:
        self.constants, self.scratch, self.names = Constants(), Scratch(), names
        members = Names()  # of the state: apart from what a function declares
        self.rings = {fifo.name: Ring(fifo, members[fifo.name]) for fifo in program.fifos}
        self.fusion = fusion(program)
        self.now = 0
        self._lines: list[tuple[str, str]] = []
        self._makers = {op.out.name: op for op in program.operations}
        self._homes = self._find_homes(program)
        self._title = ""
        for self.now, op in enumerate(program.operations):
            self._section(op)
            rule = RULES.get(type(op))
            if rule is None:
                raise ModelError(f"{op.out.name}: operation {type(op).__name__} cannot be written in C")
            rule(self, op)
            if op.out.name not in self.fusion.fused:
                self.call("TRACE", string(op.out.name), self._traced(op), op.out.size)

    def body(self) -> tuple[str, int]:
        """The lines, and the bytes of scratch memory."""
        offsets, size = self.scratch.offsets()
        return "\n".join(line.format(offset=offsets.get(name)) for name, line in self._lines), size

    # What the rules use

    def of(self, value: Value) -> str:
        """The C name of a value, which is read now."""
        self.scratch.use(self.names[value.name], self.now)
        return self.names[value.name]

    def typed(self, value: Value) -> str:
        """Type and name, where a function takes any type."""
        return f"{value.dtype.upper()}, {self.of(value)}"

    def new(self, value: Value) -> str:
        """Declare a value that is made now; its C name."""
        name = self.names[value.name]
        ring = self._homes.get(value.name)
        if ring is None:
            self.buffer(name, value.dtype, value.size)
        else:
            self.line(f"{ctype(value.dtype)} *const {name} = {ring.push};")
        return name

    def buffer(self, name: str, dtype: str, size: int) -> None:
        self.scratch.add(name, size * BYTES[dtype], self.now)
        element = ctype(dtype)
        self._lines.append((name, f"    {element} *const {name} = ({element} *)(void *)(s->scratch + {{offset}});"))

    def line(self, text: str) -> None:
        self._lines.append(("", statement(text).replace("{", "{{").replace("}", "}}")))

    def call(self, function: str, *arguments: object) -> None:
        self.line(f"{function}({', '.join(str(argument) for argument in arguments)});")

    def array(self, op: Operation, field: str) -> str:
        """An array of an operation as a constant; its name."""
        return self.constants.array(f"{self.names[op.out.name]}_{field}", getattr(op, field))

    def pushed(self, value: Value, fifo: str) -> Ring:
        """The ring of a FIFO, with the value in the place of this frame's push."""
        ring = self.rings[fifo]
        if self._homes.get(value.name) is not ring:
            self.call("memcpy", ring.push, self.of(value), f"{value.size * BYTES[value.dtype]}")
        return ring

    def normed(self, value: Value) -> str:
        """What the LayerNorm that makes a value reads, which is read now."""
        norm = self._makers[value.name]
        assert isinstance(norm, LayerNorm)
        return self.of(norm.x)

    def _find_homes(self, program: Program) -> dict[str, Ring]:
        """Values that are pushed live in the ring of their FIFO, the first if there are several."""
        homes: dict[str, Ring] = {}
        for op in program.operations:
            if isinstance(op, Window | Change | Delay):
                homes.setdefault(op.x.name, self.rings[op.fifo])
        for op in program.operations:
            if isinstance(op, Delay):  # already lives in the FIFO that delays it
                homes.pop(op.out.name, None)
        return homes

    def _section(self, op: Operation) -> None:
        """A comment above the operations whose names begin alike."""
        title = op.out.name.split("_")[0]
        if title != self._title and op.out.name not in self.fusion.hidden:
            self._title = title
            self.constants.title(title)
            self._lines.append(("", f"\n    /* {title} */"))

    def _traced(self, op: Operation) -> str:
        return "logits" if isinstance(op, Head) else self.names[op.out.name]
