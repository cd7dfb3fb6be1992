"""Facts for the texts of /instrumento."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.instrument.amendment import Outcome
from bot.instrument.dates import Effect, Shift
from bot.instrument.goals import GoalLine
from bot.instrument.home import Agreement
from rede.amendment_words import AmendedGoal
from tests.house.check_in_samples import GOAL, NOTHING, UPB, Facts

DAY, OTHER_DAY = "terça-feira, 09/12/2025", "quarta-feira, 09/12/2026"
SEI, NUMBER, PHRASE = "19999.000123/2025-07", "AC 15/2025", "Anual"
READING, OTHER = "Uma vez a cada 12 meses, contados do início da vigência.", "Uma vez a cada ano civil."
STARTS, ENDS = date(2025, 12, 9), date(2035, 12, 9)
KNOWN = Agreement(
    number=NUMBER,
    sei=SEI,
    signed=DAY,
    published=DAY,
    starts=DAY,
    ends=OTHER_DAY,
    go_live=OTHER_DAY,
    policy="Código Civil",
    version=2,
    amendment="1º Termo Aditivo",
    since=DAY,
    coming=((3, "2º Termo Aditivo", OTHER_DAY),),
)
BARE = Agreement(
    number="",
    sei="",
    signed="",
    published="",
    starts="",
    ends="",
    go_live="",
    policy="",
    version=0,
    amendment="",
    since="",
    coming=(),
)
HOME: Facts = {**UPB, "agreements": (KNOWN, BARE), "more": 3, "which": True}
LINE = GoalLine(key="2.1", brief=GOAL, phrase=PHRASE, reading=READING, asked=True)
DOCUMENT: Facts = {
    "file": "plano.html",
    "goals": 20,
    "number": NUMBER,
    "sei": SEI,
    "cnpj": "12ABC34501DE35",
    "signed": DAY,
    "partner": "CIVJ",
    "acronym": "UPB",
    "differs": True,
    "problems": True,
}
WHOSE: Facts = {"acronym": "UPB", "number": NUMBER}
SUMMARY: Facts = {
    **WHOSE,
    "sei": SEI,
    "goals": 20,
    "starts": DAY,
    "ends": OTHER_DAY,
    "published": DAY,
    "signed": DAY,
    "chosen": ((PHRASE, READING), ("Mensal", OTHER)),
    "corrected": (("2.2", "Até 31 de março de cada ano"),),
    "more": 2,
}
NO_DATES: Facts = {"starts": "", "ends": "", "published": "", "signed": ""}
RECEIPT: Facts = {
    **WHOSE,
    "goals": 20,
    "decided": 3,
    "dated": 24,
    "undated": 18,
    "provisional": True,
    "days": (("UPB", "1.2", "qua., 24/12/2025"), ("SEGES", "C1", "sex., 19/12/2025")),
}
SHIFTS = tuple(
    Shift(nature, key, "qua., 24/12/2025", "seg., 26/01/2026", by_law)
    for nature, key, by_law in (
        ("deadline", "1.2", False),
        ("check_in", "semestre", True),
        ("term_end", "", False),
    )
)
EFFECT = Effect(moved=3, gone=1, opened=2, lines=SHIFTS)
NO_EFFECT = Effect(moved=0, gone=0, opened=0)
GOALS = tuple(
    AmendedGoal(how=how, key="2.2", brief=GOAL, deadline=deadline, deadline_before=before)
    for how, deadline, before in (("changed", PHRASE, "Mensal"), ("new", PHRASE, ""), ("gone", "", ""))
)
OUTCOME = Outcome(
    version=2,
    name="1º Termo Aditivo",
    since=DAY,
    ends=OTHER_DAY,
    goals=GOALS,
    more=3,
    withdrawn=2,
    moved=4,
    opened=2,
    replaced=((2, "1º Termo Aditivo", DAY),),
)
LITTLE = replace(OUTCOME, ends="", goals=(), more=0, withdrawn=0, opened=0, moved=0, replaced=())
ONE_EACH = replace(OUTCOME, opened=1, withdrawn=1, more=1)
READINGS: Facts = {"at": "1 de 3", "phrase": PHRASE, "readings": (READING, OTHER)}
PLAN: Facts = {**WHOSE, "version": 2, "amendment": "1º Termo Aditivo", "since": DAY, "goals": 20}
DATE_NAMES: Sequence[Facts] = tuple({"which": which} for which in ("starts", "ends", "published", "signed"))
ALL_NAMES: Sequence[Facts] = (*DATE_NAMES, {"which": "go_live"}, {"which": "policy"})
BUTTONS = (
    *("new_plan", "view_plan", "dates", "amendment", "otherwise", "skip", "unknown", "import", "confirm"),
    *("record", "another_day", "only_end", "same_end"),
)
WORDLESS = (
    *("ask_partner", "choose_action", "choose_agreement", "file_unasked", "goals", "ask_ground"),
    *("day_unreadable", "policy_unreadable", "confirm_import", "choose_date", "ask_since"),
    *("correction_unreadable", "ask_title", "confirm_amendment", "with_cpf"),
)

INSTRUMENT: Mapping[str, Sequence[Facts]] = {
    **{f"button_{name}": NOTHING for name in BUTTONS},
    **{f"instrument_{name}": NOTHING for name in WORDLESS},
    "file_too_large": ({"most": 2},),
    "file_lost": NOTHING,
    "instrument_home": (
        HOME,
        {**HOME, "agreements": (KNOWN,), "more": 0, "which": False},
        {**UPB, "agreements": (), "more": 0, "which": False},
    ),
    "instrument_ask_file": ({"acronym": "UPB"},),
    "instrument_file_unreadable": (
        {"is_text": True, "reason": "linha 1: o documento está vazio"},
        {"is_text": False, "reason": "linha 1: o arquivo não é de texto; salve o plano como texto ou HTML"},
    ),
    "instrument_document": (
        DOCUMENT,
        {
            **DOCUMENT,
            **dict.fromkeys(("number", "sei", "cnpj", "signed", "partner"), ""),
            "differs": False,
            "problems": False,
        },
    ),
    "instrument_problem": ({"line": 12, "reason": "um CPF foi encontrado e não foi guardado"},),
    "instrument_more": ({"more": 3},),
    "instrument_goal": (
        {"goal": LINE},
        {"goal": replace(LINE, asked=False, since="1º Termo Aditivo")},
        {"goal": replace(LINE, reading="", reason="a frase termina antes de dizer o prazo")},
    ),
    "instrument_ask_phrase": tuple(
        {"key": "2.2", "reason": "o prazo 'bianual' não foi entendido", "more": more} for more in (0, 1, 2)
    ),
    "instrument_ask_reading": (
        {**READINGS, "keys": ("2.1", "3.4"), "corrected": False},
        {**READINGS, "keys": ("2.1",), "corrected": True},
    ),
    "instrument_ask_words": ({"phrase": PHRASE},),
    "instrument_date_name": ALL_NAMES,
    **{f"instrument_{name}": ALL_NAMES for name in ("same_day", "confirm_date")},
    "instrument_policy": ({"policy": "lei-9784"}, {"policy": "codigo-civil"}),
    "instrument_ask_day": (
        *({**one, "signed": DAY} for one in DATE_NAMES),
        {"which": "starts", "signed": ""},
    ),
    "instrument_summary": (
        SUMMARY,
        {**SUMMARY, **NO_DATES, "number": "", "sei": "", "chosen": (), "corrected": (), "more": 0},
    ),
    "instrument_imported": (
        RECEIPT,
        {**RECEIPT, "provisional": False},
        {**RECEIPT, "number": "", "decided": 0, "provisional": False, "days": ()},
    ),
    "instrument_ask_which": ({"current": (("starts", DAY), ("ends", ""))},),
    "instrument_ask_new_day": (
        {"which": "starts", "current": DAY},
        {"which": "ends", "current": ""},
        {"which": "go_live", "current": ""},
        {"which": "policy", "current": "Lei 9.784/1999"},
    ),
    "instrument_effect": (
        {"which": "starts", "effect": EFFECT},
        {"which": "go_live", "effect": EFFECT},
        {"which": "ends", "effect": NO_EFFECT},
    ),
    "instrument_date_summary": (
        {**WHOSE, "which": "ends", "before": DAY, "day": OTHER_DAY, "effect": EFFECT},
        {**WHOSE, "number": "", "which": "starts", "before": "", "day": DAY, "effect": NO_EFFECT},
    ),
    "instrument_dated": (
        {**WHOSE, "which": "starts", "day": DAY, "effect": EFFECT},
        {**WHOSE, "number": "", "which": "ends", "day": DAY, "effect": NO_EFFECT},
        {**WHOSE, "which": "policy", "day": "Código Civil", "effect": NO_EFFECT},
    ),
    "instrument_ask_amendment": ({"acronym": "UPB"},),
    "instrument_ask_new_end": ({"ends": DAY, "only": True}, {"ends": "", "only": False}),
    "instrument_amendment": ({**WHOSE, "outcome": ONE_EACH}, {**WHOSE, "number": "", "outcome": LITTLE}),
    "instrument_amendment_summary": ({**WHOSE, "outcome": OUTCOME}, {**WHOSE, "outcome": LITTLE}),
    "instrument_amended": (
        {**WHOSE, "outcome": OUTCOME, "people": 2},
        {**WHOSE, "outcome": LITTLE, "people": 1},
        {**WHOSE, "outcome": LITTLE, "people": 0},
    ),
    "instrument_no_plan": ({"acronym": "UPB"},),
    "instrument_plan": (
        {**PLAN, "provisional": True},
        {**PLAN, "number": "", "amendment": "", "since": "", "provisional": False},
    ),
    "plan_unknown_institution": ({"acronym": "UBP"},),
    "plan_of_the_secretariat": ({"acronym": "SEGES"},),
    "plan_already_imported": ({"acronym": "UPB", "number": NUMBER}, {"acronym": "UPB", "number": ""}),
    "plan_ends_before_start": ({"starts": ENDS, "ends": STARTS},),
    "plan_without_dates": NOTHING,
    "plan_unknown_goal": ({"keys": ("9.9",)}, {"keys": ("9.8", "9.9")}),
    "plan_unreadable_phrases": ({"goals": (1,)}, {"goals": (1, 2)}),
    "plan_no_instrument": ({"acronym": "UPB", "number": NUMBER}, {"acronym": "", "number": NUMBER}),
    "plan_which_instrument": ({"acronym": "UPB", "numbers": (NUMBER, "AC 16/2025")},),
    "plan_ends_before_amendment": ({"ends": STARTS, "since": ENDS},),
    "plan_expired": ({"ends": ENDS},),
    "plan_already_amended": ({"name": "1º Termo Aditivo", "since": STARTS},),
    "plan_unchanged": ({"since": STARTS},),
    "reading_certain": ({"phrase": PHRASE, "reading": READING},),
    "reading_no_choice": ({"number": 9, "most": 3},),
    "reading_uncertain": ({"phrase": PHRASE},),
    "plan_with_cpf": ({},),
    "reading_with_cpf": ({},),
    "reading_unreadable": ({"phrase": "bianual", "reason": "a palavra tem dois sentidos"},),
}
