"""An integer program as an ONNX graph of standard operators, bit for bit what `program/interpret.py` computes."""

from .emit import emit_int8

__all__ = ["emit_int8"]
