"""What is to be published."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Message(NamedTuple):
    """A topic and its payload, which is called in the link's thread; None: the topic has no state any more.

    A `state` is told again to a broker that comes back, and kept by it where the sink says so; others happen once.
    """

    topic: str
    payload: Callable[[], str] | None
    state: bool
