"""Class lists as spreadsheets write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen.bank.roster import read_roster
from quizgen.model import Pupil

ADA, BO = Pupil("1815", "Ada Lovelace"), Pupil("7", "Bo, the second")

GOOD = {
    "name first": 'Ada Lovelace,1815\n"Bo, the second",7\n',
    "head": 'Id,Name\n1815,Ada Lovelace\n7,"Bo, the second"\n',
    "German head, semicolons, mark": "\ufeffNr.;Klasse;Name\r\n1815;a;Ada Lovelace\r\n\r\n7;b;Bo, the second\r\n",
    "first and last name": 'Last name,First name,Student ID\nLovelace,Ada,1815\n"the second","Bo,",7\n',
    "Nom et prénom": "Nom;Prénom;Numéro\nLovelace;Ada;1815\nthe second;Bo,;7\n",
    "a comma in quotes": '"Ada Lovelace";1815\n"Bo, the second";7\n',
    "tabs": "Ada  Lovelace\t1815\nBo, the second\t7",
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_lists_that_spreadsheets_write(text: str, tmp_path: Path) -> None:
    """A teacher's list would be refused, or names taken for ids."""
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8")
    assert read_roster(path) == ((ADA, BO), ())


def test_everything_wrong_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    """A pupil would get no paper, or somebody else's, and nobody would know."""
    path = tmp_path / "class.csv"
    path.write_text("name,id\nAda,1\nBo,1\n,2\nCy,\nDi,../x\nEd,key\n", "utf-8")
    pupils, problems = read_roster(path)
    assert pupils == (Pupil("1", "Ada"),)
    said = [(p.where.line, p.where.column, p.message) for p in problems]
    assert said == [
        (3, 2, "the id '1' is taken by line 2"),
        (4, 1, "a pupil without a name"),
        (5, 2, "Cy has no id"),
        (6, 2, "'../x' can't be a pupil's id"),
        (7, 2, "'key' can't be a pupil's id"),
    ]


def test_what_is_no_list(tmp_path: Path) -> None:
    """A wrong file would end in a traceback."""
    path = tmp_path / "class.csv"
    for data, said in ((b"", "nobody"), (b"\xff\xfeA\x00", "UTF-8"), (b"a\x00,1", "no text")):
        path.write_bytes(data)
        pupils, problems = read_roster(path)
        assert pupils == ()
        assert said in problems[0].message
    assert "can't read" in read_roster(tmp_path / "no.csv")[1][0].message


@given(text=st.text(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_pupils_or_problems(text: str, tmp_path: Path) -> None:
    """A strange cell would crash the print run."""
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8", newline="")
    pupils, problems = read_roster(path)
    assert pupils or problems
    assert len({pupil.id.lower() for pupil in pupils}) == len(pupils)
