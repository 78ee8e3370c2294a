"""Errors that end a run in one clear line.

Each carries the exit code that the command line returns for it. The message names the thing,
what is wrong with it and what would be right.
"""

from __future__ import annotations


class RtstgcnError(Exception):
    """Base of every error that a person can cause and mend."""

    exit_code = 1


class InputError(RtstgcnError):
    """Wrong usage or wrong input: a flag, a configuration, a recording, a skeleton."""

    exit_code = 2


class SinkError(RtstgcnError):
    """A sink that cannot be written any more."""

    exit_code = 2


class SourceError(RtstgcnError):
    """A source that cannot be opened."""

    exit_code = 3


class ModelError(RtstgcnError):
    """A model that cannot be run: a foreign or truncated file, a manifest that contradicts it."""

    exit_code = 4
