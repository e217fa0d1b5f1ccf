"""Class lists as spreadsheets write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen.bank.class_list import read_roster
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
    assert read_roster(path, Path.cwd()) == ((ADA, BO), ())


PLAIN = {
    "ids of letters": ("Ada Lovelace,ada\nBo Derek,bd\n", ["ada", "bd"]),
    "ids made of names": (
        "Ada Lovelace,AdaL\nBo,bo\nCy Young,young.c\n",
        ["AdaL", "bo", "young.c"],
    ),
    "codes": ("Ada Lovelace,XKCD\nBo Derek,qwe\nCy,k\n", ["XKCD", "qwe", "k"]),
    "a third column": ("Ada Lovelace,1815,10b\nBo,7,10b\n", ["1815", "7"]),
    "columns we don't know": ("name,id,extra time\nAda,1,25%\nBo,2,\n", ["1", "2"]),
    "letters under a heading": ("name,id\nAda,Zoe\nBo,Derek\n", ["Zoe", "Derek"]),
    "a pupil called as a heading is": ("Nom,7\nNo Code,8\n", ["7", "8"]),
    "empty cells behind": ("Name,ID,\nAda,1,\n,,\nBo,2,,\n", ["1", "2"]),
    "accents left out": ("Nom;Prenom;Numero\nLovelace;Ada;1815\n", ["1815"]),
}


@pytest.mark.parametrize(("text", "ids"), PLAIN.values(), ids=PLAIN)
def test_lists_that_were_always_read(text: str, ids: list[str], tmp_path: Path) -> None:
    """A list that has served for a term would be refused."""
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8")
    pupils, problems = read_roster(path, Path.cwd())
    assert problems == ()
    assert [pupil.id for pupil in pupils] == ids


NO_PUPILS = {
    "German heading without an id": ("Klasse;Nachname;Vorname\n10b;Mueller;Joerg\n", 1, "'Klasse'"),
    "names alone": ("Surname,Forename\nDoe,John\n", 1, "names no column of ids"),
    "one column": ("Name\nJohn Doe\n", 1, "names no column of ids"),
    "ids alone": ("ID,Class\n7,10b\n", 1, "names no column of names"),
    "an id of another name": ("First name,Last name,ID number\nJohn,Doe,4711\n", 1, "'First name'"),
    "an id with a digit in its heading": ("Name,ID2\nAda,1\n", 1, "'Name'"),
    "signs round a heading": ("Name:;Matrikel-Nr.*\nAda;1\n", 1, "'Name:'"),
    "a heading in a language we don't know": ("Vardas,Kodas\nAda,1\nBo,2\n", 1, "aren't known"),
    "a heading in small letters": ("pupil's name,badge\nAda Lovelace,ada\n", 1, "aren't known"),
    "a title": ("Class 10b,2024\nAda,1\n", 1, "looks like a title"),
    "a title and a heading": ("Autumn,10b\nName,ID\nAda,1\n", 2, "isn't the first row"),
    "sep=": ("sep=;\nName;ID\nAda;1\n", 1, "take it out"),
    "two ids": ("No,Name,ID\n1,Ada,1815\n", 1, "'No' and 'ID' may both be the id"),
    "an unquoted comma": ("Doe, John,1001\n", 1, "'John' reads like a name"),
    "in one row": ("Ada Lovelace,1815\nDoe, John,1001\n", 2, "'John' reads like a name"),
    "in small letters": ("doe,john,1001\n", 1, "'john' reads like a name"),
    "under a heading": ("name,id\nAda,1\nDoe, John,1001\n", 3, "3 cells, and the heading has 2"),
    "under a wider heading": ("name,id,seat\nAda,1,4\nDoe, John,1001\n", 3, "'John' reads like"),
    "in another column": ("name,id,note\nAda,1,late, often\n", 2, "4 cells"),
    "last name, first name": ("Doe,John\nRoe,Jane\n", 1, "'John' reads like a name"),
    "a first name that the last begins with": ("Johnson,John\n", 1, "'John' reads like a name"),
    "in capitals": ("DOE,JOHN\n", 1, "'JOHN' reads like a name"),
    "two last names": ("Garcia Lopez,Jose\n", 1, "'Jose' reads like a name"),
    "the id first": ("1001,Ada Lovelace\n", 1, "'1001' reads like an id"),
    "the class first": ("10b,1001\n", 1, "'10b' reads like an id"),
    "numbered": ("1,John\n2,Jane\n", 1, "'John' reads like a name"),
    "a sum": ("name,id\nAda,1\nTotal:,28\n", 3, "looks like a sum"),
}


@pytest.mark.parametrize(("text", "line", "said"), NO_PUPILS.values(), ids=NO_PUPILS)
def test_what_is_not_understood_is_no_pupil(
    text: str, line: int, said: str, tmp_path: Path
) -> None:
    """A paper would be printed for a pupil called Klasse, or one without the id of its pupil."""
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8")
    _, problems = read_roster(path, Path.cwd())
    assert problems
    assert problems[0].where.line == line
    assert said in problems[0].message
    assert any(word in problems[0].help for word in ("name,id", "take", '"Doe, John",1001'))


def test_lists_as_schools_export_them(shared: Path) -> None:
    """An export that isn't understood would become papers with wrong names."""
    folder = shared / "cases" / "22-rosters"
    words = {"nachname", "vorname", "klasse", "name", "id", "forename", "surname", "sep=", "10b"}
    for path in sorted(folder.glob("*.*")):
        pupils, problems = read_roster(path, Path.cwd())
        assert pupils or problems
        if not problems:
            said = {text.casefold() for pupil in pupils for text in (pupil.id, pupil.name)}
            assert not said & words, path.name
            assert all(any(c.isdigit() for c in pupil.id) for pupil in pupils), path.name


def test_everything_wrong_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    """A pupil would get no paper, or somebody else's, and nobody would know."""
    path = tmp_path / "class.csv"
    path.write_text("name,id\nAda,1\nBo,1\n,2\nCy,\nDi,../x\nEd,key\n", "utf-8")
    pupils, problems = read_roster(path, Path.cwd())
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
        pupils, problems = read_roster(path, Path.cwd())
        assert pupils == ()
        assert said in problems[0].message
    assert "can't read" in read_roster(tmp_path / "no.csv", Path.cwd())[1][0].message


@given(text=st.text(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_pupils_or_problems(text: str, tmp_path: Path) -> None:
    """A strange cell would crash the print run."""
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8", newline="")
    pupils, problems = read_roster(path, Path.cwd())
    assert pupils or problems
    assert len({pupil.id.lower() for pupil in pupils}) == len(pupils)
