"""Facts for the texts of /cursos and /turma."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.courses.sheet import HEADINGS
from rede.choose_interests import OFFERED
from rede.class_plan import Column
from rede.class_words import State
from tests.house.check_in_samples import MAILBOX, NOTHING, Facts
from tests.house.class_samples import BARE, CLASS, FEW, OFF

_STATES = tuple(replace(CLASS, state=state) for state in State)
_LINES = tuple(
    {"title": "Gestão de convênios", "one": one, "own": own} for one in _STATES for own in (True, False)
)
_BARE_LINE = {"title": "Gestão de convênios", "one": BARE, "own": False}
_SECTIONS = tuple({"name": name, "lines": (*_LINES[:3], _BARE_LINE)} for name in ("open", "soon", "mine"))
_ALL = {"name": "found", "lines": (*_LINES, _BARE_LINE)}
COURSE = {
    "title": "Capacitação em gestão de parcerias",
    "acronym": "UPB",
    "hours": "20",
    "day": "sex., 26/12/2025",
    "protocol": "RP-2025-000142",
}
_CARD = {
    "about": "O que é a Rede, e como participar.",
    "audience": "primeira camada; na Bahia",
    "lessons": CLASS.lessons[:2],
    "more": 2,
    "shows_link": True,
    "old": False,
    "changes": (),
    "changed": False,
}
_BARE_CARD = {**_CARD, "about": "", "lessons": (), "more": 0, "shows_link": False}
_SAVED = {"one": CLASS, "audience": "primeira camada", "schedule": True, "report": True}
_COUNTS = {"new": 2, "changed": 1, "unchanged": 40}
_ROW = {"line": 3, "title": "Gestão de convênios", "code": "1", "columns": ("Início", "Local")}
_WORDS = (
    "modelo",
    "resto",
    "publico",
    "novo",
    "salvar",
    "corrigir",
    "cancelar",
    "avisar",
    "pequena",
    "outro",
    "importar",
    "continuar",
    "nova",
)
LISTS: Mapping[str, Sequence[Facts]] = {
    "courses_told": (
        {"courses": [COURSE, {**COURSE, "hours": ""}], "more": True, "mailbox": MAILBOX},
        {"courses": [], "more": False, "mailbox": ""},
    ),
    "courses_list": (
        {"sections": _SECTIONS, "total": 12, "left": 1, "enters": True},
        {"sections": (_ALL | {"name": "mine"},), "total": 20, "left": 4, "enters": False},
        {"sections": (), "total": 0, "left": 0, "enters": False},
    ),
    "courses_called": (
        {"sections": (_ALL,), "words": "gestão", "left": 1},
        {"sections": (), "words": "gestão", "left": 0},
    ),
    "courses_calendar": ({"count": 1}, {"count": 3}),
    "courses_calendar_empty": NOTHING,
    "courses_calendar_name": NOTHING,
    "interests_list": tuple({"count": count, "courses": some} for count, some in ((0, 0), (2, 1), (4, 3))),
    "interest_of_course": ({"chosen": True}, {"chosen": False}),
    "interest_unknown": NOTHING,
    "button_interest": tuple(
        {"subject": one, "chosen": chosen} for one in OFFERED for chosen in (True, False)
    ),
    "button_my_interests": NOTHING,
    "button_courses_told": NOTHING,
    "button_course_interest": ({"chosen": True}, {"chosen": False}),
}
CARD: Mapping[str, Sequence[Facts]] = {
    "class_card": (
        *({**_CARD, "one": one} for one in (*_STATES, FEW, OFF)),
        {**_BARE_CARD, "one": BARE},
        {**_CARD, "one": CLASS, "changed": True, "more": 1},
        {**_CARD, "one": CLASS, "changed": True, "old": True, "changes": ("Início", "Local")},
        {**_CARD, "one": CLASS, "changed": True, "old": True},
    ),
    "button_enrol": NOTHING,
    "button_class_material": ({"count": 3},),
    "button_class_words": NOTHING,
    "button_class_change": NOTHING,
    "button_class_cancel": NOTHING,
    "button_class_keep": NOTHING,
    "button_class_see": NOTHING,
    "button_class_schedule": NOTHING,
    "class_reported": ({"protocol": "RP-2026-000142"},),
    "class_schedule_empty": NOTHING,
}
MATERIAL: Mapping[str, Sequence[Facts]] = {
    "button_material_drop": ({"title": "Apostila"},),
    "button_material_done": NOTHING,
    "material_list": (
        {
            "course": "Gestão de convênios",
            "links": (("Apostila", "https://www.gov.br/apostila"), ("Guia", "")),
            "files": True,
            "more": 2,
            "count": 15,
        },
        {"course": "Gestão de convênios", "links": (), "files": False, "more": 0, "count": 0},
    ),
    "material_file": ({"title": "Apostila"},),
    "material_gone": NOTHING,
    "material_dropped": ({"title": "Apostila"},),
    "material_ask": ({"course": "Gestão de convênios"},),
    "material_ask_link": ({"title": "Apostila"},),
    "material_kind": NOTHING,
    "material_kept": ({"title": "Apostila"},),
    "material_done": NOTHING,
}
ENTERING: Mapping[str, Sequence[Facts]] = {
    "button_class_pass": tuple(
        {"column": one, "changes": changes} for one in Column for changes in (True, False)
    ),
    "button_class_do": tuple({"word": word} for word in _WORDS),
    "class_column": tuple({"column": one} for one in Column),
    "class_example": tuple({"column": one} for one in HEADINGS),
    "class_modality": tuple(
        {"modality": one} for one in ("presencial", "remota", "hibrida", "autoinstrucional")
    ),
    "class_axis": tuple({"axis": one} for one in "123"),
    "class_own_audience": ({"acronym": "UPB", "some": ""}, {"acronym": "UPB", "some": "na Bahia"}),
    "class_more_lessons": ({"more": 3},),
    "class_begun": ({"course": "Gestão de convênios"}, {"course": ""}),
    "class_choose": NOTHING,
    "class_ask": tuple(
        {"column": column, "secretariat": ours, "course": course}
        for column in Column
        for ours, course in ((True, ""), (False, "Gestão de convênios"), (False, ""))
    ),
    "class_ask_same": ({"titles": ("Gestão de convênios", "Gestão de parcerias")},),
    "class_ask_which": ({"changes": True}, {"changes": False}),
    "class_summary": (
        {"lines": (("Curso", "Gestão de convênios"), ("Início", "segunda-feira, 10/05/2027"))},
    ),
    "class_saved": (
        {**_SAVED, "tells": "later"},
        {**_SAVED, "tells": "now", "one": BARE, "schedule": False},
        {**_SAVED, "tells": "", "report": False},
        {**_SAVED, "tells": "", "one": replace(CLASS, state=State.OVER)},
    ),
    "class_changing": ({"one": CLASS}, {"one": BARE}),
    "class_nothing_changes": NOTHING,
    "class_change_summary": tuple(
        {
            "lines": (("Início", "antes", "depois"), ("Vagas", "", "40"), ("Nível", "básico", "")),
            "relevant": one,
            "ours": ours,
        }
        for one, ours in ((True, True), (True, False), (False, True), (False, False))
    ),
    "class_changed": tuple(
        {"one": CLASS, "columns": ("Início", "Aulas"), "told": one} for one in (True, False)
    ),
    "class_ask_why": ({"one": CLASS},),
    "class_called_off": ({"one": OFF},),
}
SHEET: Mapping[str, Sequence[Facts]] = {
    "class_sheet_summary": (
        {"counts": _COUNTS, "lines": tuple({**_ROW, "state": one} for one in ("new", "changed")), "more": 3},
        {"counts": {"new": 0, "changed": 0, "unchanged": 2}, "lines": (), "more": 0},
    ),
    "class_sheet_problems": (
        {"rows": 1, "lines": ((3, "Falta informar: curso."),), "more": 0},
        {"rows": 3, "lines": ((3, "Falta informar: curso."),) * 2, "more": 1},
        {"rows": 3, "lines": ((3, "Falta informar: curso."),) * 2, "more": 2},
    ),
    "class_sheet_done": ({"counts": _COUNTS},),
    "class_model": NOTHING,
    "class_model_name": NOTHING,
}
COURSES: Mapping[str, Sequence[Facts]] = {**LISTS, **CARD, **MATERIAL, **ENTERING, **SHEET}
