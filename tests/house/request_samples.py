"""Facts for the texts of requests of the Secretariat, and of their answers."""

from collections.abc import Mapping, Sequence

from rede.compiling import Total
from rede.request_draft import GoalLines
from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, Facts

REQUEST: Facts = {
    "title": "Relatório Anual 2026",
    "text": "Conte o que foi feito no ano.",
    "due": "sexta-feira, 15/01/2027",
    "first": "01/01/2026",
    "last": "31/12/2026",
}
LONG: Facts = {
    **REQUEST,
    "title": "Relatório Anual das Ações da Rede de Parcerias nos Estados e Municípios da Região Nordeste",
    "text": "",
}
TOLD: Sequence[Facts] = (
    {**REQUEST, "person": "Maria Flor", "mailbox": MAILBOX, "official_page": PAGE},
    {**LONG, "person": "Maria Flor", "mailbox": "", "official_page": ""},
)
TITLE: Sequence[Facts] = ({"title": "Relatório Anual 2026"},)
NOBODY = {"count": 0, "names": (), "more": 0}
SOME = {"count": 14, "names": ("IRECE", "BARRA"), "more": 12}
COURSES = GoalLines(
    key="2.2",
    goal="Realizar cursos",
    count=2,
    hours="60",
    years=[(2025, "20"), (2026, "40")],
    lines=[(1, "Oficina · 10/03/2026 · 20 h", "RP-2026-000001"), (2, "Curso · 40 h", "RP-2026-000002")],
)
JOINT = GoalLines(
    key="2.3", goal="Ações conjuntas", count=1, hours="", years=[], lines=[(3, "Mutirão", "RP-2026-000003")]
)
ANSWER: Facts = {"goals": (COURSES, JOINT), "added": ((4, "Visita à capital"),)}
COMPILED: Sequence[Facts] = (
    {
        **REQUEST,
        "answered": 40,
        "asked": 42,
        "nothing": 3,
        "late": 1,
        "items": 120,
        "hours": "1.160",
        "axes": (Total("2", 100, "1.160", 38), Total("1 e 3", 1, "0", 1)),
        "goals": (Total("2.2", 100, "1.160", 38),),
        "ufs": (Total("BA", 120, "1.160", 39),),
        "missing": ("IRECE", "BARRA"),
        "mailbox": MAILBOX,
        "official_page": PAGE,
    },
    {
        **LONG,
        "answered": 0,
        "asked": 0,
        "nothing": 0,
        "late": 0,
        "items": 0,
        "hours": "0",
        "axes": (),
        "goals": (),
        "ufs": (),
        "missing": (),
        "mailbox": "",
        "official_page": "",
    },
)
REQUEST_MAILS: Mapping[str, Sequence[Facts]] = {
    "request_opened": TOLD,
    "request_awaited": TOLD,
    "request_called_off": TOLD,
    "request_compiled": COMPILED,
}
BUTTONS = (
    *("draft", "open", "new", "follow", "falta", "lembra", "muda", "cancela", "resumo", "baixa"),
    *("cancel_yes", "close_yes", *(f"fix_{name}" for name in ("title", "text", "due", "period", "audience"))),
)
PLAIN = (
    *("ask_title", "ask_text", "ask_due", "ask_button", "nothing", "none_for_you", "ask_which"),
    *("draft_changed", "draft_kept", "draft_file", "ask_acrescentar", "ask_tirar", "ask_mudar"),
    *("ask_draft_button", "without_title", "with_cpf", "due_unreadable", "period_unreadable"),
    *("period_backwards", "period_long", "of_nobody", "nobody_to_remind", "reminded_today", "not_compiled"),
    *("not_ready", "draft_empty"),
)
REQUESTS: Mapping[str, Sequence[Facts]] = {
    **REQUEST_MAILS,
    **{f"button_request_{name}": NOTHING for name in BUTTONS},
    **{
        f"button_draft_{name}": NOTHING
        for name in ("enviar", "acrescentar", "tirar", "mudar", "arquivo", "ver", "nada")
    },
    **{f"request_{name}": NOTHING for name in PLAIN},
    **{
        f"request_{name}": TITLE
        for name in ("cancelled_already", "closed_already", "cancelled", "closed", "file")
    },
    "button_request_one": ({"number": 3},),
    "button_request_year": ({"year": 2026},),
    "button_request_encerra": ({"closed": True}, {"closed": False}),
    "request_ask_period": ({"due": "sexta-feira, 15/01/2027"},),
    "request_preview": (
        {
            **REQUEST,
            "audience": "primeira camada",
            "institutions": 281,
            "people": 500,
            "without_goal": SOME,
            "unreached": SOME,
        },
        {
            **LONG,
            "audience": "todos",
            "institutions": 1,
            "people": 1,
            "without_goal": NOBODY,
            "unreached": NOBODY,
        },
    ),
    "request_made": ({"number": 3, "title": "Relatório Anual 2026"},),
    "request_list": (
        {
            "requests": tuple(
                {
                    "number": 3,
                    "title": "Relatório",
                    "due": "sex., 15/01",
                    "asked": 9,
                    "answered": 4,
                    "closed": one,
                }
                for one in (True, False)
            )
        },
    ),
    "request_card": tuple(
        {
            **facts,
            "number": 3,
            "asked": 42,
            "answered": 40,
            "closed": closed,
            "compiled": compiled,
            "cancelled": cancelled,
        }
        for facts, closed, compiled, cancelled in (
            (REQUEST, "", False, False),
            (LONG, "segunda-feira, 18/01/2027", True, False),
            (REQUEST, "segunda-feira, 18/01/2027", False, False),
            (REQUEST, "", False, True),
        )
    ),
    "request_missing": (
        {"title": "Relatório", "places": ({"acronym": "IRECE", "name": "Município de Irecê"},), "more": 4},
        {"title": "Relatório", "places": (), "more": 0},
    ),
    "request_reminded": ({"count": 1}, {"count": 12}),
    "request_ask_move": ({"title": "Relatório", "due": "sexta-feira, 15/01/2027"},),
    "request_moved": ({"title": "Relatório", "due": "sexta-feira, 15/01/2027"},),
    "request_ask_cancel": TITLE,
    "request_ask_close": tuple({"title": "Relatório", "missing": count} for count in (0, 1, 12)),
    "request_summary": tuple({**one, "most": 27} for one in COMPILED),
    "request_answer": (
        {**ANSWER, "room": 9, "whole": True},
        {"goals": (), "added": (), "room": 0, "whole": False},
    ),
    "request_answer_state": (
        {"nothing": False, "late": False, "after": False},
        {"nothing": True, "late": True, "after": False},
        {"nothing": False, "late": True, "after": True},
    ),
    "request_sheet": tuple(
        {"name": name} for name in ("answers", "actions", "axes", "goals", "ufs", "missing")
    ),
    "request_draft": (
        {**REQUEST, "acronym": "UPB", "words": "1. Oficina", "whole": False, "waiting": 2, "closed": ""},
        {
            **LONG,
            "acronym": "UPB",
            "words": "1. Oficina",
            "whole": True,
            "waiting": 0,
            "closed": "sexta-feira",
        },
        {**REQUEST, "acronym": "UPB", "words": "", "whole": True, "waiting": 1, "closed": ""},
    ),
    "request_too_long": ({"length": 1200, "most": 800},),
    "request_in_the_past": ({"day": "sexta-feira, 15/01/2027"},),
    "request_too_far": ({"day": "sexta-feira, 15/01/2037"},),
    "request_period_ahead": ({"day": "sexta-feira, 15/01/2027"},),
    "request_known": ({"title": "Relatório", "number": 3},),
    "request_answered": ({"protocol": "RP-2026-000142"},),
    "request_returned": ({"protocol": "RP-2026-000142"},),
    "request_no_such_item": ({"most": 5},),
    "request_too_many_added": ({"most": 20},),
}
