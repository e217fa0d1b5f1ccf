"""Headings by meaning: what the first row of a class list calls its columns, in many languages.

English, German, French, Spanish, Russian and Japanese as Moodle, Classroom, Canvas, Excel and
school offices write them; of other languages the commonest words. What isn't here is no mistake:
a column that isn't known is either of no use to us, or asked about.
"""

from __future__ import annotations

import re
from enum import Enum
from unicodedata import category, normalize


class Meaning(Enum):
    """What a column holds. Ids stand from the best to the last resort."""

    GIVEN = "given name"
    FAMILY = "family name"
    NAME = "name"
    ID = "id"
    NUMBER = "number"
    """May be a pupil's own or a place in the list; the author calls it a number, so it counts."""
    REGISTER = "number in a register"
    LOGIN = "login"
    EMAIL = "e-mail"
    PLACE = "place in the list"
    """Moves when somebody comes: good for an id only where there is nothing else."""
    OTHER = "something else"


IDS = (
    Meaning.ID, Meaning.NUMBER, Meaning.REGISTER, Meaning.LOGIN, Meaning.EMAIL, Meaning.PLACE,
)  # fmt: skip


def word(cell: str) -> str:
    """Reduce a heading to what its spellings share: no case, no accents, no signs."""
    parts = normalize("NFKD", cell.replace("#", "no")).casefold()  # № comes apart into No
    bare = "".join(c for c in parts if category(c) != "Mn")
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def _words(text: str) -> frozenset[str]:
    return frozenset(word(part) for part in text.replace("\n", ",").split(",") if part.strip())


_WORDS = {
    Meaning.GIVEN: _words("""
        first, given, first name, given name, given names, forename, forenames, first names
        firstname
        vorname, vornamen, rufname, prénom, prénoms, nombre de pila, nombres
        имя ученика, 下の名前, 名, voornaam, roepnaam, imię, imiona, prenome
        förnamn, fornavn, etunimi, jméno křestní, keresztnév, utónév, tên
    """),
    Meaning.FAMILY: _words("""
        last, family, last name, surname, surnames, family name, family names, lastname, nachname
        familienname
        zuname, nom de famille, apellido, apellidos, primer apellido, фамилия, фамилия ученика
        姓, 苗字, прізвище, cognome, cognomi, sobrenome, apelido, último nome, achternaam
        nazwisko, efternamn, efternavn, etternavn, sukunimi, příjmení, soyad, soyadı, επώνυμο
        vezetéknév, családnév, họ, 성
    """),
    Meaning.NAME: _words("""
        name, names, full name, fullname, display name, student, student name, pupil, pupil name
        pupil's name, student's name, learner, participant, name of pupil, name of student
        sortable name
        last name first name, surname forename, first name last name, lastfirst, name last first
        schüler, schülerin, schüler in, schülername, schueler, schuelerin, name der schülerin
        vor und nachname, vorname nachname, nachname vorname, name vorname, vorname name
        vollständiger name, teilnehmer, teilnehmer in, anzeigename, familienname vorname
        nom, élève, élèves, nom complet, nom et prénom, nom prénom, nom prénoms, prénom nom
        prénom et nom, nom de l'élève, étudiant, étudiante, étudiant e, participant e
        nombre, alumno, alumna, alumno a, alumnos, nombre completo, nombre y apellidos, estudiante
        apellidos y nombre, apellidos nombre, nombre apellidos, alumnado, apellidos y nombres
        имя, фио, ф и о, имя и фамилия, фамилия имя, фамилия имя отчество, фамилия и имя, ученик
        ученица, учащийся, студент, полное имя, піб, учень
        氏名, 名前, お名前, 生徒名, 生徒氏名, 児童名, 児童氏名, フルネーム, 姓名, 学生姓名, 이름
        성명, 学生
        nome, nome completo, nome e cognome, cognome e nome, alunno, aluno, aluna, estudante
        naam, volledige naam, leerling, imię i nazwisko, nazwisko i imię, uczeń, namn, navn, elev
        nimi, jméno, jméno a příjmení, ad, ad soyad, adı soyadı, név, teljes név, họ và tên
        ім'я, 名字, الاسم, الاسم الكامل, اسم الطالب, שם, שם מלא, नाम, όνομα, ονοματεπώνυμο
    """),
    Meaning.ID: _words("""
        id, ids, pupil id, student id, kennung, identifiant, code, pupil code, student code, key id
        schüler id, id élève, identifiant élève, identificador, код, код ученика, código
    """),
    Meaning.NUMBER: _words("number, no, nr, nummer, numéro, número, num, número de lista"),
    Meaning.REGISTER: _words("""
        id number, student number, student no, pupil number, upn, admission number, admission no
        sis user id, sis id, sis student id, school id, local id, state id, external id, uid
        candidate number, candidate no, exam number, roll number, roll no, badge, badge number
        matrikelnummer, matrikelnr, matrikel nr, matrikel nummer, matr nr, schülernummer
        schüler nr
        id nummer, ausweisnummer, interne id nummer, schülernr, personalnummer
        numéro d'identification, numéro étudiant, n étudiant, matricule, ine, numéro d'élève
        dni, nie, número de id, número de identificación, matrícula, expediente
        número de matrícula
        n expediente, nia, nre, n de matrícula, cédula, rut, curp, carné, carnet, legajo
        индивидуальный номер id, индивидуальный номер, номер зачетки, номер зачётки
        табельный номер
        номер студенческого билета, номер ученика, личный номер
        idナンバー, 学籍番号, 生徒番号, 学生番号, 学号, 学生证号, 编号, 학번, 학생번호
        matricola, numero di matricola, leerlingnummer, studentnummer, numer indeksu, الرقم
        رقم الطالب
    """),
    Meaning.LOGIN: _words("""
        username, user name, user, user id, login, login id, sis login id, network id, net id
        netid
        account, user principal name, benutzername, anmeldename, kürzel, benutzerkennung
        nutzername
        nom d'utilisateur, utilisateur, nombre de usuario, usuario, логин, имя пользователя
        ユーザ名, ユーザー名, ユーザーid, nome utente, gebruikersnaam, utilizador
    """),
    Meaning.EMAIL: _words("""
        email, e mail, mail, email address, e mail address, mail address, school email
        student email
        email id, e mail adresse, mailadresse, email adresse, courriel, adresse de courriel
        adresse mail, adresse e mail, adresse email, adresse électronique, correo
        correo electrónico
        dirección de correo, dirección de correo electrónico, почта, эл почта, электронная почта
        адрес электронной почты, メールアドレス, メール, 电子邮件, 邮箱, 이메일, posta elettronica
        indirizzo email, endereço de e mail, e mailadres, adres e mail, البريد الإلكتروني
    """),
    Meaning.PLACE: _words("""
        n, lfd nr, lfd, lfdnr, laufende nummer, pos, position, row, line, index, num ordre, n ordre
        номер, номер п п, п п, п/п, no п п, порядковый номер, 出席番号, 番号, 号, 번호, 序号, 座号
        numer, lp, l p, nro, orden, n orden, s no, sl no, sr no, serial no, serial number
    """),
    Meaning.OTHER: _words("""
        class, classes, group, groups, course, section, sections, year, grade, form, seat, key
        house
        tutor group, form group, year group, reg group, registration group, homeroom, period, set
        birthday, date of birth, dob, birth date, birthdate, gender, sex, pronouns, phone
        telephone
        mobile, address, street, city, town, postcode, zip, country, institution, department, role
        roles, status, last access, last downloaded from this course, teacher, tutor, school
        subject
        date, note, notes, remarks, comment, comments, middle name, middle names, mother, father
        parents, contact, preferred name
        nickname, title, suffix, language, integration id, root account, sis section id
        extra time, score, total, points, mark, marks, average, parent, guardian, sen
        availability, last access to course, organization unit, org unit path, final score
        klasse, klassen, kurs, kurse, gruppe, gruppen, geburtsdatum, geburtstag, geb datum, geb
        geschlecht, telefon, handy, adresse, straße, plz, ort, wohnort, bemerkung, bemerkungen
        notiz
        anrede, konfession, religion, jahrgang, stufe, klassenstufe, lehrer, lehrkraft, schule
        fach
        schuljahr, datum, punkte, note, noten, institution, abteilung, sitzplatz
        nachteilsausgleich
        classe, classes, groupe, groupes, division, naissance, né le, née le, date de naissance
        sexe
        téléphone, adresse postale, ville, code postal, remarque, remarques, observations, option
        options, niveau, professeur, école, établissement, matière, année, régime, cours
        clase, grupo, grupos, curso, fecha de nacimiento, nacimiento, fecha nacimiento, sexo
        género
        teléfono, móvil, dirección, observaciones, nota, notas, unidad, nivel, profesor, profesora
        tutora, colegio, centro, asignatura, institución, departamento, materia, segundo apellido
        estado matrícula, edad
        класс, группа, группы, дата рождения, пол, телефон, адрес, отчество, примечание, примечания
        учреждение, отдел, школа, предмет, учитель, курс, год, клас, факультет
        クラス, 組, 学年, 年, 年組, 性別, 生年月日, 誕生日, ふりがな, フリガナ, よみがな, 備考
        電話番号, 住所
        部署, 所属, 所属組織, 担任, 学校, 班級, 班级, 性别, 출생, 반, 학년, 성별, グループ
        classe di, data di nascita, turma, data de nascimento, klas, groep, geboortedatum, klasa
        grupa
        klass, grupp, sınıf, osztály, lớp, الصف, الفصل, כיתה
    """),
}
_LOOSE_GIVEN = _words("nombre, имя, ім'я, nome, ad, adı, jméno, 名前, όνομα")
"""Given names where another column holds the family's; names by themselves elsewhere."""
_LOOSE_FAMILY = _words("name, nom, naam, nimi, 名字")
_FAMILY_LEADS = _words("vezetéknév, családnév, họ, 姓, 苗字, 名字, 성")
"""Where people say the family's name first."""

_MEANINGS = {text: meaning for meaning in reversed(_WORDS) for text in _WORDS[meaning]}

_TELLING = (
    (_words("email, mail, courriel, correo"), Meaning.EMAIL),
    (_words("id, uid"), Meaning.REGISTER),
)
"""Words that tell what a heading is that we don't know as a whole."""
_NO_PUPIL = _words("""
    class, course, section, group, account, parent, parents, guardian, mother, father, contact
    teacher, tutor, eltern, lehrer, lehrkraft, parents, professeur, padre, madre, profesor, tutora
    родителя, класса
""")

_SUMS = _words("""
    total, totals, sum, count, average, mean, median, class average, overall average
    points possible
    points, max points, date, due date, summe, gesamt, gesamtzahl, anzahl, mittelwert, durchschnitt
    insgesamt, somme, moyenne, effectif, nombre d'élèves, suma, media, promedio, total general
    número de alumnos, totale, итого, всего, среднее, количество, 合計, 計, 平均, 人数, 合计
    number of students, number of pupils, grand total, total students, total pupils, subtotal
    anzahl schüler, schülerzahl, total élèves, total alumnos, кол во, points possibles
""")
_PEOPLE = _words("""
    students, pupils, student, pupil, children, learners, schüler, schülerinnen, kinder, lernende
    schülerinnen und schüler, schüler innen, élèves, étudiants, alumnos, alumnas, estudiantes
    alumnos as, учеников, человек, учащихся, 名, 人, persons, people, personen
""")


def meaning_of(cell: str) -> Meaning | None:
    """Say what a column holds by its heading; None where it isn't known.

    What stands in brackets is looked at after the whole (`Apellido(s)`, `Email [Required]`),
    then words that are written as one (`studentNumber`), then two languages (`Name / Nom`).
    """
    whole = word(cell)
    bare = word(re.sub(r"\(.*?\)|\[.*?\]|\*", " ", cell))
    apart = word(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell))
    known = next((_MEANINGS[text] for text in (whole, bare, apart) if text in _MEANINGS), None)
    return known or _meaning_of_both(cell) or _meaning_of_words(apart)


def _meaning_of_both(cell: str) -> Meaning | None:
    """Look at a heading in two languages: its parts mean one thing."""
    parts = [word(part) for part in re.split(r"[/|]", cell)]
    meanings = {_MEANINGS.get(part) for part in parts}
    return meanings.pop() if len(meanings) == 1 else None


def _meaning_of_words(heading: str) -> Meaning | None:
    """Look at a heading's single words: `School e-mail`, `Person ID`; `Parent e-mail` is none."""
    words = set(heading.split()) if len(heading) < 40 else set()
    found = next((meaning for told, meaning in _TELLING if words & told), None)
    return Meaning.OTHER if found and words & _NO_PUPIL else found


def may_be_given(cell: str) -> bool:
    """Tell whether a heading means a given name if another column holds the family's."""
    return word(cell) in _LOOSE_GIVEN


def may_be_family(cell: str) -> bool:
    """Tell whether a heading means a family's name if another column holds the given one."""
    return word(cell) in _LOOSE_FAMILY


def family_leads(cell: str) -> bool:
    """Tell whether people of a heading's language say the family's name first."""
    return word(cell) in _FAMILY_LEADS


def is_sum(text: str) -> bool:
    """Tell whether a cell sums up a list or a column: `Total: 28`, `28 Schüler`, `Points`."""
    bare = word(re.sub(r"\d+(?:[.,/]\d+)*", " ", text))
    if bare in _SUMS:
        return True
    counted = any(c.isdigit() for c in text)
    people = bare in _PEOPLE and (text[0].isdigit() or ":" in text)  # but Pupil 1 is somebody
    return counted and (people or bare.partition(" ")[0] in _SUMS)
