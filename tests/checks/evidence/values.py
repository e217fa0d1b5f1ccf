"""Values in four languages: a sentence, the quote of it, what it proves, and the wrong twins.

An answer may follow its question, parted by `|`: `How many kJ? | 57.3`.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.checks.evidence.more_values import MORE


class Case(NamedTuple):
    """A sentence of a source and the answers that cite it."""

    lang: str
    source: str
    quote: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def _cases(lang: str, *rows: tuple[str, str, str, str]) -> list[Case]:
    """Read rows of sentence, quote, right and wrong answers; those are parted by ` ; `."""
    return [
        Case(lang, source, quote, tuple(right.split(" ; ")), tuple(wrong.split(" ; ")))
        for source, quote, right, wrong in rows
    ]


CASES = [
    *_cases(
        "en",
        ("Prices rose from 1.72 to 1.85 euros in May.", "rose from 1.72 to 1.85 euros in", "1.85 euros", "1.58 euros ; 2 euros"),
        ("Shares fell by 7.5% to £3.42 on Monday.", "fell by 7.5% to £3.42 on", "£3.42 ; 7.5%", "£3.24 ; 5.7%"),
        ("The whale weighs up to 180 tonnes in all.", "weighs up to 180 tonnes in", "up to 180 t ; about 180,000 kg", "up to 180 kg ; about 180 g"),
        ("It lasted from May 1995 up to June 1998 there.", "from May 1995 up to June 1998", "May 1995 to June 1998", "May 1994 to June 1998"),
        ("The energy was 57.3 kJ per gram.", "energy was 57.3 kJ per",
         "57.3 kJ ; 57.3 kilojoules ; 57300 J ; How many kJ? | 57.3", "57.3 MJ ; 57 kJ ; 3 kJ ; 573 kJ ; How many MJ? | 57.3"),
        ("The town has 20,000 people by the river.", "town has 20,000 people by",
         "20,000 people ; 20 000 ; twenty thousand", "20 people ; 2,000 ; 200,000 people ; 20.5"),
        ("It fell to −92.4 degrees that night.", "fell to −92.4 degrees that",
         "-92.4 degrees ; minus 92.4 degrees", "92.4 degrees ; -92 degrees ; -94.2 degrees"),
        ("It fell to 5 degrees below zero there.", "fell to 5 degrees below zero",
         "5 degrees below zero ; -5 degrees ; How many degrees below zero? | 5", "5 degrees ; -6 degrees"),
        ("It cost 1.5 million dollars to build.", "cost 1.5 million dollars to",
         "1.5 million dollars ; $1.5 million ; $1,500,000 ; How many million dollars? | 1.5", "1.5 dollars ; 1.5 billion dollars ; 1.5 million euros ; 15 million dollars"),
        ("In all 16 % of pupils passed it.", "all 16 % of pupils",
         "16% ; 16 percent ; sixteen per cent ; What percentage? | 16", "16 pupils ; 61% ; 16‰ ; 1.6%"),
        ("It takes 3–5 days to heal.", "takes 3–5 days to",
         "3-5 days ; three to five days ; 3 to 5 days ; How many days at most? | 5", "3 days ; 5 days ; 3-6 days ; 4 days ; 3-5 weeks"),
        ("About 1/2 of it is gone now.", "About 1/2 of it", "1/2 ; half ; 0.5 ; ½", "1/3 ; 1 ; 2 ; 1.2"),
        ("It has 10³ people in it.", "It has 10³ people", "10³ people ; 1000 ; 10^3", "103 people ; 10 people ; 10⁴ people"),
        ("The water was 20 °C warm then.", "water was 20 °C warm", "20 °C ; 20 degrees Celsius", "20 °F ; 20 K ; 25 °C"),
        ("They paid $5 for it then.", "They paid $5 for it", "$5 ; 5 dollars ; five dollars", "€5 ; £5 ; 5 cents ; $50"),
        ("They earned $5bn last year.", "They earned $5bn last year", "$5 billion ; 5 billion dollars", "$5 ; $5 million ; €5bn"),
        ("It leaves at 7:45 p.m. every day.", "leaves at 7:45 p.m. every", "7:45 pm ; 19:45 ; 7:45 in the evening", "7:45 am ; 7:54 pm ; 8:45 pm"),
        ("He was born on 2 July 1909 in Paris.", "born on 2 July 1909 in",
         "2 July 1909 ; July 2, 1909 ; 1909 ; July ; July 1909 ; 2nd July ; On what day of July? | 2", "2 June ; 3 July 1909 ; 1910 ; 2 July 1908 ; 1990 ; June"),
        ("It was the 16th century of kings.", "was the 16th century of", "16th century ; the sixteenth century ; Which century? | the 16th", "15th century ; the sixth century ; 16 years"),
        ("They met for the third time there.", "for the third time there", "the third time ; 3rd", "the thirteenth time ; the second time ; 4th"),
        ("Some twenty-two people met there.", "Some twenty-two people met", "22 people ; twenty-two", "two people ; twenty people ; 20"),
        ("They baked two dozen cakes then.", "baked two dozen cakes then", "24 cakes ; two dozen cakes", "12 cakes ; two cakes ; 2"),
        ("There were dozens of boats outside.", "were dozens of boats", "dozens ; dozens of boats", "12 boats ; 24 ; hundreds of boats"),
        ("The march lasted half an hour then.", "march lasted half an hour", "half an hour ; 30 minutes ; 0.5 h", "half a day ; 15 minutes ; 0.5 min"),
        ("Light moves at 3 × 10^8 m/s here.", "moves at 3 × 10^8 m/s", "3 × 10⁸ m/s ; 300,000,000 m/s", "3 × 10^6 m/s ; 3 m/s ; 3 × 10^8 km/h"),
        ("It was between five and ten metres deep.", "between five and ten metres", "between 5 and 10 metres ; 5-10 m ; How many metres at least? | 5", "five metres ; 10 metres ; 5-11 m ; How many metres at most? | 5"),
        ("It happened in the 1990s in Rome.", "happened in the 1990s in", "the 1990s", "1990 ; the 1980s"),
        ("Caesar died in 44 BC in Rome.", "died in 44 BC in", "44 BC ; 44 BCE", "45 BC ; AD 44"),
        ("Since COVID-19 came they left.", "Since COVID-19 came they", "COVID-19", "COVID-21 ; 19"),
        ("It lasted two and a half years.", "lasted two and a half years", "2.5 years ; 30 months ; two and a half years", "two years ; half a year ; 2.5 months"),
        ("Two thirds of voters agreed then.", "Two thirds of voters", "2/3 ; two thirds ; two thirds of voters", "1/3 ; three quarters ; two ; 3/2"),
        ("The war of 1939–45 ended there.", "war of 1939–45 ended", "1939-1945 ; When did it begin? | 1939 ; When did it end? | 1945", "1939-1946 ; 1938 ; 45"),
        ("More than 300 ships sank there.", "More than 300 ships sank", "more than 300 ships ; 300", "fewer than 300 ships ; 30 ; more than 3000 ships"),
        ("Half a million people came then.", "Half a million people came", "half a million ; 500,000", "a million ; 50,000 ; half a billion"),
        ("It dissolved 0.1 mol/l of salt then.", "dissolved 0.1 mol/l of salt", "0.1 mol/l", "0.1 mmol/l ; 0.1 mol ; 1 mol/l"),
        ("It was signed on a Monday there.", "signed on a Monday there", "Monday ; on Monday", "Tuesday ; on Sunday"),
        ("The tower is 3,000 m high now.", "tower is 3,000 m high", "3 km ; 3,000 m ; 3000 metres", "3 m ; 3,000 km ; 30 km"),
    ),
    *_cases(
        "de",
        ("Es dauerte eine Dreiviertelstunde bis zum Ende.", "dauerte eine Dreiviertelstunde bis zum", "45 Minuten ; eine Dreiviertelstunde", "35 Minuten ; eine Viertelstunde"),
        ("Es kamen anderthalbtausend Gäste zum Fest.", "kamen anderthalbtausend Gäste zum", "1500 ; 1.500 Gäste", "1000 Gäste ; 2500"),
        ("Er blieb vom Mai 1995 bis zum Juni 1998 dort.", "vom Mai 1995 bis zum Juni 1998", "Mai 1995 bis Juni 1998", "Mai 1994 bis Juni 1998"),
        ("Der Brennwert beträgt 57,3 kJ pro Gramm.", "beträgt 57,3 kJ pro Gramm",
         "57,3 kJ ; 57,3 Kilojoule ; 57300 J ; Wie viele kJ? | 57.3", "57,3 MJ ; 57 kJ ; 573 kJ ; 3 kJ ; Wie viele MJ? | 57.3"),
        ("In der Stadt leben 20.000 Menschen am Fluss.", "Stadt leben 20.000 Menschen",
         "20.000 Menschen ; 20000 ; zwanzigtausend", "20 Menschen ; 2.000 ; 200.000 Menschen"),
        ("Der Bau kostete 5 Mio. Euro im Jahr.", "Bau kostete 5 Mio. Euro im",
         "5 Mio. Euro ; 5 Millionen Euro ; 5.000.000 € ; Wie viele Millionen Euro? | 5", "5 Euro ; 5 Mrd. Euro ; 5 Mio. Dollar ; 50 Mio. Euro"),
        ("Er wurde am 2. Juli geboren.", "wurde am 2. Juli geboren", "2. Juli ; Juli ; am zweiten Juli", "2. Juni ; 3. Juli ; Juni ; 2"),
        ("Es begann um 19.30 Uhr am Abend.", "begann um 19.30 Uhr am", "19.30 Uhr ; 19:30 Uhr", "19 Uhr ; 20.30 Uhr ; 7.30 Uhr ; 30"),
        ("Es begann um halb acht am Morgen.", "begann um halb acht am", "halb acht ; 7.30 Uhr", "acht ; halb neun ; 8.30 Uhr"),
        ("Es waren zwölf Kinder im Haus.", "waren zwölf Kinder im", "zwölf ; 12 ; 12 Kinder ; zwölf Kinder", "zwei ; zwanzig ; 11 Kinder"),
        ("Die Schule hat fünf Lehrer im Dienst.", "hat fünf Lehrer im", "fünf ; 5 ; 5 Lehrer", "fünfzehn ; 50 ; vier"),
        ("Es fiel auf minus 5 Grad im Tal.", "fiel auf minus 5 Grad", "-5 Grad ; minus 5 Grad ; 5 Grad unter null", "5 Grad ; -15 Grad"),
        ("Er hatte 0,5 Promille im Blut.", "hatte 0,5 Promille im", "0,5 Promille ; 0,5 ‰", "0,5 Prozent ; 5 Promille ; 0,5 %"),
        ("Der Anteil stieg um 3 Prozentpunkte im Mai.", "stieg um 3 Prozentpunkte", "3 Prozentpunkte", "3 Prozent ; 3 % ; 30 Prozentpunkte"),
        ("Das war im 19. Jahrhundert in Wien.", "war im 19. Jahrhundert", "19. Jahrhundert ; neunzehnten Jahrhundert ; Welches Jahrhundert? | das 19.", "18. Jahrhundert ; neunten Jahrhundert"),
        ("Der Weg ist zwischen 5 und 10 Kilometer lang.", "zwischen 5 und 10 Kilometer", "zwischen 5 und 10 Kilometer ; 5-10 km ; Wie viele Kilometer mindestens? | 5", "5 km ; 10 Kilometer ; 5-12 km"),
        ("Es dauert drei bis fünf Tage im Bett.", "dauert drei bis fünf Tage", "3-5 Tage ; drei bis fünf Tage ; Wie viele Tage höchstens? | 5", "drei Tage ; fünf ; 3-5 Wochen"),
        ("Es kamen rund 300 Gäste ins Haus.", "kamen rund 300 Gäste", "rund 300 Gäste ; 300 ; etwa 300", "30 ; rund 3000 Gäste ; 301"),
        ("Es kamen Dutzende Gäste ins Haus.", "kamen Dutzende Gäste ins", "Dutzende ; Dutzende Gäste", "12 ; Hunderte Gäste"),
        ("Sie kauften zwei Dutzend Eier ein.", "kauften zwei Dutzend Eier", "24 Eier ; zwei Dutzend", "12 ; 2 ; zwanzig"),
        ("Er lebte anderthalb Jahre in Bern.", "lebte anderthalb Jahre in", "1,5 Jahre ; anderthalb Jahre ; 18 Monate", "ein halbes Jahr ; 2 Jahre ; 1,5 Monate"),
        ("Zwei Drittel der Wähler stimmten zu.", "Zwei Drittel der Wähler", "zwei Drittel ; 2/3", "ein Drittel ; drei Viertel ; 2"),
        ("Es geschah am 2.7.1909 in Köln.", "geschah am 2.7.1909 in", "2. Juli 1909 ; 2.7.1909 ; 1909", "7. Februar 1909 ; 2.7.1908 ; 2. Juni 1909"),
        ("Das Auto fuhr 120 km/h auf der Bahn.", "fuhr 120 km/h auf", "120 km/h ; 120 Kilometer pro Stunde", "120 m/s ; 120 km ; 12 km/h"),
        ("Das Feld misst 5 m² am Haus.", "Feld misst 5 m² am", "5 m² ; 5 Quadratmeter", "5 m ; 5 m³ ; 50 m²"),
        ("Cäsar starb 44 v. Chr. in Rom.", "starb 44 v. Chr. in", "44 v. Chr.", "44 n. Chr. ; 45 v. Chr."),
        ("Es kostet 2,50 € am Markt.", "kostet 2,50 € am", "2,50 € ; 2,50 Euro ; EUR 2,50", "250 € ; 2,50 Dollar ; 2,05 €"),
        ("Sie zahlte 1.234,56 Euro in bar.", "zahlte 1.234,56 Euro in", "1.234,56 Euro ; 1234,56 €", "1.234 Euro ; 1,23456 Euro ; 123.456 Euro"),
        ("Die Stadt hat fünf Millionen Einwohner im Kern.", "hat fünf Millionen Einwohner", "5 Millionen Einwohner ; 5.000.000 ; fünf Millionen", "fünf ; 5 Milliarden ; 5000"),
        ("In den 1990er Jahren zog sie um.", "In den 1990er Jahren", "1990er Jahre ; die 1990er", "1990 ; 1980er Jahre"),
        ("Das Licht ist 3,0·10⁸ m/s schnell.", "ist 3,0·10⁸ m/s schnell", "3,0·10⁸ m/s ; 300.000.000 m/s", "3,0·10⁶ m/s ; 3,0 m/s"),
        ("Es wog weniger als 20 Gramm im Glas.", "wog weniger als 20 Gramm", "weniger als 20 Gramm ; weniger als 20 g", "mehr als 20 Gramm ; weniger als 20 kg"),
        ("Das Seil war 0,5 km lang im Test.", "war 0,5 km lang", "0,5 km ; 500 m ; 500 Meter", "0,5 m ; 5 km ; 50 m"),
        ("Mehr als die Hälfte stimmte zu.", "Mehr als die Hälfte stimmte", "mehr als die Hälfte ; die Hälfte", "weniger als die Hälfte ; ein Drittel"),
        ("Der Zug fährt um 8.05 Uhr ab.", "fährt um 8.05 Uhr ab", "8.05 Uhr ; 8:05", "8.50 Uhr ; 20.05 Uhr"),
        ("Ein Viertel der Klasse war krank.", "Ein Viertel der Klasse", "ein Viertel ; 1/4 ; 25 %", "ein Drittel ; 3/4 ; 4 %"),
        ("Es geschah an einem Dienstag im Herbst.", "an einem Dienstag im", "Dienstag ; am Dienstag", "Donnerstag ; Mittwoch"),
        ("Das dauerte einundzwanzig Tage im Jahr.", "dauerte einundzwanzig Tage im", "21 Tage ; einundzwanzig ; 3 Wochen", "zwanzig Tage ; 12 Tage ; eins"),
    ),
    *_cases(
        "fr",
        ("Cela dura trois quarts d'heure en tout.", "dura trois quarts d'heure en", "45 minutes ; trois quarts d'heure", "35 minutes ; trois heures"),
        ("Le litre est passé de 1,72 à 1,85 euro hier.", "passé de 1,72 à 1,85 euro hier", "1,85 €", "1,58 €"),
        ("La sonde fit 6,4 milliards de kilomètres alors.", "fit 6,4 milliards de kilomètres alors", "6,4 milliards de km", "6,4 millions de km"),
        ("Il y resta de mai 1995 jusqu'en juin 1998 seul.", "de mai 1995 jusqu'en juin 1998", "De mai 1995 à juin 1998", "De mai 1994 à juin 1998"),
        ("La ville compte 20 000 habitants en tout.", "ville compte 20 000 habitants",
         "20 000 habitants ; 20000 ; vingt mille", "20 habitants ; 2 000 ; 200 000"),
        ("Il est né le 2 juillet 1909 à Paris.", "né le 2 juillet 1909 à", "2 juillet 1909 ; le 2 juillet ; 1909 ; juillet 1909 ; 02/07/1909", "2 juin 1909 ; 3 juillet ; 1908 ; 7 février 1909"),
        ("La fête eut lieu le premier mai ici.", "lieu le premier mai ici", "premier mai ; 1er mai ; mai", "2 mai ; premier mars ; juin"),
        ("Il y avait vingt-deux enfants hier.", "avait vingt-deux enfants hier", "22 ; vingt-deux ; 22 enfants", "vingt ; deux ; 32 enfants"),
        ("Elle vécut quatre-vingts ans à Lyon.", "vécut quatre-vingts ans à", "80 ans ; quatre-vingts ans ; quatre-vingts", "quatre ans ; vingt ans ; 90 ans ; 80 mois"),
        ("Il en reste soixante et onze ici.", "reste soixante et onze ici", "71 ; soixante et onze", "60 ; onze ; 61"),
        ("Le chantier coûta 5 millions d'euros en tout.", "coûta 5 millions d'euros en", "5 millions d'euros ; 5 000 000 € ; Combien de millions d'euros? | 5", "5 euros ; 5 milliards d'euros ; 5 millions de dollars"),
        ("Le taux atteint 3,5 % cette année.", "taux atteint 3,5 % cette", "3,5 % ; 3,5 pour cent", "35 % ; 3 % ; 3,5 ‰ ; 5 %"),
        ("Il fit moins 5 degrés la nuit.", "fit moins 5 degrés la", "-5 degrés ; moins 5 degrés", "5 degrés ; -15 degrés"),
        ("Le train part à 19 h 30 de Nice.", "part à 19 h 30 de", "19 h 30 ; 19:30 ; 19h30", "19 h ; 9 h 30 ; 20 h 30"),
        ("On dîne à sept heures et demie ici.", "sept heures et demie ici", "sept heures et demie", "huit heures et demie ; sept heures et quart"),
        ("Il faut entre 5 et 10 jours là-bas.", "entre 5 et 10 jours", "entre 5 et 10 jours ; 5-10 jours ; Combien de jours au moins? | 5", "5 jours ; 10 jours ; 5-12 jours"),
        ("Le sentier va de 5 à 10 km ici.", "va de 5 à 10 km", "5 à 10 km ; 5-10 kilomètres", "5 km ; 10 km ; 5 à 15 km"),
        ("Environ 300 invités sont venus hier.", "Environ 300 invités sont", "environ 300 invités ; 300", "30 ; environ 3000 invités ; 301"),
        ("On trouva une douzaine d'œufs au marché.", "trouva une douzaine d'œufs", "une douzaine ; 12 ; douze", "deux ; 20 ; une dizaine"),
        ("On vit des dizaines de bateaux au port.", "vit des dizaines de bateaux", "des dizaines ; dizaines de bateaux", "10 bateaux ; des centaines de bateaux ; 12"),
        ("C'était au XVIe siècle en Italie.", "au XVIe siècle en", "XVIe siècle ; 16e siècle ; le seizième siècle", "XVe siècle ; 17e siècle ; 6e siècle"),
        ("Deux tiers des élus ont voté oui.", "Deux tiers des élus", "deux tiers ; 2/3", "un tiers ; trois quarts ; 2"),
        ("La moitié des élus ont voté oui.", "La moitié des élus", "la moitié ; 1/2", "un tiers ; un quart"),
        ("César mourut en 44 av. J.-C. à Rome.", "mourut en 44 av. J.-C. à", "44 av. J.-C.", "44 apr. J.-C. ; 45 av. J.-C."),
        ("Le repas coûte 1 234,56 € au club.", "coûte 1 234,56 € au", "1 234,56 € ; 1234,56 euros", "1 234 € ; 12 € ; 1 234,56 dollars"),
        ("L'énergie vaut 57,3 kJ par gramme.", "vaut 57,3 kJ par gramme", "57,3 kJ ; 57,3 kilojoules ; 57 300 J", "57,3 MJ ; 57 kJ ; 5,73 kJ"),
        ("Il dura deux ans et demi ici.", "dura deux ans et demi", "deux ans et demi", "trois ans ; deux mois"),
        ("Le champ mesure 5 mètres carrés au plus.", "mesure 5 mètres carrés au", "5 m² ; 5 mètres carrés", "5 mètres ; 5 m³ ; 15 m²"),
        ("Plus de 300 navires ont sombré là.", "Plus de 300 navires", "plus de 300 navires ; 300", "moins de 300 navires ; 30"),
        ("C'était dans les années 1990 à Metz.", "dans les années 1990 à", "les années 1990", "1990 ; les années 1980"),
        ("Au moins 12 personnes sont mortes là.", "Au moins 12 personnes sont", "au moins 12 ; 12", "au plus 12 ; 21"),
        ("Il arriva à 7 heures du soir ici.", "à 7 heures du soir ici", "7 heures du soir ; 19 h", "7 heures du matin ; 8 heures du soir"),
        ("Le troisième jour fut le dernier ici.", "Le troisième jour fut", "troisième jour ; 3e jour", "deuxième jour ; 13e jour ; trois jours"),
        ("Ils arrivèrent un mardi à Nice.", "arrivèrent un mardi à", "mardi", "jeudi ; lundi"),
        ("La course dura une demi-heure en tout.", "dura une demi-heure en", "une demi-heure ; 30 minutes", "une heure ; 15 minutes"),
    ),
    *_cases(
        "es",
        ("Duró tres cuartos de hora en total ayer.", "Duró tres cuartos de hora en", "45 minutos ; tres cuartos de hora", "35 minutos"),
        ("El litro pasó de 4,20 a 5,10 euros ayer.", "pasó de 4,20 a 5,10 euros ayer", "5,10 €", "5,01 €"),
        ("La sonda hizo 6,4 millones de kilómetros entonces.", "hizo 6,4 millones de kilómetros entonces", "6,4 millones de km", "6,4 km"),
        ("Había treinta y dos niños en casa.", "Había treinta y dos niños en", "32 ; treinta y dos ; 32 niños", "30 ; treinta ; dos niños ; 23"),
        ("Había once personas en casa.", "Había once personas en", "11 ; once ; 11 personas", "1 ; 12 personas ; doce"),
        ("Hay 1.234,56 euros en la caja.", "Hay 1.234,56 euros en", "1.234,56 euros ; 1234,56 €", "1.234 euros ; 1,23 euros ; 1.234,56 dólares"),
        ("La ciudad tiene 20.000 habitantes en total.", "tiene 20.000 habitantes en", "20.000 habitantes ; 20000 ; veinte mil", "20 habitantes ; 2.000 ; 200.000"),
        ("La obra costó 5 millones de euros allí.", "costó 5 millones de euros", "5 millones de euros ; 5.000.000 € ; ¿Cuántos millones de euros? | 5", "5 euros ; 5 mil euros ; 5 millones de dólares"),
        ("Se gastaron mil millones de euros allí.", "gastaron mil millones de euros", "mil millones de euros ; 1.000 millones de euros", "un millón de euros ; mil euros ; 1 billón de euros"),
        ("Ocurrió el 2 de mayo de 1808 en Madrid.", "Ocurrió el 2 de mayo de 1808", "2 de mayo de 1808 ; 2 de mayo ; 1808 ; mayo de 1808", "2 de marzo ; 3 de mayo ; 1809 ; 5 de febrero de 1808"),
        ("Ocurrió el dos de mayo en Madrid.", "Ocurrió el dos de mayo", "2 de mayo ; dos de mayo", "3 de mayo ; dos de marzo"),
        ("Era el siglo XVI en España.", "Era el siglo XVI en", "siglo XVI ; el siglo XVI", "siglo XV ; siglo XVII ; siglo VI"),
        ("Tarda entre 5 y 10 días en sanar.", "Tarda entre 5 y 10 días", "entre 5 y 10 días ; 5-10 días ; ¿Cuántos días como máximo? | 10", "5 días ; 10 días ; 5-11 días"),
        ("Llegaron unos 300 invitados al pueblo.", "Llegaron unos 300 invitados", "unos 300 invitados ; 300", "30 ; unos 3000 invitados ; 301"),
        ("Llegaron decenas de barcos al puerto.", "Llegaron decenas de barcos", "decenas de barcos ; decenas", "10 barcos ; cientos de barcos"),
        ("Compró una docena de huevos allí.", "Compró una docena de huevos", "una docena ; 12 ; doce", "10 ; dos ; una decena"),
        ("Subió un 3 por ciento en mayo.", "Subió un 3 por ciento en", "3 por ciento ; 3 %", "30 % ; 3 por mil ; 13 %"),
        ("Subió un 3,5 % en mayo.", "Subió un 3,5 % en", "3,5 % ; 3,5 por ciento", "35 % ; 3 % ; 5 %"),
        ("Empezó a las 7 de la tarde allí.", "las 7 de la tarde", "7 de la tarde ; 19:00 ; las 19.00 h", "7 de la mañana ; 17:00 ; 8 de la tarde"),
        ("Empezó a las siete y media allí.", "las siete y media allí", "las siete y media", "las ocho y media ; las siete y cuarto"),
        ("Llegó a 5 grados bajo cero allí.", "Llegó a 5 grados bajo cero", "5 grados bajo cero ; -5 grados", "5 grados ; -15 grados"),
        ("La mitad de los votos fue suya.", "La mitad de los votos", "la mitad ; 1/2", "un tercio ; 1/4"),
        ("Dos tercios de los votos fueron suyos.", "Dos tercios de los votos", "dos tercios ; 2/3", "un tercio ; tres cuartos ; 2"),
        ("César murió en el 44 a. C. en Roma.", "en el 44 a. C. en", "44 a. C.", "44 d. C. ; 45 a. C."),
        ("Iba a 20 km/h por la calle.", "Iba a 20 km/h por", "20 km/h ; 20 kilómetros por hora", "20 m/s ; 20 km ; 200 km/h"),
        ("La energía fue de 57,3 kJ por gramo.", "fue de 57,3 kJ por", "57,3 kJ ; 57,3 kilojulios ; 57.300 J", "57,3 MJ ; 57 kJ ; 573 kJ"),
        ("Hubo más de 300 barcos en la bahía.", "Hubo más de 300 barcos", "más de 300 barcos ; 300", "menos de 300 barcos ; 30"),
        ("El tercer día fue el último allí.", "El tercer día fue", "tercer día ; 3.er día", "segundo día ; tres días ; 13.er día"),
        ("Duró dos años y medio allí.", "Duró dos años y medio", "dos años y medio", "tres años ; dos meses"),
        ("El campo mide 5 metros cuadrados en total.", "mide 5 metros cuadrados en", "5 m² ; 5 metros cuadrados", "5 metros ; 5 m³ ; 50 m²"),
        ("Pagó 2,50 € en el mercado.", "Pagó 2,50 € en", "2,50 € ; 2,50 euros", "250 € ; 2,50 dólares ; 2,05 €"),
        ("Al menos 12 personas murieron allí.", "Al menos 12 personas murieron", "al menos 12 ; 12", "como máximo 12 ; 21"),
        ("Empezó a las 19.30 horas allí.", "las 19.30 horas allí", "19.30 horas ; las 19.30 ; 19:30", "20.30 horas ; 7:30"),
        ("Se fueron un jueves de abril.", "fueron un jueves de", "jueves", "martes ; viernes"),
        ("Pesaba 0,5 kg en la báscula.", "Pesaba 0,5 kg en", "0,5 kg ; 500 g ; 500 gramos", "0,5 g ; 5 kg ; 50 g"),
    ),
]  # fmt: skip
CASES += [
    Case(lang, quote, quote, tuple(right.split(" ; ")), tuple(wrong.split(" ; ")))
    for lang, rows in MORE.items()
    for quote, right, wrong in rows
]
