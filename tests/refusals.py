"""What a person is told when something of theirs is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from rtstgcn_edge.errors import InputError, RtstgcnError


def refusal(call: Callable[..., Any], *arguments: Any, error: type[RtstgcnError] = InputError) -> str:
    """The message with which `call(*arguments)` refuses; fails unless it does, in one line."""
    with pytest.raises(error) as caught:
        call(*arguments)
    message = str(caught.value)
    assert message and len(message.splitlines()) == 1, message
    return message
