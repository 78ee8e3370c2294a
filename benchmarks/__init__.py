"""Measurements that anyone can repeat."""

import rtstgcn_edge  # noqa: F401  it keeps the telemetry of ONNX Runtime off, whatever is loaded next
