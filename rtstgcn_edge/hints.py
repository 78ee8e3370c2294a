"""The known word that a person probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LIKELY = 0.6
"""Similarity (0 to 1) from which a known word is worth a hint in a refusal that stands in any case."""
CERTAIN = 0.8
"""Similarity from which a free key is refused for being near a known one; below, it is the user's own."""


def near_miss(word: str, known: Iterable[str], similarity: float = LIKELY) -> str:
    """The hint "did you mean 'x'?" with the nearest known word, whatever its case; empty when nothing is near."""
    spelt = {name.lower(): name for name in known}
    nearest = difflib.get_close_matches(word.lower(), spelt, n=1, cutoff=similarity)
    return f"did you mean '{spelt[nearest[0]]}'?" if nearest else ""
