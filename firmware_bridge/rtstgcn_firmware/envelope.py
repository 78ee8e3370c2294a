"""One bound of a clock's offset: the tightest points of a sliding window, and the slope of the line under them.

The line is the edge of their lower convex hull over the middle of the window (Zhang, Liu & Xia, "Clock synchronization
algorithms for network measurements", INFOCOM 2002; after Moon, Skelly & Towsley, "Estimation and removal of clock skew
from network delay measurements", INFOCOM 1999).
"""

from __future__ import annotations

Point = tuple[int, int]
"""(x, y): device time in us, and host time in ns less 1000 x."""

LARGEST_SKEW = 60.0
"""Slope (ns per us) beyond which none is believed."""
LONGEST_STRETCH_US = 2_000_000
_FIRST_STRETCH_US = 125_000
_STRETCHES = 64


class Envelope:
    """The lowest points of a window of device time, one for each stretch of it, in order.

    There are up to 64 stretches; while they last 0.125 to 1 s, more room is made by joining them in pairs, then by
    forgetting the first.
    """

    def __init__(self) -> None:
        self.points: list[Point] = []
        self._stretch_us = _FIRST_STRETCH_US
        self._stretch: int | None = None

    def add(self, x: int, y: int, slope: float) -> bool:
        """Take a point; whether it began a new stretch. `slope` levels points of one stretch."""
        stretch = x // self._stretch_us
        if stretch != self._stretch:
            if self._stretch is not None and stretch < self._stretch:
                return False
            self._stretch = stretch
            if len(self.points) == _STRETCHES:
                self._make_room(slope)
            self.points.append((x, y))
            return True
        last_x, last_y = self.points[-1]
        if y - last_y < slope * (x - last_x):
            self.points[-1] = (x, y)
        return False

    def _make_room(self, slope: float) -> None:
        if self._stretch_us == LONGEST_STRETCH_US:
            del self.points[0]
            return
        self._stretch_us *= 2
        pairs = zip(self.points[::2], self.points[1::2], strict=True)
        self.points = [a if a[1] - b[1] <= slope * (a[0] - b[0]) else b for a, b in pairs]
        assert self._stretch is not None
        self._stretch //= 2

    @property
    def span_us(self) -> int:
        """Of the points."""
        return self.points[-1][0] - self.points[0][0] if self.points else 0

    def forget_before(self, x: int) -> None:
        """Drop the points before `x`."""
        while self.points and self.points[0][0] < x:
            del self.points[0]

    def least(self, slope: float, x0: int, y0: int) -> float:
        """The lowest point's height over (x0, y0) at this slope."""
        return min(y - y0 - slope * (x - x0) for x, y in self.points)

    def move(self, across_us: int, up_ns: int) -> None:
        """Shift all points."""
        self.points = [(x + across_us, y + up_ns) for x, y in self.points]
        if self.points:
            self._stretch = self.points[-1][0] // self._stretch_us


def slope_under(points: list[Point], prior: float, tolerance: float, present: float) -> float:
    """Slope (ns per us) of the lower hull's edge over the middle of the window, as far as the points bear it out.

    `prior` +- `tolerance` is where it is unless it clearly stands out; `present` is kept while points are too few.
    """
    across = points[-1][0] - points[0][0]
    if len(points) < 4:
        return present
    (x1, y1), (x2, y2) = _edge(points, points[0][0] + across // 2)
    slope = (y2 - y1) / (x2 - x1)
    doubt = sum(y - y1 - slope * (x - x1) for x, y in points) / len(points) / across
    if len(points) < 8 or abs(slope - prior) <= tolerance + 4 * doubt:
        return min(max(slope, prior - tolerance), prior + tolerance)
    return min(max(slope, -LARGEST_SKEW), LARGEST_SKEW)


def _edge(points: list[Point], middle: int) -> tuple[Point, Point]:
    """The edge of the lower convex hull over `middle` (Andrew's monotone chain; points by x)."""
    hull: list[Point] = []
    for x, y in points:
        while len(hull) > 1:
            (x1, y1), (x2, y2) = hull[-2], hull[-1]
            if (y2 - y1) * (x - x2) < (y - y2) * (x2 - x1):
                break
            hull.pop()
        hull.append((x, y))
    right = next(i for i in range(1, len(hull)) if hull[i][0] >= middle)
    return hull[right - 1], hull[right]
