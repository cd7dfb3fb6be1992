"""Facts for the texts of classes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from db.classes import Modality
from db.ids import ClassId
from rede.announce_classes import PUBLISHED
from rede.class_plan import ClassFlaw
from rede.class_words import ClassFacts, State
from rede.kits import KitWords
from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, Facts

CLASS = ClassFacts(
    number=ClassId(7),
    course="Gestão de convênios",
    code="2027/1",
    modality=Modality.IN_PERSON,
    hours="20,5",
    seats=30,
    opens="quinta-feira, 01/04/2027, 9h",
    closes="sexta-feira, 30/04/2027, 18h",
    starts="segunda-feira, 10/05/2027",
    ends="terça-feira, 11/05/2027",
    lessons=["segunda-feira, 10/05/2027, das 14h às 17h"] * 7,
    place="Auditório, Salvador",
    link="https://www.gov.br/cursos/7",
    instructor="Rita Lima",
    level="básico",
    acronym="SEGES",
    state=State.OPEN,
    cancelled_why="",
)
BARE = replace(
    CLASS,
    modality=Modality.HYBRID,
    hours="",
    seats=1,
    opens="",
    closes="",
    ends="",
    lessons=CLASS.lessons[:6],
    place="",
    link="",
    instructor="",
    level="",
)
FEW = replace(CLASS, seats=None, lessons=CLASS.lessons[:1])
OFF = replace(CLASS, state=State.CANCELLED, cancelled_why="o instrutor adoeceu")
OLD = {"starts": "03/05/2027", "closes": "20/04/2027 18h", "place": "Biblioteca", "ends": "", "opens": ""}
_REACHED = {
    "person": "Maria Flor",
    "title": "Inscrições abertas: Gestão de convênios",
    "leave_link": "https://elo.example.org/sair/7.abcdefgh",
    "mailbox": MAILBOX,
    "official_page": PAGE,
}
KIT = KitWords(
    about="classes:7",
    title="Gestão de convênios",
    banner="Inscreva-se até 30/04/2027.",
    news="A Rede abriu inscrições.\n\nSão 30 vagas.",
    popup="Inscrições abertas.",
)
_UNREACHED = {**_REACHED, "leave_link": "", "mailbox": "", "official_page": ""}
STEPS: Sequence[tuple[str, ClassFacts, Mapping[str, str]]] = (
    ("opens", CLASS, {}),
    ("opens", BARE, {}),
    ("closes", FEW, {}),
    ("changes", CLASS, OLD),
    ("postponed", CLASS, OLD),
    ("cancelled", OFF, {}),
)
TITLES: Mapping[str, str] = {
    "opens": "Inscrições abertas",
    "closes": "Inscrições terminam em breve",
    "changes": "Mudança na turma",
    "postponed": "Turma adiada",
    "cancelled": "Turma cancelada",
}
TOLD: Sequence[Facts] = tuple(
    {
        **reached,
        "title": f"{TITLES[step]}: Gestão de convênios",
        "step": step,
        "one": one,
        "old": old,
        "kits": kits,
    }
    for step, one, old in STEPS
    for kits in ([KIT] if step in PUBLISHED else [],)
    for reached in (_REACHED, {**_REACHED, "leave_link": ""}, _UNREACHED)
)
MANY: Sequence[Facts] = (
    *tuple(
        {
            **reached,
            "title": "Cursos com inscrições abertas",
            "classes": (CLASS, BARE),
            "more": more,
            "kits": (KIT, KIT),
        }
        for reached in (_REACHED, _UNREACHED)
        for more in (0, 1, 2)
    ),
    {
        **_REACHED,
        "title": "Cursos com inscrições abertas",
        "leave_link": "",
        "classes": (CLASS,),
        "more": 0,
        "kits": (),
    },
)
ASKED: Sequence[Facts] = tuple(
    {"person": "Maria Flor", "one": one, "mailbox": mailbox, "official_page": page}
    for one in (CLASS, BARE)
    for mailbox, page in ((MAILBOX, PAGE), ("", ""))
)
_FULL = {ClassFlaw.TOO_LONG: "200", ClassFlaw.REPEATED: "3", ClassFlaw.BAD_SEATS: "0"}
MOST = ({"most": 18},)
CLASS_CHAT: Mapping[str, Sequence[Facts]] = {
    "class_wrong": tuple(
        {"column": "closes", "flaw": str(flaw), "got": _FULL.get(flaw, "10/05/2027")} for flaw in ClassFlaw
    ),
    "classes_refused": ({"rows": 1}, {"rows": 3}),
    "class_cancelled": NOTHING,
    "class_over": NOTHING,
    "class_cancel_without_reason": NOTHING,
    "class_cancel_reason_wrong": NOTHING,
    "class_sheet_unreadable": NOTHING,
    "class_sheet_too_large": ({"most": 10},),
    "class_sheet_without_headings": NOTHING,
    "class_sheet_empty": NOTHING,
    "class_sheet_twice": ({"column": "turma"},),
    "class_sheet_too_many": ({"most": 2000},),
    "material_without_title": NOTHING,
    "material_title_wrong": ({"most": 120},),
    "material_with_cpf": NOTHING,
    "material_which": NOTHING,
    "material_file_size": MOST,
    "material_too_many": ({"most": 50},),
    "button_class_link": NOTHING,
    "button_class_report": NOTHING,
    "class_title": tuple(
        {"step": step, "course": "Gestão de convênios"}
        for step in ("opens", "closes", "postponed", "cancelled", "many", "changes")
    ),
    "class_lesson": tuple(
        {"day": "segunda-feira, 10/05/2027", "first": "14h", "last": "17h30", "subject": subject}
        for subject in ("", "Prática")
    ),
    "class_report": tuple(
        {"course": "Convênios", "code": "1", "acronym": "UPB", "hours": hours, "instructor": name}
        for hours, name in (("20", "Rita Lima"), ("", ""))
    ),
    "class_schedule": ({"first": "09/12/2026", "last": "08/12/2027", "classes": (CLASS, BARE)},),
    "class_told": TOLD,
    "classes_told": MANY,
    "class_report_asked": ASKED,
}
CLASS_MAILS: Mapping[str, Sequence[Facts]] = {
    "class_told": TOLD,
    "classes_told": MANY,
    "class_report_asked": ASKED,
}
CLASS_CALENDAR: Sequence[Facts] = ({"one": CLASS}, {"one": BARE})
