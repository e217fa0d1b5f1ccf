"""What a package holds: its quizzes and banks, each once, in the order of its manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from quizgen.formats.archive import Package
from quizgen.formats.safe_xml import BrokenXml, tree_of
from quizgen.problems import Problem, Where


@dataclass(frozen=True, slots=True)
class Part:
    """A quiz or a bank of a package."""

    ident: str
    title: str
    root: Any
    """The element that holds its sections and questions."""
    member: str
    """Its file in the package; empty where it came alone."""
    is_bank: bool
    is_canvas: bool


def parts_of(archive: Package | None, data: bytes, shown: str) -> tuple[list[Part], list[Problem]]:
    """Give what can be read, and what is wrong with the rest.

    Raises BrokenXml for a file that came alone.
    """
    if archive is None:
        return list(_parts(tree_of(data), "", is_canvas=b"question_type" in data)), []
    canvas = any(name.endswith(("assessment_meta.xml", ".xml.qti")) for name in archive.names)
    found: dict[str, Part] = {}
    problems: list[Problem] = []
    for name in _in_order(archive):
        raw = archive.read(name)
        if b"questestinterop" not in raw[:4096]:
            continue
        try:
            for part in _parts(tree_of(raw), name, is_canvas=canvas):
                found.setdefault(part.ident or name, part)
        except BrokenXml as error:
            where = Where(shown, error.line, 1, f"{name}:{error.line}")
            problems.append(Problem("cannot-read", "error", where, str(error)))
    return list(found.values()), problems


def _in_order(archive: Package) -> list[str]:
    """Name the files that may hold quizzes, Canvas's own before those for other platforms."""
    names = [name for name in archive.names if name.endswith((".xml", ".qti"))]
    names = [name for name in names if not name.endswith(("imsmanifest.xml", "_meta.xml"))]
    order = {name: place for place, name in enumerate(_named_by_manifest(archive))}
    return sorted(
        names, key=lambda name: (not name.endswith(".qti"), order.get(name, len(order)), name)
    )


def _named_by_manifest(archive: Package) -> Iterator[str]:
    manifest = next((n for n in archive.names if n.rpartition("/")[2] == "imsmanifest.xml"), "")
    if not manifest:
        return
    try:
        root = tree_of(archive.read(manifest))
    except BrokenXml:
        return
    for file in root.iter("file"):
        yield file.get("href") or ""


def _parts(root: Any, member: str, *, is_canvas: bool) -> Iterator[Part]:
    if root.tag != "questestinterop":
        return
    alone = [child for child in root if child.tag in {"assessment", "objectbank"}]
    for node in alone:
        is_bank = node.tag == "objectbank"
        title = (node.get("title") or _bank_title(node) or "").strip()
        yield Part(node.get("ident") or "", title, node, member, is_bank, is_canvas)
    if not alone:  # sections or questions that stand by themselves
        yield Part("", "", root, member, is_bank=False, is_canvas=is_canvas)


def _bank_title(node: Any) -> str:
    for field in node.iterfind("qtimetadata/qtimetadatafield"):
        if field.findtext("fieldlabel") == "bank_title":
            return str(field.findtext("fieldentry") or "")
    return ""


def title_of(parts: Sequence[Part], archive: Package | None) -> str:
    """Give the title of a package: that of the course, or of its only quiz."""
    if len(parts) == 1:
        return parts[0].title
    return (_course_title(archive) if archive else "") or parts[0].title


def _course_title(archive: Package) -> str:
    settings = [name for name in archive.names if name.endswith("course_settings.xml")]
    found = re.search(rb"<title>([^<]*)</title>", archive.read(settings[0])) if settings else None
    return unescape(found[1].decode("utf-8", "replace")).strip() if found else ""


def is_qti_2(archive: Package | None) -> bool:
    """Tell whether a package is of the later language, which is another."""
    if archive is None:
        return False
    manifests = [name for name in archive.names if name.endswith("imsmanifest.xml")]
    return any(b"imsqti_item_xmlv2" in archive.read(name) for name in manifests)
