"""An empty document with the styles and lists of a quiz, named so that people can change them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

_BLACK = RGBColor(0, 0, 0)
_NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - no clock: the same bank gives the same bytes
_WIDTH = 165
_QUESTIONS, _OPTIONS = 81, 82

STYLES = (
    # name, size, before, after, left, hanging, bold, italic
    ("Question", 11, 10, 3, 9, 9, False, False),
    ("Question text", 11, 0, 3, 9, 0, False, False),
    ("Option", 11, 0, 2, 17, 8, False, False),
    ("Option text", 11, 0, 2, 17, 0, False, False),
    ("Instruction", 10, 0, 3, 9, 0, False, True),
    ("Answer line", 11, 6, 6, 9, 0, False, False),
    ("Answer", 10, 3, 2, 9, 0, False, False),
    ("Passage heading", 11, 12, 4, 0, 0, True, False),
    ("Passage", 11, 0, 4, 5, 0, False, False),
    ("Figure", 11, 3, 3, 9, 0, False, False),
    ("Code", 10, 0, 0, 9, 0, False, False),
    ("Small gap", 4, 0, 0, 0, 0, False, False),
)


def new_document(title: str, lang: str) -> Any:
    """Make a document without content."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _WIDTH) / 2)
    section.top_margin = section.bottom_margin = Mm(20)
    _style(document)
    numbering = document.part.numbering_part.element
    for at, (id, format, style) in enumerate(
        ((_QUESTIONS, "decimal", (9, 9)), (_OPTIONS, "upperLetter", (17, 8)))
    ):
        numbering.insert(at, _list(id, format, *style))
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "", lang
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = _NO_DAY
    return document


def question_list(document: Any) -> int:
    """Give the list that numbers all questions."""
    return int(document.part.numbering_part.element.add_num(_QUESTIONS).numId)


def option_list(document: Any) -> int:
    """Give a new list of letters, which begins at A."""
    made = document.part.numbering_part.element.add_num(_OPTIONS)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _list(id: int, format: str, left: int, hanging: int) -> Any:
    indent = f'<w:ind w:left="{_twips(left)}" w:hanging="{_twips(hanging)}"/>'
    return parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{id}">'
        '<w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr></w:lvl>'
        "</w:abstractNum>"
    )


def _twips(millimetres: int) -> int:
    return round(millimetres * 56.7)


def _style(document: Any) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(4)
    normal.element.rPr.rFonts.set(qn("w:cs"), "Calibri")
    for name, size in (("Title", 20), ("Heading 1", 13), ("Heading 2", 11)):
        style = styles[name]
        style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), True
        style.font.color.rgb = _BLACK
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.keep_with_next = True
    for border in styles["Title"].element.pPr.findall(qn("w:pBdr")):
        styles["Title"].element.pPr.remove(border)
    for name, size, before, after, left, hanging, bold, italic in STYLES:
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style, made.quick_style = normal, True
        made.font.size, made.font.bold, made.font.italic = Pt(size), bold or None, italic or None
        layout = made.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        layout.left_indent, layout.first_line_indent = Mm(left), Mm(-hanging)
    lines = styles["Answer line"].paragraph_format.tab_stops
    lines.add_tab_stop(Mm(_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    styles["Code"].font.name = "Consolas"
    words = styles.add_style("Code words", WD_STYLE_TYPE.CHARACTER)
    words.font.name = "Consolas"
    styles["Passage"].element.get_or_add_pPr().append(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="12" w:space="8"'
            ' w:color="808080"/></w:pBdr>'
        )
    )
