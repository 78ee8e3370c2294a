"""`video:FILE`: what the run saw, with skeletons, ids and labels drawn in."""

from rtstgcn_edge.sinks.video.sink import VideoSink

__all__ = ["VideoSink"]
