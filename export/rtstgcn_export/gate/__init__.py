"""The numeric gate: nothing leaves export that does not say what the trained model says."""

from .exactness import check_exactness
from .replay import TOLERANCE, noise_recording, stream_error
from .staging import staged, write_through_gate

__all__ = ["TOLERANCE", "check_exactness", "noise_recording", "staged", "stream_error", "write_through_gate"]
