"""The on-device runtime of rtstgcn-edge: a label for every frame of an endless motion stream."""

__version__ = "0.1.0"
