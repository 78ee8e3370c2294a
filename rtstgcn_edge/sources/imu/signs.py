"""Signs of life of each node: silent while others speak, or the same values again and again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

SILENT_NS = 1_000_000_000
"""Without a sample, while others give some, before it is said."""
TOGETHER_NS = 500_000_000
"""Without a sample of any node, none is silent by itself."""
STUCK_S = 1.0
"""The same values for so long are no measurement."""
LOOK_NS = 100_000_000

Say = Callable[[str, str], None]


class _Node:
    __slots__ = ("came_ns", "latest", "name", "same", "silences", "silent", "stuck")

    def __init__(self, name: str) -> None:
        self.name = name
        self.came_ns = 0
        self.latest: Sequence[float] = ()
        self.same = 0  # samples in a row with these values
        self.stuck = self.silences = 0
        self.silent = False


class Signs:
    """Watches nodes.

    Args:
        names: of the nodes, as joints of the model.
        rate_hz: at which they give samples.
        say: takes a kind, and a line of that kind.
    """

    def __init__(self, names: Sequence[str], rate_hz: float, say: Say) -> None:
        self._nodes = [_Node(name) for name in names]
        self._stuck_after = max(round(STUCK_S * rate_hz), 2)
        self._say = say
        self._newest_ns = 0
        self._next_ns = 0

    def came(self, joint: int, values: Sequence[float], arrival_ns: int) -> None:
        """A sample of a node."""
        node = self._nodes[joint]
        if node.silent:
            node.silent = False
            self._say(f"back {joint}", f"{node.name} is back after {(arrival_ns - node.came_ns) / 1e9:.1f} s")
        if arrival_ns - self._newest_ns > TOGETHER_NS:  # all were silent: only what others speak in counts
            for other in self._nodes:
                other.came_ns = min(other.came_ns + arrival_ns - self._newest_ns, arrival_ns)
        node.came_ns = self._newest_ns = arrival_ns
        if values != node.latest:
            node.latest, node.same = values, 0
            return
        node.same += 1
        if node.same == self._stuck_after:
            node.stuck += 1
            self._say(f"stuck {joint}", f"{node.name} gives the same values again and again; is it stuck?")

    def look(self, now_ns: int) -> None:
        """Who has fallen silent? Call it as often as you like."""
        if now_ns < self._next_ns or now_ns - self._newest_ns > TOGETHER_NS:
            return
        self._next_ns = now_ns + LOOK_NS
        for joint, node in enumerate(self._nodes):
            if not node.silent and now_ns - node.came_ns >= SILENT_NS:
                node.silent = True
                node.silences += 1
                silence = (now_ns - node.came_ns) / 1e9
                self._say(f"silent {joint}", f"no sample of {node.name} for {silence:.1f} s; is it on?")

    def facts(self, joint: int) -> dict[str, int]:
        """How often a node got stuck or fell silent."""
        return {"stuck": self._nodes[joint].stuck, "silences": self._nodes[joint].silences}
