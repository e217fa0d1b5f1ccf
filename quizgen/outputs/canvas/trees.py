"""XML as QTI has it, element by element."""

from __future__ import annotations

from typing import Any


def child(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    """Add an element to another, in its namespace."""
    space = parent.nsmap.get(None)
    node = parent.makeelement(f"{{{space}}}{tag}" if space else tag, attributes)
    node.text = text or None
    parent.append(node)
    return node


def field(parent: Any, label: str, entry: str) -> None:
    """Add something that is said of a quiz or a question."""
    node = child(parent, "qtimetadatafield")
    child(node, "fieldlabel", label)
    child(node, "fieldentry", entry)


def material(parent: Any, text: str, *, html: bool) -> None:
    """Add a text that is shown."""
    kind = "text/html" if html else "text/plain"
    child(child(parent, "material"), "mattext", text, texttype=kind)


def written(root: Any) -> bytes:
    """Write a tree as a file."""
    from lxml import etree

    etree.indent(root)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"
