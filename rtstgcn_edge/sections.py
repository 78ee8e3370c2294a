"""Base of every validated description: configurations and model manifests.

Keys that the program does not know are kept for user code; a near miss of a known key is an error that names both.
"""

from __future__ import annotations

import reprlib
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, ValidationError, model_validator

from rtstgcn_edge.hints import CERTAIN, near_miss

_UNION_FORMS = ("constrained-int", "list[constrained-int]", "bool", "list[bool]")
"""Names that pydantic gives to the forms of a key that takes one value or a list."""


class Section(BaseModel):
    """A validated group of keys that keeps unknown ones (`section.model_extra`)."""

    model_config = ConfigDict(extra="allow", protected_namespaces=(), validate_default=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _no_near_miss(cls, values: Any) -> Any:
        if isinstance(values, dict):
            known = [*cls.model_fields, *cls._other_names()]
            for key in values:
                if key in known or not isinstance(key, str):
                    continue
                if hint := near_miss(key, known, CERTAIN):
                    raise ValueError(f"unknown key '{key}'; {hint}")
        return values

    @classmethod
    def _other_names(cls) -> list[str]:
        """Names under which a key is accepted as well."""
        aliases = [
            f.validation_alias for f in cls.model_fields.values() if isinstance(f.validation_alias, AliasChoices)
        ]
        return [name for alias in aliases for name in alias.choices if isinstance(name, str)]


def first_problem(error: ValidationError) -> str:
    """The most telling problem of a validation as 'section.key: what is wrong', in one line."""
    # A key that takes one value or a list complains about both forms: the deepest complaint is the one to hear.
    problem = max(error.errors(include_url=False), key=lambda problem: len(problem["loc"]))
    place = ".".join(str(part) for part in problem["loc"] if part not in _UNION_FORMS)
    message = " ".join(problem["msg"].removeprefix("Value error, ").split())
    if problem["type"] not in ("value_error", "missing", "json_invalid") and not isinstance(problem["input"], dict):
        message = f"{message}, not {reprlib.repr(problem['input'])}"
    return f"{place}: {message}" if place else message
