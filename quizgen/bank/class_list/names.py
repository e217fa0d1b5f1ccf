"""Names as people say them, and the ids that are made of names and addresses.

An id depends on its own name or address alone, so that it stays when the list grows. Letters of
the Latin script are spelled out in ASCII, as people do in addresses; what can't be is hashed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2s
from unicodedata import normalize

from quizgen.text.folding import fold
from quizgen.text.spelling import spell_out

_LONGEST_ID = 32
_ADDRESS = re.compile(r"<?(?:mailto:)?([^\s@<>,;:]+)@[^\s@<>,;:]+>?", re.IGNORECASE)
_BEHIND = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "dr", "prof", "fils"})
"""What stands behind a comma without being a given name."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af々]")


@dataclass(frozen=True, slots=True)
class Name:
    """A pupil's name; family and given name are empty where the list doesn't tell them apart."""

    spoken: str
    family: str = ""
    given: str = ""

    @property
    def listed(self) -> tuple[str, str]:
        """What lists are sorted by."""
        return fold(self.family), fold(self.given)

    @property
    def alphabetic(self) -> bool:
        """Tell whether letters put the name in its place; Chinese signs don't."""
        return bool(self.family) and not _CJK.search(self.family)


def name_of_parts(given: str, family: str, *, family_leads: bool) -> Name:
    """Put a name together as people of its language say it."""
    if family_leads or (_CJK.search(family) and _CJK.search(given)):
        return Name(f"{family} {given}".strip(), family, given)
    return Name(f"{given} {family}".strip(), family, given)


def name_of(text: str) -> Name:
    """Read a whole name: `Doe, John` is John Doe, and `Bo, the second` is what he is called."""
    family, comma, given = (part.strip() for part in text.partition(","))
    given, more, behind = (part.strip() for part in given.partition(","))
    if not (comma and family and given) or _stands_behind(given):
        return Name(text)
    if more and (not _stands_behind(behind) or "," in behind):
        return Name(text)
    if given[0].islower() and not text.islower():
        return Name(text)
    spoken = f"{given} {family}, {behind}" if more else f"{given} {family}"
    return Name(spoken, family, given)


def _stands_behind(text: str) -> bool:
    return text.casefold().replace(".", "") in _BEHIND


def local_part(text: str) -> str:
    """Give what stands before the @ of an e-mail address; nothing of another text."""
    found = _ADDRESS.fullmatch(text)
    return found[1] if found else ""


def id_of_address(text: str) -> str:
    """Make an id of an e-mail address: what stands before its @."""
    return _plain_id(local_part(text), r"[^a-z0-9._]+")


def id_of_name(name: str) -> str:
    """Make an id of a name: `Zoë Łoś` is zoe-los."""
    return _plain_id(re.sub(r"['’ʼ`´]", "", name), r"[^a-z0-9]+")


def _plain_id(text: str, strange: str) -> str:
    lower = normalize("NFC", normalize("NFKC", text).casefold())
    bare = spell_out(text)
    digest = blake2s(lower.encode(errors="replace"), digest_size=4).hexdigest()
    if not bare.isascii():
        return f"p-{digest}"
    id = re.sub(strange, "-", bare).strip("-._")
    if not id or id in {"key", "marked"}:
        return f"p-{digest}"
    return id if len(id) <= _LONGEST_ID else f"{id[:23].rstrip('-._')}-{digest}"
