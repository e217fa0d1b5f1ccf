"""What a build leaves of the papers made before it, by the folder's last `manifest.json`.

Papers may lie in front of a class, and nobody can tell which. So a paper that the new key would no
longer mark stays: its PDF, its key and its entry, under its own hash, until a newer one of that
form takes its place or `--clean` removes it. Nothing here touches the disk but `read_last`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from quizgen.model import Form
from quizgen.outputs import Batch, OutputFile
from quizgen.problems import Problem, Where, ranges

Entry = dict[str, Any]
Entries = list[Entry]
FormKey = tuple[str, str, str]
"""Quiz, form and class: what a paper replaces is the last one of the same."""
Paper = tuple[str, str]
"""A paper's hash and its class: pupils of one id in two classes have the same paper."""

_PAPER = re.compile(r"[0-9a-f]{8}")
_FEW_PAPERS = 4
"""So many hashes a file's name may hold."""


@dataclass(frozen=True, slots=True)
class LastBuild:
    """What the last build left in a folder."""

    files: Entries = field(default_factory=list)
    forms: Entries = field(default_factory=list)

    @property
    def current(self) -> Entries:
        """The forms that it made itself."""
        return [entry for entry in self.forms if "kept" not in entry]

    @property
    def kept(self) -> Entries:
        """The forms that it kept of builds before."""
        return [entry for entry in self.forms if "kept" in entry]

    @property
    def lying(self) -> Entries:
        """The forms that it made and whose papers lie there."""
        papers = {paper for file in self.files for paper in _papers(file)}
        return [entry for entry in self.current if _paper(entry) in papers]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRun:
    """What a build was asked for, as far as it decides on what lies there already."""

    whole: bool
    """Everything is made: what isn't made this time goes."""
    printed: bool
    """Papers are printed by wish: they outlive a plain build, and leave its papers alone."""
    on_paper: bool
    """Papers are made at all: without, those that lie there are as they were."""
    preview: bool = False
    """Drafts are let in: what comes of it is no paper for a class."""
    clean: bool = False
    """Remove the papers that earlier builds kept."""
    batch: Batch = field(default_factory=Batch)
    where: Where
    """Of the bank."""

    @property
    def mark(self) -> Entry:
        """What an entry of this build says of itself."""
        marks = {"printed": self.printed, "preview": self.preview}
        return {name: True for name, is_so in marks.items() if is_so}

    def forms(self, forms: Sequence[Form]) -> dict[FormKey, Form]:
        """Give the forms that are made by what they are among all that lie there."""
        group = self.batch.group
        made = {(form.quiz.id, form.shown, group): form for form in forms}
        own = [form for form in forms if form.quiz.numbers]
        return made | {(form.quiz.id, _BY_ID + form.name, group): form for form in own}

    def mark_of(self, file: OutputFile) -> Entry:
        """Say in the entry of a file which papers it holds, and whose."""
        papers = [form.paper for form in file.forms]
        return self.mark | ({"papers": papers, **self.batch.mark} if papers else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """What stays of the builds before, and what to say of it."""

    files: Entries
    """Files that keep their names."""
    forms: Entries
    """Forms whose papers are as they were."""
    replaced: Entries
    """Forms whose old papers are kept beside the new."""
    copies: Mapping[str, Entry]
    """Name of a file -> the entry under which its old content is kept."""
    problems: tuple[Problem, ...]


# --- reading ------------------------------------------------------------------------------------


def read_last(folder: Path) -> LastBuild:
    """Read which files and forms the last build left here; only plain names are ever trusted."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        files = [e for e in manifest["files"] if _is_plain(e["path"])]
        forms = [e for e in manifest["forms"] if _is_form(e)]
        files = [e for e in files if (folder / e["path"]).is_file()]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return LastBuild()
    return LastBuild([_with_papers(file, forms) for file in files], forms)


def _is_plain(name: object) -> bool:
    return isinstance(name, str) and Path(name).name == name


def _is_form(entry: Entry) -> bool:
    texts = [entry["quiz"], entry["form"], entry["paper"], _class(entry), entry.get("list", "")]
    for item in entry["items"]:
        if not isinstance(item["position"], int):
            return False
        texts += [item["item"], *item["options"]]
    if not all(isinstance(text, str) for text in texts):
        return False
    return bool(_PAPER.fullmatch(entry["paper"])) and all(map(_is_plain, entry.get("kept", ())))


def _with_papers(file: Entry, forms: Entries) -> Entry:
    """Say which papers a file holds; older manifests don't, but its name tells."""
    path = str(file["path"])
    papers = file.get("papers")
    if isinstance(papers, list) and all(isinstance(paper, str) for paper in papers):
        return file
    if "papers" in file or not path.endswith(".pdf"):
        return {name: value for name, value in file.items() if name != "papers"}
    return file | {"papers": [form["paper"] for form in forms if _names(path, form)]}


def _names(path: str, form: Entry) -> bool:
    quiz = form["quiz"]
    names = (f"{quiz}-{form['form']}.", f"{quiz}-key.", f"{quiz}-marked.", f"{quiz}.")
    return path.startswith(names)


# --- what changes -------------------------------------------------------------------------------


def what_stays(
    last: LastBuild, made: Sequence[OutputFile], forms: Sequence[Form], run: PrintRun
) -> Stay:
    """Decide on all that lies there: what keeps its name, what is kept under its hash, what goes.

    Args:
        last: What the last build left.
        made: The files that will be written.
        forms: The forms that they hold.
        run: What was asked for.

    """
    current = last.current
    kept = [] if run.clean else last.kept
    files = _files_that_stay(last.files, made, run)
    if not run.on_paper:
        return _stay(last, files, last.lying, [], kept, {}, ())
    new = run.forms(forms)
    gone = dict(_gone(current, last.files, made, new, run))
    copies = dict(_copies(last.files, {file.name for file in made}, gone))
    replaced = list(_replaced(current, gone, copies))
    superseded = {_key(e) for e in replaced}
    superseded |= {_key(e) for e in kept if _is_made(e, new, run)}
    return _stay(
        last,
        files=[e for e in files if e["path"] not in copies],
        forms=[e for e in current if _outlives(e, new, run) and _paper(e) not in gone],
        replaced=replaced,
        kept=[e for e in kept if _key(e) not in superseded],
        copies=copies,
        problems=tuple(_said(replaced, gone, new, run)),
    )


def _stay(
    last: LastBuild,
    files: Entries,
    forms: Entries,
    replaced: Entries,
    kept: Entries,
    copies: Mapping[str, Entry],
    problems: tuple[Problem, ...],
) -> Stay:
    """Add the files of papers kept by builds before, as long as one of these is still kept."""
    named = {name for entry in kept for name in entry["kept"]}
    named -= {copy["path"] for copy in copies.values()}
    files += [e for e in last.files if "kept" in e and e["path"] in named]
    return Stay(
        files=files, forms=forms, replaced=[*replaced, *kept], copies=copies, problems=problems
    )


def _class(entry: Entry) -> Any:
    return entry.get("class", "")


_BY_ID = "id "
"""Before the form of a class's entry that an older version made: it named the pupil."""


def _key(entry: Entry) -> FormKey:
    by_id = _class(entry) and "dealt" not in entry
    return entry["quiz"], f"{_BY_ID if by_id else ''}{entry['form']}", _class(entry)


def _paper(entry: Entry) -> Paper:
    return entry["paper"], _class(entry)


def _papers(file: Entry) -> list[Paper]:
    return [(paper, _class(file)) for paper in file.get("papers", ())]


def _is_made(kept: Entry, new: Mapping[FormKey, Form], run: PrintRun) -> bool:
    """Tell whether a paper that was kept is made again, for the same class."""
    form = new.get(_key(kept))
    same_list = kept.get("list", "") == run.batch.place
    return form is not None and form.paper == kept["paper"] and same_list


def _files_that_stay(files: Entries, made: Sequence[OutputFile], run: PrintRun) -> Entries:
    """Give the entries of files that are neither made nor removed."""
    names = {file.name for file in made} | {file.formerly for file in made}
    old = [e for e in files if e["path"] not in names and "kept" not in e]
    return [e for e in old if "printed" in e] if run.whole else old


def _outlives(entry: Entry, new: Mapping[FormKey, Form], run: PrintRun) -> bool:
    """Tell whether a form that isn't made this time stays as it was."""
    return _key(entry) not in new and (run.printed or "printed" in entry)


def _gone(
    current: Entries,
    files: Entries,
    made: Sequence[OutputFile],
    new: Mapping[FormKey, Form],
    run: PrintRun,
) -> Iterator[tuple[Paper, str]]:
    """Give the papers that could be marked no more, and why; a preview is no paper."""
    holders: dict[Paper, list[str]] = {}
    for file in files:
        if "kept" not in file:
            for paper in _papers(file):
                holders.setdefault(paper, []).append(file["path"])
    held = {file.name: {(f.paper, run.batch.group) for f in file.forms} for file in made}
    for old in current:
        paper = _paper(old)
        if "preview" in old or paper not in holders:
            continue
        form = new.get(_key(old))
        if form is not None:
            if old.get("list", "") != run.batch.place:
                yield paper, f"another list of a class {_class(old)} was printed"
            elif moved := moved_questions(old, form):
                yield paper, _moved(moved)
        elif not _outlives(old, new, run):
            yield paper, "it is made no more"
        else:
            without = [name for name in holders[paper] if paper not in held.get(name, {paper})]
            if without:
                yield paper, f"{without[0]} is made without it"


def moved_questions(old: Entry, form: Form) -> list[int]:
    """Give the positions on an old paper that the new key would mark by another question's answer.

    A question stays when the same item stands there and what it has kept of its options keeps its
    letters. Of two options that were both reworded nobody can tell which is which.
    """
    there = {placed.position: placed for placed in form.placed}
    moved = []
    for item in old["items"]:
        placed = there.get(item["position"])
        stays = placed and item["item"] in (placed.item.id, *placed.item.was)
        if not (stays and placed and _same_letters(item["options"], placed.order)):
            moved.append(item["position"])
    return moved


def _moved(positions: Sequence[int]) -> str:
    if len(positions) == 1:
        return f"question {positions[0]} stands elsewhere now, or its options do"
    return f"questions {ranges(positions)} stand elsewhere now, or their options do"


def _same_letters(old: Sequence[str], new: Sequence[str]) -> bool:
    both = set(old) & set(new)
    if any(old.index(id) != new.index(id) for id in both):
        return False
    return min(len(old), len(new)) - len(both) <= 1


def _copies(
    files: Entries, made: set[str], gone: Mapping[Paper, str]
) -> Iterator[tuple[str, Entry]]:
    """Give the files that would vanish with the last way to mark a paper, and where they go."""
    for file in files:
        path, papers = str(file["path"]), _papers(file)
        old = [paper for paper, group in papers if (paper, group) in gone]
        if "kept" not in file and old and (path in made or len(old) == len(papers)):
            whose = {name: file[name] for name in file if name in {"class", "list"}}
            yield path, {**whose, "path": _kept_name(path, old), "kept": True, "papers": old}


def _kept_name(path: str, papers: Sequence[str]) -> str:
    """Name an old file after the papers in it: `class-quiz-C.1b9f1c96.pdf`."""
    hashes = "-".join(papers)
    if len(papers) > _FEW_PAPERS:
        hashes = f"{papers[0]}-{sha256(hashes.encode()).hexdigest()[:8]}"
    stem, _, ending = path.rpartition(".")
    return f"{stem}.{hashes}.{ending}"


def _replaced(
    current: Entries, gone: Mapping[Paper, str], copies: Mapping[str, Entry]
) -> Iterator[Entry]:
    """Give the entries of papers that are kept, each with its files."""
    holders: dict[Paper, list[str]] = {}
    for copy in copies.values():
        for paper in _papers(copy):
            holders.setdefault(paper, []).append(copy["path"])
    for entry in current:
        if _paper(entry) in gone and _paper(entry) in holders:
            yield entry | {"kept": holders[_paper(entry)]}


def _said(
    replaced: Entries, gone: Mapping[Paper, str], new: Mapping[FormKey, Form], run: PrintRun
) -> Iterator[Problem]:
    """Say which papers are kept, and why; of a whole class in one breath."""
    by_quiz: dict[tuple[str, str], Entries] = {}
    for entry in replaced:
        by_quiz.setdefault((entry["quiz"], _class(entry)), []).append(entry)
    for (quiz, group), entries in by_quiz.items():
        whose = f"{quiz}, class {group}" if group else quiz
        form = next((new[_key(e)] for e in entries if _key(e) in new), None)
        where = form.quiz.where if form else run.where
        together = [entries] if len(entries) > _FEW_PAPERS else [[e] for e in entries]
        for some in together:
            each = [f"form {e['form']}, paper {e['paper']}: {gone[_paper(e)]}" for e in some]
            names = list(dict.fromkeys(name for e in some for name in e["kept"]))
            help = f"for papers printed already, kept: {', '.join(names)} (--clean removes them)"
            message = f"{whose}, {'; '.join(each)}"
            yield Problem("paper-replaced", "warning", where, message, help)
