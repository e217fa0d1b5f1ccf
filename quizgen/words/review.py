"""The words of a live review, on phones, projector, the teacher's page and in its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from html import escape

from quizgen.words import LANGUAGES, words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWords:
    """One language's words; a `{...}` is filled in where the word is used."""

    lang: str
    review: str
    needs_script: str
    more_below: str
    code: str
    join: str
    your_name: str
    who_are_you: str
    you_will_be: str
    taken: str
    wrong_code: str
    wait: str
    bad_name: str
    over: str
    connecting: str
    no_connection: str
    you_are_in: str
    look_up: str
    sent: str
    sending: str
    not_sent: str
    too_late: str
    change_it: str
    type_it: str
    unsent: str
    still_counts: str
    still_missing: str
    your_answer: str
    closed: str
    paused: str
    talk: str
    vote_again: str
    comes_back: str
    skipped: str
    sure: str
    unsure: str
    how_sure: str
    send: str
    start_over: str
    choose: str
    knew: str
    did_not: str
    right: str
    partly: str
    wrong: str
    no_answer: str
    score: str
    done: str
    take_home: str
    taken_over: str
    sent_away: str
    full: str
    answered: str
    here: str
    go_to: str
    and_type: str
    round: str
    question: str
    seconds: str
    moved: str
    moved_up: str
    moved_down: str
    stayed_right: str
    stayed_wrong: str
    board: str
    next: str
    start: str
    close: str
    reveal: str
    discuss: str
    revote: str
    undo: str
    reopen: str
    skip: str
    pause: str
    resume: str
    end: str
    really_end: str
    tally: str
    hide_tally: str
    open_doors: str
    doors_open: str
    projector: str
    hands: str
    count_hands: str
    people: str
    nobody: str
    away: str
    kick: str
    rename: str
    release: str
    more_time: str
    let: str
    unlet: str
    sure_and_wrong: str
    accept: str
    unaccept: str
    stranger_window: str
    all_questions: str
    ask_now: str
    leave_out: str
    take_in: str
    repeats: str
    full_screen: str
    join_at: str
    numbers_between: str
    number_is: str
    further_out: str
    unread: str
    each_pupil: str
    points: str
    advice_reteach: str
    advice_discuss: str
    advice_reveal: str
    log_failed: str
    log_full: str
    log_gone: str
    log_readonly: str
    log_stuck: str
    log_broken: str
    results: str
    answers_csv: str
    report: str
    report_data: str
    lan_is_open: str
    name_away: str
    locked: str
    rude_name: str
    wait_for_teacher: str
    was_me: str
    lock_room: str
    unlock_room: str
    approve_names: str
    send_ticked: str
    send_newcomers: str
    waiting_names: str
    sent_away_names: str
    let_in: str
    nothing_missed: str
    no_deck: str
    answers_xlsx: str
    no_network: str
    phones_stuck: str
    reach_reached: str
    reach_alone: str
    reach_blocked: str
    reach_closed: str
    firewall_on: str
    firewall_windows: str
    firewall_macos: str
    firewall_linux: str
    isolation: str
    what_is_left: str
    left_hotspot: str
    left_hands: str
    left_projector: str
    choose_address: str
    keys_help: str
    other: str
    difficulty: str
    discrimination: str
    too_few: str
    answers: str
    first_vote: str
    second_vote: str
    report_of: str
    animals: str
    """Names for those who give none, with commas between."""


def review_words(lang: str) -> ReviewWords:
    """Give the words of a language (`de-AT` falls back to `de`), English where we have none."""
    base = lang.lower().split("-")[0]
    return _TABLES[base if base in LANGUAGES else "en"]


@cache
def page_words(lang: str) -> Mapping[str, str]:
    """Give the words of a page by name, harmless inside HTML and inside text alike."""
    found = {name: str(word) for name, word in asdict(review_words(lang)).items()}
    found |= {"listen": words(lang).listen, "passage": words(lang).passage}
    assert all(escape(word, quote=False) == word for word in found.values())  # noqa: S101
    del found["animals"]
    return found


_ENGLISH = ReviewWords(
    lang="en",
    review="Review",
    needs_script="This page needs JavaScript. Raise your hand instead: the teacher can count hands.",
    more_below="More below",
    code="Code on the screen",
    join="Join",
    your_name="Your name",
    who_are_you="Who are you?",
    you_will_be="You will be {name}.",
    taken="That name is in use. If it is yours, ask your teacher to release it.",
    wrong_code="That is not the code on the screen.",
    wait="Too many tries. Wait a few seconds.",
    bad_name="Please write a name.",
    over="This review is over.",
    connecting="Connecting…",
    no_connection="No connection. Your answers are kept; trying again…",
    you_are_in="You are in.",
    look_up="The first question comes soon.",
    sent="Answer kept. You can still change it.",
    sending="Sending…",
    not_sent="Not sent. Try again.",
    too_late="Too late: the time was up.",
    change_it="Tap your answer.",
    type_it="Type your answer.",
    unsent="Not sent yet.",
    still_counts="What you sent before still counts.",
    still_missing="Not sent yet, still missing: {what}.",
    your_answer="Your answer:",
    closed="Answers are closed.",
    paused="A short break",
    talk="Talk it over with your neighbour.",
    vote_again="Vote again: have you changed your mind?",
    comes_back="Once more: this one was missed before.",
    skipped="This question was dropped. It counts for nobody.",
    sure="Sure",
    unsure="Not sure",
    how_sure="How sure are you?",
    send="Send",
    start_over="Start over",
    choose="choose",
    knew="I know it",
    did_not="I don’t",
    right="Right",
    partly="Partly right",
    wrong="Not right",
    no_answer="No answer",
    score="{score} of {possible} points",
    done="That was all. Well done.",
    take_home="Cards to take home, for Anki",
    taken_over="You went on in another window or on another phone.",
    sent_away="Your teacher has closed this place.",
    full="The room is full just now. This page tries again by itself.",
    answered="{n} of {total} answered",
    here="{n} here",
    go_to="Go to",
    and_type="and type the code",
    round="Vote {n}",
    question="Question {n}",
    seconds="{n} s",
    moved="From the first vote to the second",
    moved_up="wrong, then right",
    moved_down="right, then wrong",
    stayed_right="right both times",
    stayed_wrong="wrong both times",
    board="First five",
    next="Next question",
    start="Begin",
    close="Close answers",
    reveal="Reveal",
    discuss="Discuss",
    revote="Vote again",
    undo="Hide again",
    reopen="Open again",
    skip="Drop question",
    pause="Pause",
    resume="Go on",
    end="End",
    really_end="Press again to end",
    tally="Show answers here",
    hide_tally="Hide answers here",
    open_doors="Open to phones",
    doors_open="Phones can join",
    projector="Projector window",
    hands="Raised hands",
    count_hands="Count them",
    people="In the room",
    nobody="Nobody is here yet.",
    away="away",
    kick="Send away",
    rename="Rename",
    release="Release name",
    more_time="More time",
    let="Show to all",
    unlet="Hide from all",
    sure_and_wrong="Sure, and wrong",
    accept="Count as right",
    unaccept="Count as wrong again",
    stranger_window="This window does not know the lesson’s secret. Go on in the window that opened first, or open the address that the program printed.",
    all_questions="All questions",
    ask_now="Ask now",
    leave_out="Leave out",
    take_in="Take in again",
    repeats="Missed questions come back ({n} of at most {most})",
    full_screen="Full screen",
    join_at="Join in: {url} · {code}",
    numbers_between="Right: {low} to {high}",
    number_is="Right: {low}",
    further_out="{n} further out",
    unread="{n} no number",
    each_pupil="Each pupil",
    points="Points",
    advice_reteach="Fewer than 30 % are right: explain it anew.",
    advice_discuss="Between 30 and 70 % are right: let them discuss, then vote again.",
    advice_reveal="Time to reveal it.",
    log_failed="Answers are not being kept",
    log_full="no room is left on the disk. Make room: the lesson then goes on by itself.",
    log_gone="the lesson’s log was moved, deleted or replaced. Put it back, and the lesson goes on; else stop it and begin a new one.",
    log_readonly="the lesson’s log is read-only. Let it be written, and the lesson goes on.",
    log_stuck="the disk does not answer. The lesson goes on when it does.",
    log_broken="the disk does not take them. Look for room on it; if it stays so, stop the lesson and begin a new one.",
    results="Results",
    answers_csv="Answers (CSV)",
    report="Report",
    report_data="Report (JSON)",
    lan_is_open="Anyone on this network could read along: no grades, no exams.",
    name_away="Your teacher has sent this name away. Only your teacher can let it in again.",
    locked="The room is locked: nobody new comes in now. Ask your teacher.",
    rude_name="Please choose another name.",
    wait_for_teacher="Wait a moment: your teacher lets you in.",
    was_me="Were you one of these?",
    lock_room="Lock the room",
    unlock_room="Unlock the room",
    approve_names="Approve names",
    send_ticked="Send the ticked away",
    send_newcomers="Send {n} newcomers away",
    waiting_names="Waiting to come in",
    sent_away_names="Sent away",
    let_in="Let in",
    nothing_missed="You missed nothing: there is nothing to practise. Very well done!",
    no_deck="The cards could not be made just now. Try again.",
    answers_xlsx="Answers (Excel)",
    no_network="This computer is in no network that phones could join.",
    phones_stuck="Phones can’t get in?",
    reach_reached="Phones do reach this page.",
    reach_alone="The page answers here, and no phone has reached it yet.",
    reach_blocked="Even this computer can’t reach the page at {address}: a firewall or VPN on it blocks port {port}.",
    reach_closed="The page is not open to phones yet.",
    firewall_on="The firewall of this computer is on, and is what most often blocks phones.",
    firewall_windows="Windows: in “Allow an app through the firewall” tick Python for private networks, and set this Wi-Fi to “Private”; or, as administrator: {command}",
    firewall_macos="macOS: System Settings → Network → Firewall → Options: allow incoming connections for Python; or: {command}",
    firewall_linux="Linux: let port {port} through: {command}",
    isolation="If that is not it, the network keeps its devices apart (guest networks and many schools’ do): a phone that opens {address} then finds nothing, whatever is set here.",
    what_is_left="What works without it",
    left_hotspot="Own hotspot: turn on the mobile hotspot of this computer or of a phone, and let the class join it; the address here changes by itself.",
    left_hands="Raised hands: the class shows its answers, you count them with H.",
    left_projector="Projector alone: the lesson goes on without any answers.",
    choose_address="Address on the wall",
    keys_help="→ or clicker: next step · ← back · D discuss · V vote again · S drop · P pause · T answers · R passage · B black",
    other="other",
    difficulty="right",
    discrimination="discrimination",
    too_few="too few answers",
    answers="answers",
    first_vote="first vote",
    second_vote="second vote",
    report_of="Report on {title}",
    animals="Badger,Beaver,Bison,Crane,Dolphin,Falcon,Fox,Hare,Hedgehog,Heron,Ibex,Kestrel,Lynx,Marten,Newt,Otter,Owl,Puffin,Raven,Robin,Salmon,Seal,Stork,Swift",
)
_GERMAN = ReviewWords(
    lang="de",
    review="Wiederholung",
    needs_script="Diese Seite braucht JavaScript. Melde dich stattdessen: Die Lehrkraft kann Hände zählen.",
    more_below="Weiter unten mehr",
    code="Code von der Leinwand",
    join="Mitmachen",
    your_name="Dein Name",
    who_are_you="Wer bist du?",
    you_will_be="Du bist {name}.",
    taken="Dieser Name ist vergeben. Wenn es deiner ist, lass ihn von der Lehrkraft freigeben.",
    wrong_code="Das ist nicht der Code auf der Leinwand.",
    wait="Zu viele Versuche. Warte ein paar Sekunden.",
    bad_name="Bitte gib einen Namen ein.",
    over="Diese Wiederholung ist zu Ende.",
    connecting="Verbinde …",
    no_connection="Keine Verbindung. Deine Antworten bleiben erhalten; neuer Versuch …",
    you_are_in="Du bist dabei.",
    look_up="Gleich kommt die erste Frage.",
    sent="Antwort gespeichert. Du kannst sie noch ändern.",
    sending="Wird gesendet …",
    not_sent="Nicht gesendet. Versuch es noch einmal.",
    too_late="Zu spät: Die Zeit war um.",
    change_it="Tippe deine Antwort an.",
    type_it="Tippe deine Antwort ein.",
    unsent="Noch nicht gesendet.",
    still_counts="Was du davor gesendet hast, gilt weiter.",
    still_missing="Noch nicht gesendet, es fehlt noch: {what}.",
    your_answer="Deine Antwort:",
    closed="Es werden keine Antworten mehr angenommen.",
    paused="Kurze Pause",
    talk="Sprich mit deiner Nachbarin oder deinem Nachbarn darüber.",
    vote_again="Stimm noch einmal ab: Hast du deine Meinung geändert?",
    comes_back="Noch einmal: Diese Frage ging vorhin daneben.",
    skipped="Diese Frage wurde gestrichen. Sie zählt für niemanden.",
    sure="Sicher",
    unsure="Unsicher",
    how_sure="Wie sicher bist du dir?",
    send="Senden",
    start_over="Von vorn",
    choose="wähle",
    knew="Ich weiß es",
    did_not="Ich weiß es nicht",
    right="Richtig",
    partly="Teilweise richtig",
    wrong="Nicht richtig",
    no_answer="Keine Antwort",
    score="{score} von {possible} Punkten",
    done="Das war alles. Gut gemacht.",
    take_home="Karten für zu Hause, für Anki",
    taken_over="Du machst in einem anderen Fenster oder auf einem anderen Handy weiter.",
    sent_away="Die Lehrkraft hat diesen Platz geschlossen.",
    full="Der Raum ist gerade voll. Diese Seite versucht es von selbst wieder.",
    answered="{n} von {total} haben geantwortet",
    here="{n} dabei",
    go_to="Geh auf",
    and_type="und gib den Code ein",
    round="Abstimmung {n}",
    question="Frage {n}",
    seconds="{n} s",
    moved="Von der ersten zur zweiten Abstimmung",
    moved_up="erst falsch, dann richtig",
    moved_down="erst richtig, dann falsch",
    stayed_right="beide Male richtig",
    stayed_wrong="beide Male falsch",
    board="Die ersten fünf",
    next="Nächste Frage",
    start="Anfangen",
    close="Antworten schließen",
    reveal="Auflösen",
    discuss="Besprechen",
    revote="Neu abstimmen",
    undo="Wieder verbergen",
    reopen="Wieder öffnen",
    skip="Frage streichen",
    pause="Pause",
    resume="Weiter",
    end="Beenden",
    really_end="Zum Beenden noch einmal drücken",
    tally="Antworten hier zeigen",
    hide_tally="Antworten hier verbergen",
    open_doors="Für Handys öffnen",
    doors_open="Handys können beitreten",
    projector="Beamer-Fenster",
    hands="Gehobene Hände",
    count_hands="Zählen",
    people="Im Raum",
    nobody="Noch ist niemand da.",
    away="weg",
    kick="Wegschicken",
    rename="Umbenennen",
    release="Namen freigeben",
    more_time="Mehr Zeit",
    let="Allen zeigen",
    unlet="Vor allen verbergen",
    sure_and_wrong="Sicher, aber falsch",
    accept="Als richtig zählen",
    unaccept="Doch als falsch zählen",
    stranger_window="Dieses Fenster kennt das Geheimnis der Stunde nicht. Mach im zuerst geöffneten Fenster weiter oder öffne die Adresse, die das Programm ausgegeben hat.",
    all_questions="Alle Fragen",
    ask_now="Jetzt fragen",
    leave_out="Auslassen",
    take_in="Wieder aufnehmen",
    repeats="Verfehltes kommt wieder ({n} von höchstens {most})",
    full_screen="Vollbild",
    join_at="Mitmachen: {url} · {code}",
    numbers_between="Richtig: {low} bis {high}",
    number_is="Richtig: {low}",
    further_out="{n} weiter weg",
    unread="{n} keine Zahl",
    each_pupil="Jede und jeder",
    points="Punkte",
    advice_reteach="Weniger als 30 % liegen richtig: Erkläre es neu.",
    advice_discuss="Zwischen 30 und 70 % liegen richtig: Lass sie darüber sprechen und neu abstimmen.",
    advice_reveal="Zeit, es aufzulösen.",
    log_failed="Antworten werden gerade nicht gespeichert",
    log_full="Auf der Festplatte ist kein Platz mehr. Schaffen Sie Platz: Dann geht die Stunde von selbst weiter.",
    log_gone="Das Protokoll der Stunde wurde verschoben, gelöscht oder ersetzt. Legen Sie es zurück, dann geht es weiter; sonst beenden Sie und beginnen neu.",
    log_readonly="Das Protokoll der Stunde ist schreibgeschützt. Erlauben Sie das Schreiben, dann geht es weiter.",
    log_stuck="Die Festplatte antwortet nicht. Es geht weiter, sobald sie antwortet.",
    log_broken="Die Festplatte nimmt sie nicht an. Sehen Sie nach, ob Platz ist; bleibt es so, beenden Sie und beginnen neu.",
    results="Ergebnisse",
    answers_csv="Antworten (CSV)",
    report="Auswertung",
    report_data="Auswertung (JSON)",
    lan_is_open="Wer in diesem Netz ist, könnte mitlesen: keine Noten, keine Prüfungen.",
    name_away="Die Lehrkraft hat diesen Namen weggeschickt. Nur sie kann ihn wieder einlassen.",
    locked="Der Raum ist abgeschlossen: Gerade kommt niemand neu dazu. Frag die Lehrkraft.",
    rude_name="Bitte wähle einen anderen Namen.",
    wait_for_teacher="Einen Moment: Die Lehrkraft lässt dich gleich herein.",
    was_me="Warst du schon eines davon?",
    lock_room="Raum abschließen",
    unlock_room="Raum öffnen",
    approve_names="Namen prüfen",
    send_ticked="Markierte wegschicken",
    send_newcomers="{n} Neue wegschicken",
    waiting_names="Warten auf Einlass",
    sent_away_names="Weggeschickt",
    let_in="Einlassen",
    nothing_missed="Du hattest keinen Fehler: Es gibt nichts zu üben. Sehr gut gemacht!",
    no_deck="Die Karten konnten gerade nicht gemacht werden. Versuch es noch einmal.",
    answers_xlsx="Antworten (Excel)",
    no_network="Dieser Computer ist in keinem Netz, in das Handys kommen könnten.",
    phones_stuck="Handys kommen nicht hinein?",
    reach_reached="Handys erreichen diese Seite.",
    reach_alone="Die Seite antwortet hier, aber noch hat kein Handy sie erreicht.",
    reach_blocked="Nicht einmal dieser Computer erreicht die Seite unter {address}: Eine Firewall oder ein VPN darauf sperrt Port {port}.",
    reach_closed="Die Seite ist noch nicht für Handys geöffnet.",
    firewall_on="Die Firewall dieses Computers ist an; sie ist es, die Handys am häufigsten aussperrt.",
    firewall_windows="Windows: Unter „App durch die Firewall zulassen“ Python für private Netzwerke ankreuzen und dieses WLAN auf „Privat“ stellen; oder als Administrator: {command}",
    firewall_macos="macOS: Systemeinstellungen → Netzwerk → Firewall → Optionen: eingehende Verbindungen für Python erlauben; oder: {command}",
    firewall_linux="Linux: Port {port} durchlassen: {command}",
    isolation="Sonst trennt das Netz seine Geräte voneinander (Gastnetze und viele Schulnetze tun das): Ein Handy, das {address} öffnet, findet dann nichts, was immer hier eingestellt ist.",
    what_is_left="Was auch so geht",
    left_hotspot="Eigener Hotspot: Schalten Sie den Hotspot dieses Computers oder eines Handys ein und lassen Sie die Klasse beitreten; die Adresse hier ändert sich von selbst.",
    left_hands="Gehobene Hände: Die Klasse zeigt ihre Antworten, Sie zählen sie mit H.",
    left_projector="Nur Beamer: Die Stunde geht auch ganz ohne Antworten.",
    choose_address="Adresse an der Wand",
    keys_help="→ oder Presenter: nächster Schritt · ← zurück · D besprechen · V neu abstimmen · S streichen · P Pause · T Antworten · R Text · B schwarz",
    other="andere",
    difficulty="richtig",
    discrimination="Trennschärfe",
    too_few="zu wenige Antworten",
    answers="Antworten",
    first_vote="erste Abstimmung",
    second_vote="zweite Abstimmung",
    report_of="Auswertung: {title}",
    animals="Amsel,Biber,Dachs,Delfin,Eule,Falke,Fuchs,Gämse,Hase,Igel,Kranich,Lachs,Luchs,Marder,Molch,Otter,Rabe,Reiher,Robbe,Specht,Steinbock,Storch,Uhu,Wisent",
)
_FRENCH = ReviewWords(
    lang="fr",
    review="Révision",
    needs_script="Cette page a besoin de JavaScript. Levez plutôt la main : l’enseignant peut compter les mains.",
    more_below="Suite plus bas",
    code="Code affiché à l’écran",
    join="Participer",
    your_name="Ton nom",
    who_are_you="Qui es-tu ?",
    you_will_be="Tu seras {name}.",
    taken="Ce nom est déjà pris. Si c’est le tien, demande à l’enseignant de le libérer.",
    wrong_code="Ce n’est pas le code affiché à l’écran.",
    wait="Trop d’essais. Attends quelques secondes.",
    bad_name="Écris un nom, s’il te plaît.",
    over="Cette révision est terminée.",
    connecting="Connexion…",
    no_connection="Pas de connexion. Tes réponses sont gardées ; nouvel essai…",
    you_are_in="Te voilà inscrit.",
    look_up="La première question arrive bientôt.",
    sent="Réponse enregistrée. Tu peux encore la changer.",
    sending="Envoi…",
    not_sent="Pas envoyée. Réessaie.",
    too_late="Trop tard : le temps est écoulé.",
    change_it="Touche ta réponse.",
    type_it="Écris ta réponse.",
    unsent="Pas encore envoyé.",
    still_counts="Ce que tu as envoyé avant compte toujours.",
    still_missing="Pas encore envoyé, il manque encore : {what}.",
    your_answer="Ta réponse :",
    closed="Les réponses sont closes.",
    paused="Petite pause",
    talk="Parles-en avec ton voisin ou ta voisine.",
    vote_again="Vote de nouveau : as-tu changé d’avis ?",
    comes_back="Encore une fois : cette question avait été manquée.",
    skipped="Cette question est retirée. Elle ne compte pour personne.",
    sure="Sûr",
    unsure="Pas sûr",
    how_sure="En es-tu sûr ?",
    send="Envoyer",
    start_over="Recommencer",
    choose="choisir",
    knew="Je sais",
    did_not="Je ne sais pas",
    right="Juste",
    partly="En partie juste",
    wrong="Pas juste",
    no_answer="Pas de réponse",
    score="{score} points sur {possible}",
    done="C’est fini. Bravo.",
    take_home="Cartes à emporter, pour Anki",
    taken_over="Tu continues dans une autre fenêtre ou sur un autre téléphone.",
    sent_away="L’enseignant a fermé cette place.",
    full="La salle est pleine pour le moment. Cette page réessaie toute seule.",
    answered="{n} réponses sur {total}",
    here="{n} présents",
    go_to="Va sur",
    and_type="et tape le code",
    round="Vote {n}",
    question="Question {n}",
    seconds="{n} s",
    moved="Du premier au second vote",
    moved_up="faux, puis juste",
    moved_down="juste, puis faux",
    stayed_right="juste les deux fois",
    stayed_wrong="faux les deux fois",
    board="Les cinq premiers",
    next="Question suivante",
    start="Commencer",
    close="Clore les réponses",
    reveal="Révéler",
    discuss="Discuter",
    revote="Revoter",
    undo="Cacher de nouveau",
    reopen="Rouvrir",
    skip="Retirer la question",
    pause="Pause",
    resume="Reprendre",
    end="Terminer",
    really_end="Appuyer encore pour terminer",
    tally="Montrer les réponses ici",
    hide_tally="Cacher les réponses ici",
    open_doors="Ouvrir aux téléphones",
    doors_open="Les téléphones peuvent entrer",
    projector="Fenêtre du projecteur",
    hands="Mains levées",
    count_hands="Compter",
    people="Dans la salle",
    nobody="Personne pour l’instant.",
    away="absent",
    kick="Renvoyer",
    rename="Renommer",
    release="Libérer le nom",
    more_time="Plus de temps",
    let="Montrer à tous",
    unlet="Cacher à tous",
    sure_and_wrong="Sûrs, et dans l’erreur",
    accept="Compter juste",
    unaccept="Recompter comme faux",
    stranger_window="Cette fenêtre ne connaît pas le secret de la séance. Continuez dans la première fenêtre, ou ouvrez l’adresse que le programme a affichée.",
    all_questions="Toutes les questions",
    ask_now="Poser maintenant",
    leave_out="Omettre",
    take_in="Reprendre",
    repeats="Les questions manquées reviennent ({n} sur {most} au plus)",
    full_screen="Plein écran",
    join_at="Pour participer : {url} · {code}",
    numbers_between="Juste : {low} à {high}",
    number_is="Juste : {low}",
    further_out="{n} plus loin",
    unread="{n} sans nombre",
    each_pupil="Chaque élève",
    points="Total des points",
    advice_reteach="Moins de 30 % ont juste : reprenez l’explication.",
    advice_discuss="Entre 30 et 70 % ont juste : faites-les discuter, puis revoter.",
    advice_reveal="C’est le moment de révéler.",
    log_failed="Les réponses ne sont pas enregistrées",
    log_full="il n’y a plus de place sur le disque. Faites de la place : la séance reprend d’elle-même.",
    log_gone="le journal de la séance a été déplacé, supprimé ou remplacé. Remettez-le, et la séance reprend ; sinon arrêtez-la et recommencez.",
    log_readonly="le journal de la séance est en lecture seule. Autorisez l’écriture, et la séance reprend.",
    log_stuck="le disque ne répond pas. La séance reprendra dès qu’il répondra.",
    log_broken="le disque ne les accepte pas. Vérifiez qu’il reste de la place ; si cela dure, arrêtez la séance et recommencez.",
    results="Résultats",
    answers_csv="Réponses (CSV)",
    report="Bilan",
    report_data="Bilan (JSON)",
    lan_is_open="Toute personne sur ce réseau pourrait lire : ni notes, ni examens.",
    name_away="L’enseignant a renvoyé ce nom. Lui seul peut le laisser revenir.",
    locked="La salle est fermée : personne n’entre pour le moment. Demande à l’enseignant.",
    rude_name="Choisis un autre nom, s’il te plaît.",
    wait_for_teacher="Un instant : l’enseignant va te laisser entrer.",
    was_me="Étais-tu l’un d’eux ?",
    lock_room="Fermer la salle",
    unlock_room="Rouvrir la salle",
    approve_names="Valider les noms",
    send_ticked="Renvoyer les cochés",
    send_newcomers="Renvoyer les {n} nouveaux",
    waiting_names="En attente",
    sent_away_names="Renvoyés",
    let_in="Laisser entrer",
    nothing_missed="Tu n’as rien manqué : il n’y a rien à réviser. Bravo !",
    no_deck="Les cartes n’ont pas pu être faites. Réessaie.",
    answers_xlsx="Réponses (Excel)",
    no_network="Cet ordinateur n’est sur aucun réseau que des téléphones pourraient rejoindre.",
    phones_stuck="Les téléphones n’y arrivent pas ?",
    reach_reached="Des téléphones atteignent bien cette page.",
    reach_alone="La page répond ici, mais aucun téléphone ne l’a encore atteinte.",
    reach_blocked="Même cet ordinateur n’atteint pas la page à {address} : un pare-feu ou un VPN y bloque le port {port}.",
    reach_closed="La page n’est pas encore ouverte aux téléphones.",
    firewall_on="Le pare-feu de cet ordinateur est actif : c’est lui qui bloque le plus souvent les téléphones.",
    firewall_windows="Windows : dans « Autoriser une application via le pare-feu », cochez Python pour les réseaux privés et mettez ce Wi-Fi sur « Privé » ; ou, en administrateur : {command}",
    firewall_macos="macOS : Réglages Système → Réseau → Coupe-feu → Options : autorisez les connexions entrantes pour Python ; ou : {command}",
    firewall_linux="Linux : laissez passer le port {port} : {command}",
    isolation="Sinon, le réseau isole ses appareils (réseaux invités, souvent ceux des écoles) : un téléphone qui ouvre {address} n’y trouve rien, quels que soient les réglages ici.",
    what_is_left="Ce qui marche quand même",
    left_hotspot="Votre point d’accès : activez celui de cet ordinateur ou d’un téléphone, et que la classe s’y connecte ; l’adresse affichée change d’elle-même.",
    left_hands="À main levée : la classe montre ses réponses, vous les comptez avec H.",
    left_projector="Projecteur seul : la séance continue sans aucune réponse.",
    choose_address="Adresse affichée",
    keys_help="→ ou télécommande : étape suivante · ← retour · D discuter · V revoter · S retirer · P pause · T réponses · R texte · B noir",
    other="autre",
    difficulty="juste",
    discrimination="discrimination",
    too_few="trop peu de réponses",
    answers="réponses",
    first_vote="premier vote",
    second_vote="second vote",
    report_of="Bilan : {title}",
    animals="Bison,Blaireau,Bouquetin,Castor,Chamois,Cigogne,Corbeau,Dauphin,Faucon,Grue,Hérisson,Héron,Hibou,Lièvre,Loutre,Lynx,Martre,Merle,Macareux,Phoque,Renard,Saumon,Triton,Chouette",
)
_SPANISH = ReviewWords(
    lang="es",
    review="Repaso",
    needs_script="Esta página necesita JavaScript. Levanta la mano: el profesor puede contar manos.",
    more_below="Hay más abajo",
    code="Código de la pantalla",
    join="Entrar",
    your_name="Tu nombre",
    who_are_you="¿Quién eres?",
    you_will_be="Serás {name}.",
    taken="Ese nombre está en uso. Si es el tuyo, pide al profesor que lo libere.",
    wrong_code="Ese no es el código de la pantalla.",
    wait="Demasiados intentos. Espera unos segundos.",
    bad_name="Escribe un nombre, por favor.",
    over="Este repaso ha terminado.",
    connecting="Conectando…",
    no_connection="Sin conexión. Tus respuestas se conservan; volviendo a intentar…",
    you_are_in="Ya estás dentro.",
    look_up="La primera pregunta llega enseguida.",
    sent="Respuesta guardada. Aún puedes cambiarla.",
    sending="Enviando…",
    not_sent="No se envió. Inténtalo otra vez.",
    too_late="Demasiado tarde: se acabó el tiempo.",
    change_it="Toca tu respuesta.",
    type_it="Escribe tu respuesta.",
    unsent="Aún no enviada.",
    still_counts="Lo que enviaste antes sigue contando.",
    still_missing="Aún no enviada, todavía falta: {what}.",
    your_answer="Tu respuesta:",
    closed="Ya no se aceptan respuestas.",
    paused="Una pequeña pausa",
    talk="Coméntalo con quien tienes al lado.",
    vote_again="Vota otra vez: ¿has cambiado de opinión?",
    comes_back="Otra vez: esta se falló antes.",
    skipped="Esta pregunta se retiró. No cuenta para nadie.",
    sure="Seguro",
    unsure="No seguro",
    how_sure="¿Cuánta seguridad tienes?",
    send="Enviar",
    start_over="Empezar de nuevo",
    choose="elige",
    knew="Lo sé",
    did_not="No lo sé",
    right="Correcto",
    partly="Correcto en parte",
    wrong="No es correcto",
    no_answer="Sin respuesta",
    score="{score} de {possible} puntos",
    done="Eso es todo. Bien hecho.",
    take_home="Tarjetas para llevar, para Anki",
    taken_over="Sigues en otra ventana o en otro teléfono.",
    sent_away="El profesor ha cerrado este lugar.",
    full="La sala está llena ahora. Esta página lo intenta otra vez sola.",
    answered="{n} de {total} han respondido",
    here="{n} presentes",
    go_to="Ve a",
    and_type="y escribe el código",
    round="Votación {n}",
    question="Pregunta {n}",
    seconds="{n} s",
    moved="De la primera votación a la segunda",
    moved_up="mal, luego bien",
    moved_down="bien, luego mal",
    stayed_right="bien las dos veces",
    stayed_wrong="mal las dos veces",
    board="Los cinco primeros",
    next="Siguiente pregunta",
    start="Empezar",
    close="Cerrar respuestas",
    reveal="Mostrar solución",
    discuss="Debatir",
    revote="Votar otra vez",
    undo="Ocultar de nuevo",
    reopen="Abrir de nuevo",
    skip="Retirar pregunta",
    pause="Pausa",
    resume="Seguir",
    end="Terminar",
    really_end="Pulsa otra vez para terminar",
    tally="Mostrar respuestas aquí",
    hide_tally="Ocultar respuestas aquí",
    open_doors="Abrir a teléfonos",
    doors_open="Los teléfonos pueden entrar",
    projector="Ventana del proyector",
    hands="Manos levantadas",
    count_hands="Contar",
    people="En la sala",
    nobody="Aún no hay nadie.",
    away="ausente",
    kick="Expulsar",
    rename="Cambiar nombre",
    release="Liberar nombre",
    more_time="Más tiempo",
    let="Mostrar a todos",
    unlet="Ocultar a todos",
    sure_and_wrong="Seguros, y equivocados",
    accept="Dar por buena",
    unaccept="Volver a dar por mala",
    stranger_window="Esta ventana no conoce el secreto de la clase. Siga en la primera ventana, o abra la dirección que mostró el programa.",
    all_questions="Todas las preguntas",
    ask_now="Preguntar ahora",
    leave_out="Omitir",
    take_in="Incluir de nuevo",
    repeats="Lo fallado vuelve ({n} de {most} como máximo)",
    full_screen="Pantalla completa",
    join_at="Participa: {url} · {code}",
    numbers_between="Correcto: {low} a {high}",
    number_is="Correcto: {low}",
    further_out="{n} más lejos",
    unread="{n} sin número",
    each_pupil="Cada alumno",
    points="Puntos",
    advice_reteach="Menos del 30 % acierta: explícalo de nuevo.",
    advice_discuss="Entre el 30 y el 70 % acierta: que lo debatan y voten otra vez.",
    advice_reveal="Es el momento de mostrar la solución.",
    log_failed="Las respuestas no se están guardando",
    log_full="no queda espacio en el disco. Haga sitio: la clase sigue sola.",
    log_gone="el registro de la clase se movió, se borró o se cambió por otro. Devuélvalo a su sitio y la clase sigue; si no, termínela y empiece otra.",
    log_readonly="el registro de la clase es de solo lectura. Permita escribir en él y la clase sigue.",
    log_stuck="el disco no responde. La clase sigue en cuanto responda.",
    log_broken="el disco no las acepta. Mire si queda espacio; si sigue así, termine la clase y empiece otra.",
    results="Resultados",
    answers_csv="Respuestas (CSV)",
    report="Informe",
    report_data="Informe (JSON)",
    lan_is_open="Cualquiera en esta red podría leerlo: ni notas ni exámenes.",
    name_away="El docente ha retirado este nombre. Solo él puede admitirlo de nuevo.",
    locked="La sala está cerrada: ahora no entra nadie nuevo. Pregunta al docente.",
    rude_name="Elige otro nombre, por favor.",
    wait_for_teacher="Un momento: el docente te dejará entrar.",
    was_me="¿Eras uno de estos?",
    lock_room="Cerrar la sala",
    unlock_room="Abrir la sala",
    approve_names="Aprobar nombres",
    send_ticked="Expulsar a los marcados",
    send_newcomers="Expulsar a {n} recién llegados",
    waiting_names="Esperan para entrar",
    sent_away_names="Expulsados",
    let_in="Dejar entrar",
    nothing_missed="No fallaste nada: no hay nada que repasar. ¡Muy bien hecho!",
    no_deck="No se pudieron hacer las tarjetas. Inténtalo de nuevo.",
    answers_xlsx="Respuestas (Excel)",
    no_network="Este ordenador no está en ninguna red a la que puedan unirse los móviles.",
    phones_stuck="¿Los móviles no entran?",
    reach_reached="Los móviles sí llegan a esta página.",
    reach_alone="La página responde aquí, pero aún no ha llegado ningún móvil.",
    reach_blocked="Ni este ordenador llega a la página en {address}: un cortafuegos o una VPN bloquea el puerto {port}.",
    reach_closed="La página aún no está abierta a los móviles.",
    firewall_on="El cortafuegos de este ordenador está activo: es lo que más a menudo bloquea los móviles.",
    firewall_windows="Windows: en «Permitir una aplicación a través del firewall» marque Python para redes privadas y ponga esta Wi-Fi en «Privada»; o, como administrador: {command}",
    firewall_macos="macOS: Ajustes del Sistema → Red → Firewall → Opciones: permita conexiones entrantes para Python; o: {command}",
    firewall_linux="Linux: deje pasar el puerto {port}: {command}",
    isolation="Si no es eso, la red aísla sus dispositivos (redes de invitados y muchas escolares): un móvil que abra {address} no encuentra nada, se ajuste aquí lo que se ajuste.",
    what_is_left="Lo que funciona igualmente",
    left_hotspot="Punto de acceso propio: actívelo en este ordenador o en un móvil y que la clase se conecte; la dirección cambia sola.",
    left_hands="A mano alzada: la clase muestra sus respuestas y usted las cuenta con H.",
    left_projector="Solo proyector: la clase sigue sin respuestas.",
    choose_address="Dirección en la pantalla",
    keys_help="→ o mando: paso siguiente · ← atrás · D debatir · V votar otra vez · S retirar · P pausa · T respuestas · R texto · B negro",
    other="otra",
    difficulty="aciertos",
    discrimination="discriminación",
    too_few="muy pocas respuestas",
    answers="respuestas",
    first_vote="primera votación",
    second_vote="segunda votación",
    report_of="Informe: {title}",
    animals="Bisonte,Búho,Castor,Cigüeña,Cuervo,Delfín,Erizo,Foca,Frailecillo,Garza,Grulla,Halcón,Íbice,Liebre,Lince,Marta,Mirlo,Nutria,Rebeco,Salmón,Tejón,Tritón,Vencejo,Zorro",
)
_TABLES = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH}
