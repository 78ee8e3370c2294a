"""The nodes of a virtual sensor: which of them live, and what each reads."""

from __future__ import annotations

from rtstgcn_firmware.messages import BATTERY_UNKNOWN

from rtstgcn_edge.virtual_imu.settings import Settings, Spell

Row = list[int]


class Nodes:
    """What is wrong with which node at which time."""

    def __init__(self, settings: Settings, count: int) -> None:
        self._settings = settings
        self._latest: list[Row] = [[0] * 6 for _ in range(count)]

    def read(self, node: int, row: Row, now_ns: int) -> Row | None:
        """What a node reads where the movement says `row`; None where it is silent."""
        if not self.alive(node, now_ns):
            return None
        if not _within(self._settings.frozen, node, now_ns):
            self._latest[node] = row
        return self._latest[node]

    def latest(self, node: int) -> Row:
        """What it read last."""
        return self._latest[node]

    def alive(self, node: int, now_ns: int) -> bool:
        """Whether it samples."""
        it = self._settings
        return not (
            _within(it.stuck, node, now_ns) or _within(it.late, node, now_ns) or self.battery_percent(now_ns) == 0
        )

    def battery_percent(self, now_ns: int) -> int:
        """Charge left, rounded up, so that 0 is empty."""
        battery = self._settings.battery
        if battery is None:
            return BATTERY_UNKNOWN
        left = battery.percent * (1 - now_ns / 1e9 / battery.lasts_s)
        return max(0, -int(-left // 1))


def _within(spells: tuple[Spell, ...], node: int, now_ns: int) -> bool:
    return any(one.node == node and one.begin_s <= now_ns / 1e9 < one.end_s for one in spells)
