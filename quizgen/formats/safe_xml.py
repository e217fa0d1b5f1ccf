"""XML of strangers: no entities, no network, no end to what may be wrong with it."""

from __future__ import annotations

from typing import Any

from quizgen.problems import QuizgenError


class BrokenXml(QuizgenError):  # noqa: N818 - named after what happened
    """XML that can't be read; the message says why, `line` where."""

    def __init__(self, message: str, line: int = 0) -> None:
        """Say what is wrong, and on which line."""
        super().__init__(message)
        self.line = line


LARGEST: int = 256 << 20
"""Bytes of a file that may be read."""


def tree_of(data: bytes) -> Any:
    """Parse XML; give its root, with names without their namespaces. Raises BrokenXml."""
    from lxml import etree  # noqa: PLC0415 - few banks need it

    if len(data) > LARGEST:
        raise BrokenXml("the file is larger than a question bank could be")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,  # pictures of ten megabytes and more stand in one text
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = (getattr(error, "position", None) or (0, 0))[0]
        raise BrokenXml(f"this is no well-formed XML: {error}"[:200], line) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenXml("the file brings definitions of its own (DOCTYPE), which are not read")
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = element.tag.rpartition("}")[2]
    return root
