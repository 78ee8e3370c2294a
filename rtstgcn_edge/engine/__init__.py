"""The engine: a model and the state of every live skeleton, stepped frame by frame."""

from rtstgcn_edge.engine.engine import Engine
from rtstgcn_edge.engine.fifo import FifoPool
from rtstgcn_edge.engine.snapshot import Snapshot
from rtstgcn_edge.engine.trials import stream, stream_trials

__all__ = ["Engine", "FifoPool", "Snapshot", "stream", "stream_trials"]
