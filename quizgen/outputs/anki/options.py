"""What a user may choose of a deck."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeckOptions:
    """What a command says of its deck."""

    subdecks: bool = False
    """Put the cards of each topic into a deck of their own, below the bank's."""
