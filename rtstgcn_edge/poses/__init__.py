"""Poses of a camera: landmarks, the joints that a model makes of them, and how alike two bodies are."""

from rtstgcn_edge.poses.body import to_body
from rtstgcn_edge.poses.mappings import MAPPINGS, Mapping
from rtstgcn_edge.poses.pose import Pose
from rtstgcn_edge.poses.space import Space
from rtstgcn_edge.poses.wanted import servable, wanted

__all__ = ["MAPPINGS", "Mapping", "Pose", "Space", "servable", "to_body", "wanted"]
