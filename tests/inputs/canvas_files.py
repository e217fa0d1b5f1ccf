"""Canvas exports, in the shape in which Canvas writes them: a quiz, and a course."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)
OUTCOMES = (
    '<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'
)


def text(html: str, kind: str = "html") -> str:
    """Write a text that is shown."""
    shown = html.replace("&", "&amp;").replace("<", "&lt;")
    return f'<material><mattext texttype="text/{kind}">{shown}</mattext></material>'


def item(kind: str, ident: str, stem: str, inner: str, points: str = "1.0") -> str:
    """Write a question."""
    return f"""<item ident="{ident}" title="Question">
<itemmetadata><qtimetadata>
<qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry></qtimetadatafield>
<qtimetadatafield><fieldlabel>points_possible</fieldlabel><fieldentry>{points}</fieldentry></qtimetadatafield>
</qtimetadata></itemmetadata>
<presentation>{text(stem)}{inner}
</item>
"""


def picked(many: str, *labels: tuple[str, str], id: str = "response1", left: str = "") -> str:
    """Write what is offered to pick from."""
    before = text(left, "plain") if left else ""
    options = "".join(
        f'<response_label ident="{name}">{text(shown, "plain")}</response_label>'
        for name, shown in labels
    )
    return (
        f'<response_lid ident="{id}" rcardinality="{many}">{before}'
        f"<render_choice>{options}</render_choice></response_lid>"
    )


TYPED = (
    '<response_str ident="response1" rcardinality="Single"><render_fib>'
    '<response_label ident="answer1" rshuffle="No"/></render_fib></response_str>'
)


def equal(name: str, id: str = "response1") -> str:
    """Write a comparison."""
    return f'<varequal respident="{id}">{name}</varequal>'


def scored(test: str, score: str = "100", action: str = "Set") -> str:
    """Write a condition that gives points."""
    return (
        f'<respcondition continue="No"><conditionvar>{test}</conditionvar>'
        f'<setvar action="{action}" varname="SCORE">{score}</setvar></respcondition>'
    )


def said(name: str, id: str) -> str:
    """Write a condition that says something."""
    return (
        f'<respcondition continue="Yes"><conditionvar>{equal(name)}</conditionvar>'
        f'<displayfeedback feedbacktype="Response" linkrefid="{id}"/></respcondition>'
    )


def feedback(ident: str, html: str) -> str:
    """Write what is said."""
    return f'<itemfeedback ident="{ident}"><flow_mat>{text(html)}</flow_mat></itemfeedback>'


def end(*conditions: str, after: str = "") -> str:
    """End what is offered, and write what is right."""
    return f"</presentation><resprocessing>{OUTCOMES}{''.join(conditions)}</resprocessing>{after}"


RIGHTS = (("5001", "Japan"), ("5002", "South Korea"), ("5003", "China"))
ITEMS = {
    "single": item(
        "multiple_choice_question",
        "g53ae3f0c11111111111111111111111a",
        "<p>Which is <strong>an acid</strong>? "
        '<img src="$IMS-CC-FILEBASE$/Uploaded%20Media/acid%20map.png?canvas_download=1" alt="Map">'
        '<img class="equation_image" data-equation-content="H^+" src="/equation_images/H"></p>',
        picked("Single", ("1001", "NaOH"), ("1002", "HCl"), ("1003", "water"))
        + end(
            said("1001", "1001_fb"),
            scored(equal("1002")),
            after=feedback("1001_fb", "<p>A base.</p>") + feedback("general_fb", "Think of H."),
        ),
        "2.0",
    ),
    "several": item(
        "multiple_answers_question",
        "g53ae3f0c21111111111111111111111a",
        "Which are gases?",
        picked("Multiple", ("2001", "CO2"), ("2002", "NH3"), ("2003", "NaCl"))
        + end(scored(f"<and>{equal('2001')}{equal('2002')}<not>{equal('2003')}</not></and>")),
    ),
    "truth": item(
        "true_false_question",
        "g53ae3f0c31111111111111111111111a",
        "Water is wet.",
        picked("Single", ("3001", "True"), ("3002", "False")) + end(scored(equal("3001"))),
    ),
    "short": item(
        "short_answer_question",
        "g53ae3f0c41111111111111111111111a",
        "Name it.",
        TYPED + end(scored(equal("pipette") + equal("burette"))),
    ),
    "gaps": item(
        "fill_in_multiple_blanks_question",
        "g53ae3f0c51111111111111111111111a",
        "<p>Roses are [color1], violets are [color2].</p>",
        picked("", ("61", "red"), ("62", "crimson"), id="response_color1", left="color1")
        + picked("", ("63", "blue"), id="response_color2", left="color2")
        + end(
            scored(equal("61", "response_color1"), "50.00", "Add"),
            scored(equal("63", "response_color2"), "50.00", "Add"),
        ),
    ),
    "dropdowns": item(
        "multiple_dropdowns_question",
        "g53ae3f0c61111111111111111111111a",
        "<p>He [verb] home.</p>",
        picked("", ("71", "go"), ("72", "goes"), ("73", "going"), id="response_verb", left="verb")
        + end(scored(equal("72", "response_verb"), "100.00", "Add")),
    ),
    "matching": item(
        "matching_question",
        "g53ae3f0c71111111111111111111111a",
        "Match.",
        picked("", *RIGHTS, id="response_8001", left="Tokyo")
        + picked("", *RIGHTS, id="response_8002", left="Seoul")
        + end(
            scored(equal("5001", "response_8001"), "50.00", "Add"),
            scored(equal("5002", "response_8002"), "50.00", "Add"),
        ),
    ),
    "number": item(
        "numerical_question",
        "g53ae3f0c81111111111111111111111a",
        "pH?",
        TYPED
        + end(
            scored(
                f"<or>{equal('2.0')}<and><vargte respident='response1'>1.9</vargte>"
                "<varlte respident='response1'>2.1</varlte></and></or>"
            )
        ),
    ),
    "range": item(
        "numerical_question",
        "g53ae3f0c91111111111111111111111a",
        "How warm?",
        TYPED
        + end(
            scored(
                "<vargte respident='response1'>10</vargte><varlte respident='response1'>20</varlte>"
            )
        ),
    ),
    "essay": item("essay_question", "g53ae3f0ca1111111111111111111111a", "Explain.", TYPED + end()),
    "ordering": item(
        "ordering_question",
        "g53ae3f0cb1111111111111111111111a",
        "Order.",
        picked("Ordered", ("91", "second"), ("92", "first"))
        + end(scored(equal("92") + equal("91"))),
    ),
}
REFUSED = item(
    "calculated_question", "g53ae3f0cc1111111111111111111111a", "[x] + 1?", TYPED + end()
)


def section(inner: str, title: str = "", pick: str = "", bank: str = "") -> str:
    """Write a section; one that picks is a group."""
    if not pick:
        return f'<section ident="root_section">{inner}</section>'
    ref = f"<sourcebank_ref>{bank}</sourcebank_ref>" if bank else ""
    return (
        f'<section ident="g{title.lower()}" title="{title}"><selection_ordering><selection>{ref}'
        f"<selection_number>{pick}</selection_number><selection_extension><points_per_item>1.0"
        f"</points_per_item></selection_extension></selection></selection_ordering>{inner}</section>"
    )


def assessment(inner: str, ident: str = "gquiz", title: str = "Acids") -> str:
    """Write a quiz."""
    return (
        f'{HEAD}<assessment ident="{ident}" title="{title}">{inner}</assessment></questestinterop>'
    )


def bank(inner: str, ident: str = "gbank", title: str = "Salts") -> str:
    """Write a bank."""
    return (
        f'{HEAD}<objectbank ident="{ident}"><qtimetadata><qtimetadatafield><fieldlabel>bank_title'
        f"</fieldlabel><fieldentry>{title}</fieldentry></qtimetadatafield></qtimetadata>{inner}"
        "</objectbank></questestinterop>"
    )


MANIFEST = (
    '<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1">'
    '<resources><resource identifier="gquiz" type="imsqti_xmlv1p2">'
    '<file href="gquiz/gquiz.xml"/></resource></resources></manifest>'
)


def zipped(**members: str | bytes) -> bytes:
    """Pack a package; `/` and `.` of names are written as `__` and `_` can't be: see `names`."""
    return packed_as({name.replace("__", "/"): data for name, data in members.items()})


def packed_as(members: dict[str, str | bytes]) -> bytes:
    """Pack a package."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def quiz_export() -> bytes:
    """Give the export of a quiz: what Canvas's *Export quiz* downloads."""
    return packed_as(
        {
            "gquiz/assessment_meta.xml": '<quiz identifier="gquiz"><title>Acids</title></quiz>',
            "gquiz/gquiz.xml": assessment(section("".join(ITEMS.values()) + REFUSED)),
            "Uploaded Media/acid map.png": PIXEL,
        }
    )


def course_export() -> bytes:
    """Give the export of a course: a quiz that draws from a bank, and the same quiz in short."""
    group = section("", "Salts", "2", bank="gbank")
    short = ITEMS["single"].replace("question_type", "cc_profile")
    return packed_as(
        {
            "course_settings/course_settings.xml": "<course><title>Chemistry &amp; you</title></course>",
            "gquiz/assessment_qti.xml": assessment(section(short)),
            "gquiz/assessment_meta.xml": "<quiz/>",
            "non_cc_assessments/gquiz.xml.qti": assessment(section(ITEMS["single"] + group)),
            "non_cc_assessments/gbank.xml.qti": bank(
                ITEMS["truth"] + ITEMS["short"] + ITEMS["number"]
            ),
            "web_resources/Uploaded Media/acid map.png": PIXEL,
        }
    )
