"""The pictures of a Word document, under names that say what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quizgen.bank.syntax.fields import suggest_slug
from quizgen.text.spelling import spell_out

_KINDS = {
    b"\x89PNG\r\n\x1a\n": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF87a": ".gif",
    b"GIF89a": ".gif",
}
_UNNAMED = ("picture", "grafik", "image", "bild", "imagen", "graphic", "shape", "chart")


@dataclass(slots=True)
class WordPictures:
    """The pictures that were met, each once."""

    parts: Mapping[str, Any]
    """By the names that the document's text has for them."""
    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def mark(self, relation: str, described: str, called: str) -> tuple[str, str]:
        """Give the mark that shows a picture, and what is wrong with it.

        Args:
            relation: What the text calls it.
            described: Its alternative text.
            called: Its name in the document.

        """
        part = self.parts.get(relation)
        data = getattr(getattr(part, "target_part", None), "blob", None)
        if getattr(part, "is_external", False) or not isinstance(data, bytes):
            return "", "a picture is only linked, and lies elsewhere"
        kind = _kind_of(data)
        if not kind:
            ending = str(part.target_part.partname).rpartition(".")[2] if part else "?"
            return "", f"a picture of a kind that can't be shown (.{ending}) is left out"
        alt = " ".join(described.split())
        if alt.lower().endswith((".png", ".jpg", ".jpeg", ".gif")):
            alt = alt.rpartition(".")[0]
        name = self._name(data, alt or called, kind)
        alt = alt or "picture"
        return f"![{_without_brackets(alt)}]({name})", ""

    def _name(self, data: bytes, said: str, kind: str) -> str:
        for name, known in self.files.items():
            if known == data:
                return name
        words = " ".join(said.split()[:6])
        stem = suggest_slug(spell_out(words))[:40].strip("-._") if words else ""
        if not stem or stem.startswith(_UNNAMED):
            stem = f"picture-{len(self.files) + 1}"
        name, count = f"{stem}{kind}", 1
        while name in self.files:
            count += 1
            name = f"{stem}-{count}{kind}"
        self.files[name] = data
        return name


def _kind_of(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return next((ending for start, ending in _KINDS.items() if data.startswith(start)), "")


def _without_brackets(text: str) -> str:
    return text.replace("[", "(").replace("]", ")").replace("\\", "/")
