"""Base of every validated description: configurations and model manifests.

Keys that the program does not know are kept for user code; a near miss of a known key is an error that names it.
"""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator


class Section(BaseModel):
    """A validated group of keys that keeps unknown ones (`section.model_extra`)."""

    model_config = ConfigDict(extra="allow", protected_namespaces=(), validate_default=True)

    @model_validator(mode="before")
    @classmethod
    def _no_near_miss(cls, values: Any) -> Any:
        if isinstance(values, dict):
            known = list(cls.model_fields)
            for key in values:
                if key in known or not isinstance(key, str):
                    continue
                near = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.8)
                if near and near[0] not in values:
                    raise ValueError(f"unknown key '{key}'; did you mean '{near[0]}'?")
        return values


def first_problem(error: ValidationError) -> str:
    """The first problem of a validation as 'section.key: what is wrong'."""
    problem = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in problem["loc"])
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] not in ("value_error", "missing") and not isinstance(problem["input"], dict):
        message = f"{message}, not {problem['input']!r}"
    return f"{place}: {message}" if place else message
