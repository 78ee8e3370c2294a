"""From an image to the bodies of a model's skeleton: an estimator, a mapping, and what they cost."""

from __future__ import annotations

import sys
import time
from typing import Any

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Body
from rtstgcn_edge.histogram import LogHistogram
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.poses import to_body, wanted
from rtstgcn_edge.sources.camera.estimator import choose_backend, open_estimator
from rtstgcn_edge.sources.camera.mailbox import Image
from rtstgcn_edge.sources.camera.options import JOINT_CONFIDENCE, POSE, pose_settings
from rtstgcn_edge.sources.camera.task_file import find_task_file


class Posing:
    """Finds bodies in images. Raises InputError for a model that a camera cannot serve, and for what is not there."""

    def __init__(self, where: str, options: dict[str, Any], manifest: Manifest) -> None:
        try:
            self._mapping, self._space = wanted(manifest)
        except InputError as error:
            raise InputError(f"{where}: {error}") from None
        backend = choose_backend(where, options.get("backend"))  # before anything is downloaded for it
        task = find_task_file(where, options.get("pose", POSE), lambda line: print(line, file=sys.stderr, flush=True))
        self._estimator = open_estimator(where, backend, task, pose_settings(options))
        self._model = task.name
        self._threshold = options.get("joint_confidence", JOINT_CONFIDENCE)
        self._took, self._mapped = LogHistogram(), LogHistogram()
        self._most = self._bodies = self._joints = self._unseen = 0
        self.description = f"poses by {self._estimator.name} ({task.stem})"

    def bodies(self, image: Image, timestamp_ns: int) -> list[Body]:
        """The bodies in an image, without ids; `timestamp_ns` grows from image to image."""
        begun = time.perf_counter_ns()
        poses = self._estimator.estimate(image, timestamp_ns // 1_000_000)
        found = time.perf_counter_ns()
        bodies = [to_body(pose, self._mapping, self._space, self._threshold) for pose in poses]
        self._took.add(found - begun)
        self._mapped.add(time.perf_counter_ns() - found)
        self._count(bodies)
        return bodies

    def facts(self) -> dict[str, Any]:
        """Time in the estimator and in the mapping (ms), and what was found."""
        return {
            "backend": self._estimator.name,
            "model": self._model,
            "images": self._took.count,
            "ms": _quantiles(self._took),
            "mapping_ms": _quantiles(self._mapped),
            "poses": self._bodies,
            "most_at_once": self._most,
            "joints": self._joints,
            "unseen_joints": self._unseen,
        }

    def median_ms(self) -> float:
        """Time in the estimator; 0 before the first image."""
        return self._took.percentile(50) / 1e6 if self._took.count else 0.0

    def remarks(self) -> list[str]:
        """What is worth knowing at the end."""
        if not self._took.count:
            return []
        found = f"at most {self._most} at once" if self._bodies else "nobody was found"
        lines = [f"{self.description}: {self.median_ms():.1f} ms an image (p50); {found}"]
        if self._unseen:
            share = 100 * self._unseen / self._joints
            lines.append(f"{share:.1f} % of joints below joint_confidence={self._threshold:g}")
        return lines

    def close(self) -> None:
        """Give the estimator back."""
        self._estimator.close()

    def _count(self, bodies: list[Body]) -> None:
        self._bodies += len(bodies)
        self._most = max(self._most, len(bodies))
        for body in bodies:
            if body.confidence is not None:
                self._joints += body.confidence.size
                self._unseen += int((body.confidence == 0).sum())


def _quantiles(histogram: LogHistogram) -> dict[str, float]:
    if not histogram.count:
        return {}
    quantiles = {f"p{q}": histogram.percentile(q) / 1e6 for q in (50, 95, 99)}
    return quantiles | {"max": histogram.max_ns / 1e6}
