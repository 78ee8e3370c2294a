"""Skeletons: which joints a body (or a set of sensors) has, how they hang together, and the graph made of it."""

from rtstgcn_edge.skeletons.graph import adjacency, hop_distances, partition_names
from rtstgcn_edge.skeletons.skeleton import Skeleton, list_skeletons, load_skeleton

__all__ = ["Skeleton", "adjacency", "hop_distances", "list_skeletons", "load_skeleton", "partition_names"]
