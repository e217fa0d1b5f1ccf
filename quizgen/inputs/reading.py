"""What a reader of another maker's file gives: questions as a bank would write them.

A reader fills the keys of our own format and knows the place of each value in *its* file; from
there on a foreign question goes the way of any other, so that no reader judges what an item is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from quizgen.bank.syntax.writing import Plain, Value
from quizgen.problems import Problem, Where

__all__ = ["ForeignItem", "Plain", "Reading", "Status", "Value", "refused"]

Status = Literal["kept", "degraded", "draft", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignItem:
    """One question of a file, or what was there instead of one."""

    where: Where
    fields: Mapping[str, Value] = field(default_factory=dict)
    """The keys of a question in a bank; empty where nothing could be read."""
    places: Mapping[str, Where] = field(default_factory=dict)
    """Where single keys stand, if that is not where the question begins."""
    status: Status = "kept"
    why: str = ""
    """What was degraded, why a human must look, or why it was refused."""
    help: str = ""
    source: str = ""
    """Its name or number in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file holds."""

    items: Sequence[ForeignItem] = ()
    problems: Sequence[Problem] = ()
    """What is wrong with the file as such, or was left out of it."""
    title: str = ""
    lang: str = ""
    passages: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """Texts that several questions ask about, by the names questions call them."""
    topics: Mapping[str, str] = field(default_factory=dict)
    """Titles of topics, where the file's own names can't be ids."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Records of the sources that are cited, by the names evidence calls them."""
    media: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures and sounds, by the names questions call them."""


def refused(shown: str, code: str, message: str, help: str = "") -> Reading:
    """Give the reading of a file that can't be read at all."""
    return Reading(problems=(Problem(code, "error", Where(shown), message, help),))
