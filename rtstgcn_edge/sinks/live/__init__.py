"""`live:HOST:PORT`: a page in the browser that shows a run as it goes. Needs the extra `live`."""

from rtstgcn_edge.sinks.live.sink import LiveSink

__all__ = ["LiveSink"]
