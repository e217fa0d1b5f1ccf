"""Word documents as sources."""

from __future__ import annotations

import pytest

from quizgen.problems import QuizgenError
from quizgen.sources.pieces import PieceKind
from quizgen.sources.read import read_source
from tests.sources.pages import ENGLISH, GERMAN
from tests.sources.test_web_pages import of_kind, told
from tests.sources.written import new_document, rewritten, saved, with_body, with_table


def test_a_handout_gives_text_rows_and_what_it_says_of_itself() -> None:
    """A table, caption or head of pages would be lost, or stand in the text."""
    document = new_document()
    document.core_properties.author = "Karla Imker"
    document.core_properties.title = "Vorlage Arbeitsblatt"
    document.sections[0].header.paragraphs[0].text = "Schule am Wald"
    document.add_heading("Die Honigbiene", 0)
    document.add_paragraph(GERMAN[0])
    document.add_paragraph("Abb. 1: Eine Biene", style="Caption")
    document.add_heading("Im Winter", 2)
    document.add_paragraph(GERMAN[1])
    document.add_paragraph(GERMAN[2], style="List Bullet")
    with_table(document, [["Tier", "Anzahl"], ["Königin", "1"], ["Drohne", "500"]])
    document.add_paragraph("Quelle: https://www.example.org/bienen, abgerufen am 3.11.2024.")
    read = read_source(saved(document), "blatt.docx")
    assert read.paragraphs() == (
        "Die Honigbiene",
        GERMAN[0],
        "Im Winter",
        GERMAN[1],
        GERMAN[2],
        "Tier: Königin; Anzahl: 1",
        "Tier: Drohne; Anzahl: 500",
        "Quelle: https://www.example.org/bienen, abgerufen am 3.11.2024.",
    )
    assert told(read) == {
        "title": "Die Honigbiene",
        "author": "Karla Imker",
        "language": "de",
        "url": "https://www.example.org/bienen",
    }
    assert of_kind(read, PieceKind.caption) == ["Abb. 1: Eine Biene"]
    assert of_kind(read, PieceKind.header) == ["Schule am Wald"]


def test_properties_name_a_document_without_a_title() -> None:
    """A text that begins at once would be named after its file."""
    document = new_document()
    document.core_properties.title = "Old harbours"
    document.core_properties.author = "python-docx"
    document.add_paragraph(ENGLISH[0])
    read = read_source(saved(document), "a.docx")
    assert told(read) == {"title": "Old harbours", "language": "en"}
    assert read.paragraphs() == (ENGLISH[0],)


def test_changes_boxes_controls_and_hidden_words() -> None:
    """Deleted words would be citable; inserted ones, and those in boxes, would be missing."""
    read = read_source(
        with_body(
            "<w:p><w:r><w:t>The tide </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>often </w:t></w:r></w:ins><w:hyperlink><w:r><w:t>waits</w:t></w:r></w:hyperlink>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>(answer: no)</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>"
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
            "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p>"
            "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>In a box.</w:t>"
            "</w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
            "<w:p><w:r><w:t>Ent</w:t><w:softHyphen/><w:t>wicklung</w:t><w:br/><w:t>im Westen</w:t></w:r></w:p>"
        ),
        "a.docx",
    )
    assert read.paragraphs() == (
        "The tide often waits.",
        "In a control.",
        "In a box.",
        "Entwicklung im Westen",
    )
    assert of_kind(read, PieceKind.hidden) == ["(answer: no)"]
    assert any("tracked changes" in note for note in read.notes)


def test_cells_over_several_rows_and_columns() -> None:
    """Numbers would stand behind the wrong head."""
    document = new_document()
    table = document.add_table(4, 3)
    for row, cells in zip(
        table.rows,
        [("Port", "in", "out"), ("A", "1", "2"), ("", "3", "4"), ("B", "5", "")],
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "A"
    table.cell(3, 1).merge(table.cell(3, 2)).text = "5"
    assert read_source(saved(document), "a.docx").paragraphs() == (
        "Port: A; in: 1; out: 2",
        "Port: A; in: 3; out: 4",
        "Port: B; in: 5; out: 5",
    )


def test_a_bomb_is_not_unfolded() -> None:
    """A few kilobytes would fill the memory."""
    bomb = rewritten(saved(new_document()), "word/document.xml", lambda _: b" " * 70_000_000)
    assert len(bomb) < 200_000
    with pytest.raises(QuizgenError, match="unfolds to more than 64 MB"):
        read_source(bomb, "a.docx")


def test_entities_are_refused() -> None:
    """A document could hold files of the computer, or a billion laughs."""
    laughs = (
        b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
        b'<w:document xmlns:w="urn:x"><w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>'
    )
    data = rewritten(saved(new_document()), "word/document.xml", lambda _: laughs)
    with pytest.raises(QuizgenError, match="entities"):
        read_source(data, "a.docx")


def test_a_cut_document_is_broken() -> None:
    """A download that stopped would end in a traceback."""
    document = new_document()
    document.add_paragraph(ENGLISH[0])
    data = saved(document)
    for size in (40, len(data) // 2, len(data) - 30):
        with pytest.raises(QuizgenError, match="broken"):
            read_source(data[:size], "a.docx")


def test_raised_digits_and_unknown_signs_are_seen() -> None:
    """10³ would be proved as 103, and a sign of a font of signs would be gone unseen."""
    read = read_source(
        with_body(
            "<w:p><w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
            "<w:t>3</w:t></w:r><w:r><w:sym w:font='Symbol' w:char='F061'/></w:r></w:p>"
        ),
        "a.docx",
    )
    assert read.paragraphs() == ("10³\ufffd",)
    assert any("broken" in note for note in read.notes)


@pytest.mark.parametrize("depth", [100, 600, 3000])
def test_what_stands_deep_is_read_or_refused(depth: int) -> None:
    """A parser that drops what stands deeper would give half a text."""
    deep = "<w:sdt><w:sdtContent>" * depth + "<w:p><w:r><w:t>deep</w:t></w:r></w:p>"
    data = with_body(deep + "</w:sdtContent></w:sdt>" * depth)
    if depth < 200:
        assert read_source(data, "a.docx").paragraphs() == ("deep",)
    else:
        with pytest.raises(QuizgenError, match=r"nested too deeply|broken"):
            read_source(data, "a.docx")
