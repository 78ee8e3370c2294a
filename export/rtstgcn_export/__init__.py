"""Export for rtstgcn-edge: model files from checkpoints, behind a numeric gate."""

import rtstgcn_edge  # noqa: F401  it keeps the telemetry of ONNX Runtime off, whatever is loaded next
