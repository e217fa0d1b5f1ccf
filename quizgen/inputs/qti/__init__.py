"""QTI 1.2, as Canvas exports quizzes (`.zip`) and courses (`.imscc`), and as others write it.

Canvas's own question types are read as Canvas means them; a type that isn't named is told by how
it is answered, as the profile of Common Cartridge has it. QTI 2 is another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from quizgen.formats.archive import BrokenArchive, Package, is_archive
from quizgen.formats.from_html import HtmlReader
from quizgen.formats.safe_xml import BrokenXml
from quizgen.formats.shelf import MediaShelf
from quizgen.inputs.making import ItemMaker, Names, Passages, fill_points, made
from quizgen.inputs.qti.items import fill_item, metadata_of, stem_of
from quizgen.inputs.qti.package import Part, is_qti_2, parts_of, title_of
from quizgen.inputs.reading import ForeignItem, Reading, refused
from quizgen.problems import Problem, Where

_ROOT = re.compile(rb"<(?:\w+:)?questestinterop[\s>]")
_MOST_BELOW = 12
"""Questions that a text may be the passage of; before more, it is a heading."""


def recognises(data: bytes, name: str) -> bool:  # noqa: ARG001 - every input is asked alike
    """Tell whether a file is QTI: by a manifest in a zip, or by its root."""
    if not is_archive(data):
        return bool(_ROOT.search(data[:2048]))
    try:
        names = Package(data).names
    except BrokenArchive:
        return b"imsmanifest.xml" in data
    return any(one.endswith(("imsmanifest.xml", ".xml.qti")) for one in names)


def read(data: bytes, shown: str) -> Reading:
    """Read the questions of a package, or of a file of it."""
    help = "export it again from your platform, as QTI 1.2 or Common Cartridge"
    try:
        archive = Package(data) if is_archive(data) else None
        parts, problems = parts_of(archive, data, shown)
        if parts:
            return _File(parts, archive, shown).reading(problems)
        if problems:
            return Reading(problems=problems)
        is_later = is_qti_2(archive)
    except BrokenXml as error:
        problem = Problem("cannot-read", "error", Where(shown, error.line), str(error), help)
        return Reading(problems=(problem,))
    except BrokenArchive as error:
        return refused(shown, "cannot-read", str(error), help)
    what = "this is QTI 2, which is not read" if is_later else "there is no quiz in the file"
    return refused(shown, "cannot-read", what, help)


class _File:
    """One package: what its questions share."""

    def __init__(self, parts: Sequence[Part], archive: Package | None, shown: str) -> None:
        self.parts = parts
        self.archive = archive
        self.shown = shown
        self.shelf = MediaShelf()
        self.reader = HtmlReader(self.shelf, self.file)
        self.names = Names()
        self.passages = Passages()
        self.is_canvas = any(part.is_canvas for part in parts)
        self.banks = {part.ident for part in parts if part.is_bank}
        self.problems: list[Problem] = []
        self.description: tuple[str, int] = ("", 0)

    def file(self, address: str) -> bytes | None:
        """Give a picture by the address that a text has for it."""
        if self.archive is None or address.startswith(("http:", "https:")):
            return None
        path = re.sub(r"^(?:\$|%24)IMS-CC-FILEBASE(?:\$|%24)/?", "", address)
        path = re.sub(r"^(?:\.\./)+", "", path)
        return self.archive.find(path, ("", "web_resources/", "Uploaded Media/"))

    def reading(self, problems: Sequence[Problem]) -> Reading:
        items = [item for part in self.parts for item in self.items(part)]
        said = [*problems, *self.problems]
        if not items and not any(problem.level == "error" for problem in said):
            message = "no quiz in the file has a question"
            said.append(Problem("cannot-read", "error", Where(self.shown), message))
        return Reading(
            items=items,
            title=title_of(self.parts, self.archive),
            passages=self.passages.texts,
            topics=self.names.titles,
            media=self.shelf.media,
            problems=said,
        )

    # sections

    def items(self, part: Part) -> Iterator[ForeignItem]:
        path = [part.title] if len(self.parts) > 1 and part.title else []
        yield from self.within(part, part.root, path, "")

    def within(
        self, part: Part, section: Any, path: list[str], points: str
    ) -> Iterator[ForeignItem]:
        """Give the questions of a section, and of those inside it."""
        self.description = ("", 0)
        for child in section:
            if child.tag == "section":
                inner = self.path_of(part, child, path)
                worth = child.findtext(".//selection_extension/points_per_item") or points
                yield from self.within(part, child, inner, worth)
            elif child.tag == "item":
                item = self.item(part, child, path, points)
                yield from [item] if item else []

    def path_of(self, part: Part, section: Any, path: list[str]) -> list[str]:
        """Give the topic of a section; say what a group draws."""
        title = (section.get("title") or "").strip()
        picked = section.find("selection_ordering/selection")
        if picked is None:
            is_root = section.get("ident") == "root_section" or not title
            return path if is_root else [*path, title]
        bank = (picked.findtext("sourcebank_ref") or "").strip()
        count = (picked.findtext("selection_number") or "").strip()
        where = self.where(part, section)
        inner = [*path, title] if title else path
        if bank and bank not in self.banks:
            message = f"the group {title!r} draws {count or 'some'} questions from a bank"
            help = "export the course, or the bank itself: this file only refers to it"
            self.problems.append(
                Problem("only-referred-to", "error", where, f"{message} that is not here", help)
            )
        elif count and (bank or count != str(len(section.findall("item")))):
            topic = self.names.topic(inner)
            help = f"in a quiz of ours: `draw: [{{topic: {topic or '...'}, count: {count}}}]`"
            message = f"the group {title!r} draws {count} questions: here they are all in the bank"
            self.problems.append(Problem("left-out", "info", where, message, help))
        return inner

    def where(self, part: Part, node: Any) -> Where:
        line = node.sourceline or 0
        if part.member:
            return Where(self.shown, line, 1, f"{part.member}:{line}")
        return Where(self.shown, line, 1)

    # questions

    def item(self, part: Part, node: Any, path: list[str], points: str) -> ForeignItem | None:
        about = metadata_of(node)
        maker = ItemMaker(self.reader, self.where(part, node), node.get("title") or "")
        if about.get("question_type") == "text_only_question":
            return self.describe(maker, node)

        def fill(maker: ItemMaker) -> None:
            own = about["quizgen_topic"].split("/") if "quizgen_topic" in about else path
            maker.give(id=self.id_of(node, about), topic=self.names.topic(own))
            fill_points(maker, about.get("points_possible") or points or "1")
            passage, left = self.description
            if left:
                self.description = (passage, left - 1)
                maker.give(passage=passage)
                maker.lose("the text above it is taken for its passage")
            fill_item(maker, node, about, self.passages, canvas=self.is_canvas)

        return made(maker, fill)

    def id_of(self, node: Any, about: dict[str, str]) -> str:
        """Give the id of a question: our own, or the beginning of the platform's."""
        own = about.get("quizgen_item", "")
        ident = node.get("ident") or ""
        return self.names.id(own) or self.names.id(ident[:10]) or self.names.id(ident)

    def describe(self, maker: ItemMaker, node: Any) -> ForeignItem | None:
        """Keep a text as a passage for the few questions that follow it."""
        count = 0
        for other in node.itersiblings("item", "section"):
            is_text = metadata_of(other).get("question_type") == "text_only_question"
            if other.tag == "section" or is_text:
                break
            count += 1
        text = stem_of(maker, node)
        if text and 0 < count <= _MOST_BELOW:
            self.description = (self.passages.add(text, ""), count)
            return None
        self.description = ("", 0)
        why = "this text belongs to no few questions below it: it is left out"
        help = "put it into the questions that need it"
        return ForeignItem(
            where=maker.where, status="refused", why=why, help=help, source=maker.source
        )
