"""The on-device runtime of rtstgcn-edge: a label for every frame of an endless motion stream."""

import os

__version__ = "0.1.0"

# Before ONNX Runtime is loaded: from 1.29 on it tells Microsoft of the process, the models and their speed, and keeps
# an id of the device. What a device sees stays there.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
