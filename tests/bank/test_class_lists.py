"""Class lists as schools' programs export them, each by value."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from quizgen.bank.class_list import read_roster
from quizgen.bank.class_list.names import id_of_name
from quizgen.problems import Level

Pupils = list[tuple[str, str]]
Said = list[tuple[Level, int, int, str]]


def read(path: Path) -> tuple[Pupils, Said]:
    """Give (id, name) of each pupil; level, line, column and message of each problem."""
    pupils, problems = read_roster(path, path.parent)
    assert all(problem.help for problem in problems if problem.level == "error")
    said = [(p.level, p.where.line, p.where.column, p.message) for p in problems]
    return [(pupil.id, pupil.name) for pupil in pupils], said


def listed(folder: Path, text: str, encoding: str = "utf-8") -> tuple[Pupils, Said]:
    """Read a list from its text."""
    path = folder / "class.csv"
    path.write_text(text, encoding, newline="")
    return read(path)


BOTH = [("john-doe", "John Doe"), ("jane-roe", "Jane Roe")]
NUMBERED = [("1", "John Doe"), ("2", "Jane Roe")]
LONG = "Maria de los Ángeles Fernández-Villaverde y García de la Torre del Campo Real"

EXPORTS: dict[str, Pupils] = {
    "arabic.csv": [("1", "محمد علي"), ("2", "Jane Roe")],
    "blank-tail.csv": NUMBERED,
    "bom-semicolon.csv": [("1001", "Jörg Müller"), ("1002", "Zoë Façade")],
    "canvas-points.csv": [("101", "John Doe")],
    "canvas.csv": [("101", "John Doe"), ("102", "Jane Roe")],
    "classroom.csv": [("john", "John Doe"), ("jane", "Jane Roe")],
    "dup-names.csv": [("1", "John Doe"), ("2", "John Doe")],
    "email-id.csv": [("john.doe", "John Doe"), ("jane", "Jane Roe")],
    "extra.csv": NUMBERED,
    "french.csv": [("7", "Zoé Dupont")],
    "german-ascii.csv": [("joerg-mueller", "Joerg Mueller"), ("ida-schulz", "Ida Schulz")],
    "german.csv": [("joerg-mueller", "Jörg Müller"), ("zoe-los", "Zoë Łoś")],
    "id-first-umlaut.csv": [("1001", "Jörg Müller"), ("1002", "Zoë F")],
    "id-first.csv": [("1001", "John Doe"), ("1002", "Jane Roe")],
    "japanese.csv": [("1", "山田太郎"), ("2", "佐藤花子")],
    "last-first.csv": BOTH,
    "leading-zero.csv": [("0042", "John Doe"), ("42", "Jane Roe")],
    "long.csv": [
        ("1", LONG),
        ("2", "Wolfeschlegelsteinhausenbergerdorffvoralternwaren Hubert"),
        ("3", "X"),
    ],
    "mac.csv": NUMBERED,
    "moodle-id.csv": [("4711", "John Doe"), ("4712", "Jane Roe")],
    "moodle.csv": [("john", "John Doe"), ("jane", "Jane Roe")],
    "names-only-header.csv": BOTH,
    "names-only.csv": BOTH,
    "nr.csv": [("1", "Ida Schulz")],
    "number-first.csv": [("1", "John"), ("2", "Jane")],
    "numbering.csv": NUMBERED,
    "quoted.csv": [("1001", "John Doe"), ("1002", 'Jane "JJ" Roe')],
    "russian.csv": [("3", "Анна Иванова")],
    "sep-line.csv": [("1001", "Jörg Müller"), ("1002", "Zoë Façade")],
    "spanish.csv": [("12345678Z", "José García López")],
    "surname-forename.csv": BOTH,
    "title-row.csv": [("1001", "John Doe"), ("1002", "Jane Roe")],
    "total-row.csv": NUMBERED,
    "umlaut-nfd.csv": [("1", "Jörg Müller")],
    "utf16-unicode-text.txt": [("1001", "Jörg Müller"), ("1002", "Siân Łoś")],
}
LEFT_OUT: dict[str, Said] = {
    "canvas-points.csv": [
        ("warning", 2, 1, "'Points Possible' is no pupil, and left out"),
        ("warning", 4, 1, "'Test Student' is Canvas's own, and left out"),
    ],
    "total-row.csv": [("warning", 5, 1, "'Total: 2' is no pupil, and left out")],
}
CODE_PAGE = "the roster isn't UTF-8: Windows-1252 perhaps, as Excel's plain CSV, or another"
QUESTIONS: dict[str, Said] = {
    "dup-ids.csv": [("error", 3, 2, "the id '1' is taken by line 2")],
    "shift-jis.csv": [("error", 1, 1, CODE_PAGE)],
    "slash-id.csv": [
        ("error", 2, 2, "'10b/1' can't be a pupil's id"),
        ("error", 3, 2, "'10b/2' can't be a pupil's id"),
    ],
    "unquoted.csv": [
        ("error", 1, 1, "'John' reads like a name, not like an id"),
        ("error", 2, 1, "'Jane' reads like a name, not like an id"),
    ],
    "windows-1252.csv": [("error", 2, 1, CODE_PAGE)],
    "xlsx.csv": [("error", 0, 0, "the roster looks like a workbook (.xlsx), and is damaged")],
}


def test_lists_as_schools_export_them(shared: Path) -> None:
    """An export would be refused, or become papers with wrong names, or lose its ids."""
    folder = shared / "cases" / "22-rosters"
    files = {path.name: read(path) for path in sorted(folder.glob("*.*"))}
    read_well = {name: (pupils, LEFT_OUT.get(name, [])) for name, pupils in EXPORTS.items()}
    assert {name: files[name] for name in EXPORTS} == read_well
    assert {name: said for name, (_, said) in files.items() if name not in EXPORTS} == QUESTIONS


OTHERS: dict[str, tuple[str, Pupils]] = {
    "Moodle in German": (
        "Vorname,Nachname,ID-Nummer,Institution,E-Mail-Adresse,Gesamt (Punkte)\nIda,Schulz,,,ida@x.de,8\n",
        [("ida", "Ida Schulz")],
    ),
    "Moodle in French": (
        'Prénom,"Nom de famille","Numéro d’identification","Adresse de courriel"\nZoé,Petit,17,z@x.fr\n',
        [("17", "Zoé Petit")],
    ),
    "Moodle in Spanish": (
        'Nombre,"Apellido(s)","Número de ID","Dirección de correo"\nJosé,García,,j.garcia@x.es\n',
        [("j.garcia", "José García")],
    ),
    "Moodle in Russian": (
        "Имя,Фамилия,Индивидуальный номер (ID),Адрес электронной почты\nАнна,Иванова,,anna@x.ru\n",
        [("anna", "Анна Иванова")],
    ),
    "Moodle in Japanese": (
        "名,姓,IDナンバー,メールアドレス\n太郎,山田,,taro@x.jp\n",
        [("taro", "山田 太郎")],
    ),
    "Google Workspace": (
        "First Name [Required],Last Name [Required],Email Address [Required],Org\nJohn,Doe,john@x.org,/Pupils\n",
        [("john", "John Doe")],
    ),
    "Teams": ("Name,Role,User principal name\nAda,Student,ada@x.org\n", [("ada", "Ada")]),
    "a French school office": (
        "Élève;Né(e) le;Classe\nDUPONT Zoé;03/04/2009;3A\nPETIT Léo;05/06/2009;3A\n",
        [("dupont-zoe", "DUPONT Zoé"), ("petit-leo", "PETIT Léo")],
    ),
    "a Spanish school office": (
        'Nº;Alumno/a;Unidad\n1;"García López, José";1A\n2;"Abad, Ana";1A\n',
        [("1", "José García López"), ("2", "Ana Abad")],
    ),
    "a Russian school office": (
        "№ п/п;ФИО;Класс\n1;Иванова Анна Петровна;10б\n2;Петров Пётр;10б\n",
        [("1", "Иванова Анна Петровна"), ("2", "Петров Пётр")],
    ),
    "words written as one": ("lastName,firstName,studentNumber\nDoe,John,17\n", [("17", "John Doe")]),
    "two languages": ("Name / Nom,Class / Classe\nAda,3A\n", [("ada", "Ada")]),
    "a heading in halves": ("Nr.;Name, Vorname\n1;Schulz, Ida\n", [("1", "Ida Schulz")]),
    "a Hungarian list": ("Vezetéknév;Keresztnév\nNagy;Anna\n", [("nagy-anna", "Nagy Anna")]),
    "given names alone": ("Vorname;Klasse\nIda;1a\nBen;1a\n", [("ida", "Ida"), ("ben", "Ben")]),
    "whose e-mail": ("Name,Parent e-mail,School e-mail\nAda,x@y.org,al@x.org\n", [("al", "Ada")]),
    "the best of the ids": ("#,Name,E-mail,Student ID\n1,Ada,ada@x.org,18\n", [("18", "Ada")]),
    "a group before the name": ("Group,Name,ID\nA,Ada,1\nB,Bo,2\n", [("1", "Ada"), ("2", "Bo")]),
    "addresses without a heading": ("Ada L,ada@x.org\nBo D,Bo@x.org\n", [("ada", "Ada L"), ("bo", "Bo D")]),
    "addresses first": ("ada@x.org,Ada L\nbo@x.org,Bo D\n", [("ada", "Ada L"), ("bo", "Bo D")]),
    "addresses as links": ("name,email\nAda,<mailto:ada@x.org>\n", [("ada", "Ada")]),
    "an empty column of ids": ("name,id\nAda L,\nBo D,\n", [("ada-l", "Ada L"), ("bo-d", "Bo D")]),
    "sep= in quotes": ('"sep=,"\r\nName,ID\r\nAda,1\r\n', [("1", "Ada")]),
    "sep= a tab": ("sep=\\t\nName\tID\nAda\t1\n", [("1", "Ada")]),
    "bars": ("Ada|1\nBo, the second|2\n", [("1", "Ada"), ("2", "Bo, the second")]),
    "names with commas, and semicolons": ("Doe, John;1\nRoe, Jane;2\n", NUMBERED),
    "a title with a comma": ("Class 10b, autumn\n\nName;ID\nAda;1\n", [("1", "Ada")]),
    "titles in pairs": ("Class:,10b\nTeacher,Ms X\nName,ID\nAda,1\n", [("1", "Ada")]),
    "a title above names alone": ("Class 10b\nName\nJohn Doe\nJane Roe\n", BOTH),
    "a heading of both halves": (
        '"Last Name, First Name",ID\n"Doe, John",1\n"King, Martin, Jr.",2\n"Xi, the second",3\n',
        [("1", "John Doe"), ("2", "Martin King, Jr."), ("3", "Xi, the second")],
    ),
    "spaces behind all commas": ("Name, Class, Note\nAda L, 10b, good\n", [("ada-l", "Ada L")]),
    "by family name": ("Last name,First name\nRoe,Jane\nÖe,Cy\nDoe,John\n", [BOTH[0], ("cy-oee", "Cy Öe"), BOTH[1]]),
    "as it is numbered": ("No,Last name,First name\n1,Roe,Jane\n2,Doe,John\n", [("1", "Jane Roe"), ("2", "John Doe")]),
    "as it stands, where letters don't tell": ("姓,名,ID\n山田,太郎,2\n佐藤,花子,1\n", [("2", "山田 太郎"), ("1", "佐藤 花子")]),
    "scores behind names": ("Name,Class,Quiz 1\nAda,a,17\nBo,a,17\n", [("ada", "Ada"), ("bo", "Bo")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "pupils"), OTHERS.values(), ids=OTHERS)
def test_other_lists_of_the_same_kinds(text: str, pupils: Pupils, tmp_path: Path) -> None:
    """The export of a school's own program would be asked about though anybody can read it."""
    assert listed(tmp_path, text) == (pupils, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str, tmp_path: Path) -> None:
    """A list of another system would be refused, or give wrong letters, or wrong lines."""
    text = end.join(["Name;ID", "Jörg Łoś;1", "", ";2", ""])
    pupils, said = listed(tmp_path, text, encoding)
    assert pupils == [("1", "Jörg Łoś")]
    assert said == [("error", 4, 1, "a pupil without a name")]


def test_a_row_that_is_known_to_be_no_pupil_is_left_out_and_said(tmp_path: Path) -> None:
    """The points of a quiz would get a paper, or a row would be lost without a word."""
    text = (
        "Last Name,First Name,Email Address,Quiz\nDate,,,2024-05-01\nPoints,,,100\n"
        "Doe,John,john@x.org,88\n,,,note\nClass Average,,,89\n"
    )
    pupils, said = listed(tmp_path, text)
    assert pupils == [("john", "John Doe")]
    assert [(level, line) for level, line, _, _ in said] == [("warning", n) for n in (2, 3, 5, 6)]
    assert said[2][3] == "no name and no id, so the row is left out"
    for sum in ("28 Schüler", "Anzahl: 28", "Total students 2", "Итого: 28", "合計"):
        pupils, said = listed(tmp_path, f"Name\nAda\n{sum}\n")
        assert (pupils, [line for _, line, _, _ in said]) == ([("ada", "Ada")], [3]), sum


def test_ids_made_of_names_stay_when_the_list_grows(tmp_path: Path) -> None:
    """A newcomer would change everybody's paper, or results of two terms would not meet."""
    before, _ = listed(tmp_path, "Jörg Müller\n山田太郎\nRuth O'Neil\n")
    after, _ = listed(
        tmp_path, 'Name,Class\nAda,a\nRUTH  O’Neil,a\n山田太郎,b\n"Müller, Joerg",b\n'
    )
    ids = [id for id, _ in before]
    assert ids == ["joerg-mueller", "p-ea781c44", "ruth-oneil"]
    assert {id for id, _ in after} == {*ids, "ada"}
    assert id_of_name("Key") == "p-364a6eaf"  # key is the key's own
    long = id_of_name(LONG)
    assert len(long) <= 32
    assert long != id_of_name(LONG.replace("Real", "Ideal"))


NO_ID_OF_THEIR_OWN = {
    "two of a name": ("Name\nJohn Doe\nJohn Doe\n", 1, "line 2 names 'John Doe', too"),
    "two that are alike": ("Name\nJosé Núñez\nJose Nunez\n", 1, "would get one id, 'jose-nunez'"),
    "two of one school": ("name,mail\nAda,al@x.org\nBo,al@x.org\n", 2, "'al' is taken by line 2"),
    "of two schools": ("name,mail\nAda,al@a.org\nAl,al@b.org\n", 2, "are both 'al' before the @"),
    "one without": ("name,id\nAda,1\nBo,\n", 2, "Bo has no id"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "column", "said"), NO_ID_OF_THEIR_OWN.values(), ids=NO_ID_OF_THEIR_OWN
)
def test_pupils_that_nothing_tells_apart(text: str, column: int, said: str, tmp_path: Path) -> None:
    """Two pupils would get one paper, and one's answers would count for the other."""
    _, [(level, line, at, message)] = listed(tmp_path, text)
    assert (level, line, at) == ("error", 3, column)
    assert said in message


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    """Write a workbook; a number is padded where its cell says so."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet["B2"].number_format = "0000"
    book.save(path)
    return path


def test_a_workbook(tmp_path: Path) -> None:
    """A list as Excel keeps it would have to be exported; ids would end in .0 or lose zeros."""
    rows: list[list[object]] = [
        ["Name", "ID", "Born", "Late"],
        ["Müller, Jörg", 42, date(2009, 4, 3), None],
        ["Zoë Łoś", 1002.0, date(2009, 4, 4), True],
        [None, None, None, None],
        ["Total: 2", None, None, None],
    ]
    path = workbook(tmp_path / "class.xlsx", Class=rows, Empty=[])
    pupils, said = read(path)
    assert pupils == [("1002", "Zoë Łoś"), ("0042", "Jörg Müller")][::-1]
    assert said == [("warning", 5, 1, "'Total: 2' is no pupil, and left out")]
    named = path.rename(tmp_path / "class.csv")  # what it is counts, not what it is called
    assert read(named)[0] == pupils


def test_workbooks_that_are_asked_about(tmp_path: Path) -> None:
    """The wrong class would get its papers, or a strange file would end in a traceback."""
    names: list[list[object]] = [["Name"], ["Ada"]]
    two = workbook(tmp_path / "two.xlsx", a=names, b=names)
    assert read(two)[1][0][3] == "the workbook has 2 sheets that hold rows: 'a', 'b'"
    broken = tmp_path / "broken.xlsx"
    with ZipFile(two) as whole, ZipFile(broken, "w") as part:
        part.writestr("xl/workbook.xml", whole.read("xl/workbook.xml")[:99])
    assert "the workbook can't be read" in read(broken)[1][0][3]
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    (tmp_path / "class.ods").write_bytes(packed.getvalue())
    assert "no workbook of Excel's" in read(tmp_path / "class.ods")[1][0][3]
