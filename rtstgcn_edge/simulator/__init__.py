"""A seeded synthetic walker with six leg IMUs: data for demonstrations, training and tests."""

from rtstgcn_edge.simulator.dataset import write_dataset
from rtstgcn_edge.simulator.gait import (
    CHANNELS,
    CLASSES,
    MAX_SECONDS,
    RATE_HZ,
    SKELETON,
    UNITS,
    Trial,
    demo_trial,
    simulate_gait,
)

__all__ = [
    "CHANNELS",
    "CLASSES",
    "MAX_SECONDS",
    "RATE_HZ",
    "SKELETON",
    "UNITS",
    "Trial",
    "demo_trial",
    "simulate_gait",
    "write_dataset",
]
