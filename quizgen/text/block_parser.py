"""Texts -> blocks: the block marks of the text language; `markup` reads the runs in them."""

from __future__ import annotations

from quizgen.text.blocks import Blocks, as_blocks
from quizgen.text.markup import parse


def parse_blocks(text: str) -> Blocks:
    """Parse a text; every text parses, since unknown marks are just characters."""
    return as_blocks(parse(text))
