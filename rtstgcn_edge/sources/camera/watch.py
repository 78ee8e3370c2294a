"""What happens to a camera, said as it happens and counted: lost, back, silent, faster than this device."""

from __future__ import annotations

from typing import Any

from rtstgcn_edge.notices import Notices
from rtstgcn_edge.sources.camera.capture import Capture
from rtstgcn_edge.sources.camera.posing import Posing

SILENCE_NS = 1_000_000_000
"""Without a frame, while the camera is there, before it is said."""
AWAY_NS = 2_000_000_000
"""Without the camera, before it is said why it does not come back."""
DROPS_NS = 10_000_000_000
"""Between two lines about frames given up."""
WORTH_SAYING = 0.1
"""Share of the frames wanted that are given up, from which it is said while the run goes on."""


class Watch:
    """Looks after a camera.

    Args:
        capture: what is looked after.
        posing: what its frames wait for.
        name: the camera, in the lines.
        notices: takes the lines.
        now: monotonic ns.
    """

    def __init__(self, capture: Capture, posing: Posing, name: str, notices: Notices, now: int) -> None:
        self._capture, self._posing, self._name, self._notices = capture, posing, name, notices
        self._seen, self._seen_at, self._now = 0, now, now
        self._silent = False
        self._lost_at: int | None = None
        self._told = 0
        """Attempts to open the camera, up to the last whose failure was said."""
        self._drops_from, self._dropped, self._put = now + DROPS_NS, 0, 0
        self.stalls = 0
        """Silences of a second and more while the camera was there."""
        self.stalled_ns = 0
        self.away_ns = 0
        """Time without the camera."""

    def look(self, now: int) -> None:
        """Whether something is to be said; call it as often as you like."""
        self._now = now
        self._events()
        self._progress(now)
        if now >= self._drops_from:
            self._drops(now)

    def _events(self) -> None:
        while self._capture.events:
            event = self._capture.events.popleft()
            if event.kind == "lost":
                self._lost_at = event.at_ns
                self._notices.say("lost", f"{self._name}: lost ({event.text}); trying to open it again")
            elif self._lost_at is not None:
                away = event.at_ns - self._lost_at
                self.away_ns += away
                self._lost_at = None
                self._notices.say("back", f"{self._name}: back after {away / 1e9:.1f} s")

    def _progress(self, now: int) -> None:
        count = self._capture.captured
        if self._lost_at is not None:
            if self._silent:
                self._silent = False
                self.stalled_ns += max(0, self._lost_at - self._seen_at)
            self._seen, self._seen_at = count, now
            attempts = self._capture.attempts
            if now - self._lost_at > AWAY_NS and self._capture.trouble and attempts > self._told:
                self._told = attempts
                self._notices.say("away", f"not back yet: {self._capture.trouble}")
        elif count > self._seen:
            if self._silent:
                self.stalled_ns += now - self._seen_at
                self._notices.say("resumed", f"{self._name}: frames again after {(now - self._seen_at) / 1e9:.1f} s")
            self._seen, self._seen_at, self._silent = count, now, False
        elif not self._silent and now - self._seen_at >= SILENCE_NS:
            self._silent = True
            self.stalls += 1
            self._notices.say("silent", f"{self._name}: no frame for {(now - self._seen_at) / 1e9:.1f} s")

    def _drops(self, now: int) -> None:
        """What was given up since the last look."""
        box = self._capture.mailbox
        dropped, put = box.dropped - self._dropped, box.put_count - self._put
        self._drops_from, self._dropped, self._put = now + DROPS_NS, box.dropped, box.put_count
        if put and dropped > WORTH_SAYING * put:
            self._notices.say(
                "drops",
                f"{self._name}: {dropped} of {put} frames given up: poses take {self._posing.median_ms():.0f} ms an "
                "image here; a smaller pose model or image, or fewer people, makes them faster",
            )

    def facts(self) -> dict[str, Any]:
        """What was counted, JSON-able. captured = skipped + damaged + taken + dropped + waiting."""
        capture, box = self._capture, self._capture.mailbox
        period = capture.clock.period_ns
        return {
            "camera_fps": 1e9 / period if period else None,
            "connected": capture.connected,
            "frames": {
                "captured": capture.captured,
                "skipped": capture.skipped,
                "damaged": capture.damaged,
                "taken": box.taken,
                "dropped": box.dropped,
                "waiting": box.waiting,
            },
            "lost": capture.lost,
            "reconnects": capture.reconnects,
            "attempts": capture.attempts,
            "away_s": self._away_s(),
            "stalls": self.stalls,
            "stalled_s": self._stalled_s(),
        }

    def remarks(self) -> list[str]:
        """What is worth knowing at the end."""
        capture, box, lines = self._capture, self._capture.mailbox, []
        if capture.lost:
            still = "" if capture.connected else ", and still away"
            lines.append(f"camera lost {_times(capture.lost)}, for {self._away_s():.1f} s in all{still}")
        if self.stalls:
            lines.append(f"no frame from the camera: {_times(self.stalls)}, for {self._stalled_s():.1f} s in all")
        if box.dropped:
            lines.append(f"{box.dropped} of {box.put_count} frames given up: this computer fell behind")
        if capture.damaged:
            lines.append(f"{capture.damaged} of {capture.captured} frames damaged")
        return lines

    def _away_s(self) -> float:
        present = self._now - self._lost_at if self._lost_at is not None else 0
        return (self.away_ns + max(present, 0)) / 1e9

    def _stalled_s(self) -> float:
        return (self.stalled_ns + (self._now - self._seen_at if self._silent else 0)) / 1e9


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
