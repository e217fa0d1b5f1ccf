"""Canvas: a package of QTI 1.2 with `assessment_meta`, a question for every item.

A whole bank becomes one quiz whose groups are its topics, so that Canvas draws from them; a quiz
is one in its own order. Names of quizzes, questions and options follow the bank: an import over an
earlier one changes it, and makes no second. Files lie inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from hashlib import blake2s
from itertools import groupby
from typing import BinaryIO

from quizgen.bank.load import media_names
from quizgen.formats.packed import packed
from quizgen.outputs import Job, OutputFile, Rendered, counted
from quizgen.outputs.canvas.losses import losses_of
from quizgen.outputs.canvas.question import QuestionWriter
from quizgen.outputs.canvas.trees import child, field, written
from quizgen.present.lower import LoweredItem, number_text

_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_MEDIA = "Uploaded Media"


def render(job: Job) -> Rendered:
    """Write a package."""
    made = len(job.items)
    file = OutputFile("quiz.zip", partial(_write, job), made, counted(made, "question"))
    return Rendered((file,), losses=tuple(loss for one in job.items for loss in losses_of(one)))


def _write(job: Job, stream: BinaryIO) -> None:
    ident = ident_of(job.bank.id, _only_quiz(job))
    shown = {name for one in job.items for name in media_names(one.item)}
    media = {f"{_MEDIA}/{name}": job.media[name] for name in sorted(shown & job.media.keys())}
    members = {
        "imsmanifest.xml": _manifest(ident, [*media]),
        f"{ident}/assessment_meta.xml": _meta(job, ident),
        f"{ident}/{ident}.xml": _assessment(job, ident),
    }
    stream.write(packed(members | media))


def ident_of(*parts: str) -> str:
    """Give the name that Canvas keeps of something: always the same for the same."""
    return "g" + blake2s("\0".join(parts).encode(), digest_size=16).hexdigest()


def _only_quiz(job: Job) -> str:
    """Give the quiz that is exported, where it is one and not the bank."""
    if len(job.forms) != 1:
        return ""
    placed = [one.item.id for one in job.forms[0].placed]
    return job.forms[0].quiz.id if placed == [one.item.id for one in job.items] else ""


def _title(job: Job) -> str:
    return job.forms[0].quiz.title if _only_quiz(job) else job.bank.title


# --- the quiz -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pool:
    """Questions that Canvas may draw from: of one topic, and all worth the same."""

    title: str
    points: str
    items: Sequence[LoweredItem]


def _pools(job: Job) -> Iterator[_Pool]:
    def kind(lowered: LoweredItem) -> tuple[str, Decimal]:
        return lowered.item.topic, lowered.item.points

    for (topic, points), items in groupby(sorted(job.items, key=kind), kind):
        title = job.bank.topic_title(topic) or topic or job.bank.title
        yield _Pool(title, number_text(points), [*items])


def _assessment(job: Job, ident: str) -> bytes:
    from lxml import etree

    root = etree.Element("questestinterop", nsmap={None: _QTI})
    quiz = child(root, "assessment", ident=ident, title=_title(job))
    field(child(quiz, "qtimetadata"), "cc_maxattempts", "1")
    section = child(quiz, "section", ident="root_section")
    for pool in () if _only_quiz(job) else _pools(job):
        name = ident_of(job.bank.id, "group", pool.title, pool.points)
        inner = child(section, "section", ident=name, title=pool.title)
        picked = child(child(inner, "selection_ordering"), "selection")
        child(picked, "selection_number", str(len(pool.items)))
        child(child(picked, "selection_extension"), "points_per_item", pool.points)
        for lowered in pool.items:
            QuestionWriter(inner, lowered, job, ident_of, _MEDIA).write()
    for lowered in job.items if _only_quiz(job) else ():
        QuestionWriter(section, lowered, job, ident_of, _MEDIA).write()
    return written(root)


def _meta(job: Job, ident: str) -> bytes:
    from lxml import etree

    root = etree.Element("quiz", identifier=ident, nsmap={None: _CANVAS})
    fixed = any(getattr(one.item, "fixed", False) for one in job.items)
    quiz = job.forms[0].quiz if _only_quiz(job) else None
    told = {
        "title": _title(job),
        "description": quiz.instructions if quiz else "",
        "shuffle_answers": "false" if fixed else "true",
        "scoring_policy": "keep_highest",
        "hide_results": "",
        "quiz_type": "assignment",
        "points_possible": number_text(sum((i.item.points for i in job.items), Decimal(0))),
        "require_lockdown_browser": "false",
        "show_correct_answers": "true",
        "anonymous_submissions": "false",
        "could_be_locked": "false",
        "allowed_attempts": "1",
        "one_question_at_a_time": "false",
        "cant_go_back": "false",
        "available": "false",
        "one_time_results": "false",
    }
    if quiz and quiz.minutes:
        told["time_limit"] = str(quiz.minutes)
    for name, value in told.items():
        child(root, name, value)
    return written(root)


def _manifest(ident: str, media: Sequence[str]) -> bytes:
    from lxml import etree

    root = etree.Element("manifest", identifier=f"{ident}_manifest", nsmap={None: _PACKAGE})
    about = child(root, "metadata")
    child(about, "schema", "IMS Content")
    child(about, "schemaversion", "1.1.3")
    child(root, "organizations")
    resources = child(root, "resources")
    quiz = child(resources, "resource", identifier=ident, type="imsqti_xmlv1p2")
    child(quiz, "file", href=f"{ident}/{ident}.xml")
    child(quiz, "dependency", identifierref=f"{ident}_meta")
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    href = f"{ident}/assessment_meta.xml"
    meta = child(resources, "resource", identifier=f"{ident}_meta", type=kind, href=href)
    child(meta, "file", href=href)
    for name in media:
        id = ident_of("file", name)
        node = child(resources, "resource", identifier=id, type="webcontent", href=name)
        child(node, "file", href=name)
    return written(root)
