"""How often rules fire on items that are in use: what a warning is worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

RATES: Final[Mapping[str, str]] = {}
"""Rule -> a sentence with its base rate; `README.md` here has the table."""
