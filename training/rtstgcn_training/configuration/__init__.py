"""A training configuration: one JSON file, five sections, validated before anything runs."""

from .files import bundled_configurations, find_configuration, load_configuration
from .sections import Configuration, Optimizer, Processor

__all__ = [
    "Configuration",
    "Optimizer",
    "Processor",
    "bundled_configurations",
    "find_configuration",
    "load_configuration",
]
