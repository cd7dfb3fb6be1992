"""Facts for the texts of /indicar: nominations, multiplicadores, the Painel, pages, the CPF by e-mail."""

from collections.abc import Mapping, Sequence

from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, Facts

DAY, SHORT = "quinta-feira, 12/03/2026", "qui., 12/03/2026"
UPB = {"acronym": "UPB", "institution": "União dos Municípios da Bahia"}
PERSON = {"person": "Joana Lima", "email": "joana@upb.example.org"}
PROTOCOL, SECOND = "RP-2026-000142", "RP-2026-000143"
REACHED = {"mailbox": MAILBOX, "official_page": PAGE}
UNREACHED = {"mailbox": "", "official_page": ""}
WHATS = ("1.1", "1.2", "multiplicador")
STEPS = ("indicado", "trilha", "termo", "curso", "certificado")
NOMINEE: Facts = {**UPB, **PERSON, "phone": "(71) •••••-4444", "substitute": True, "day": DAY, "own": False}
BARELY: Facts = {**NOMINEE, "phone": "", "substitute": False, "own": True}
DONE: Facts = {**NOMINEE, "protocols": (PROTOCOL, SECOND), "sent": True, "asks_cpf": True, "mailbox": MAILBOX}
LETTER: Facts = {
    **UPB,
    **PERSON,
    **REACHED,
    "key": "1.1",
    "phone": "(71) 3333-4444",
    "function": "acompanhamento do acordo",
    "substitute": True,
    "protocols": (PROTOCOL,),
    "author": "Maria Flor",
    "asks_cpf": True,
    "is_copy": False,
    "copied_to": "Maria Flor (maria@upb.example.org)",
}
LETTERS: Sequence[Facts] = (
    LETTER,
    {**LETTER, "is_copy": True},
    {
        **LETTER,
        "key": "",
        "phone": "",
        "substitute": False,
        "protocols": (),
        "asks_cpf": False,
        "copied_to": "",
    },
    {**LETTER, "protocols": (), "author": "", "official_page": ""},
)
PANEL: Facts = {**UPB, "whom": "Joana Lima", "protocol": PROTOCOL, "noted": DAY, "given": DAY, "works": None}
PANELS: Sequence[Facts] = ({**PANEL, **REACHED}, {**PANEL, **UNREACHED, "whom": ""})
TASKS: Sequence[Facts] = tuple({**one, "again": again} for one in PANELS for again in (False, True))
MULTIPLIER: Facts = {
    **UPB,
    "person": "Joana Lima",
    "day": DAY,
    "level": "2",
    "valid_until": DAY,
    "certified": True,
}
TOLD: Sequence[Facts] = (
    {**MULTIPLIER, **REACHED},
    {**MULTIPLIER, **UNREACHED, "level": "", "valid_until": ""},
    {**MULTIPLIER, **REACHED, "certified": False},
)
WALKING = {
    "person": "Joana Lima",
    "acronym": "UPB",
    "step": "termo",
    "day": SHORT,
    "next": "curso",
    "level": "",
    "valid_until": "",
}
CERTIFIED = {**WALKING, "step": "certificado", "next": "", "level": "2", "valid_until": "12/03/2028"}
SEEN: Facts = {
    "url": "https://upb.example.org/rede",
    "final_url": "https://www.upb.example.org/rede",
    "looked": DAY,
    "answered": True,
    "status": 200,
    "names_rede": True,
    "title": "Rede de Parcerias",
    "why": "",
}
UNSEEN: Facts = {**SEEN, "answered": False, "status": 0, "names_rede": False, "final_url": "", "title": ""}
GONE: Facts = {**UNSEEN, **UPB, "key": "3.1", "protocol": PROTOCOL, "before": DAY, "why": "slow"}
GONES: Sequence[Facts] = (
    {**GONE, **REACHED, "own": True},
    {**GONE, **REACHED, "own": False},
    {**GONE, **UNREACHED, "own": True},
)

PLAN_ACTS: Mapping[str, Sequence[Facts]] = {
    "nominate_ask_what": tuple(
        {"unknown": unknown, "secretariat": secretariat}
        for unknown in (False, True)
        for secretariat in (False, True)
    ),
    "button_nominate": tuple({"what": one} for one in (*WHATS, "multiplicadores", "painel", "cpf")),
    "nominate_only_coordinators": ({"mailbox": MAILBOX}, {"mailbox": ""}),
    "nominate_ask_name": tuple({"what": one, "acronym": "UPB"} for one in WHATS),
    "nominate_ask_email": (PERSON,),
    "nominate_ask_phone": NOTHING,
    "nominate_ask_substitute": (PERSON,),
    "nominate_ask_day": (PERSON,),
    "nominate_yes_or_no": NOTHING,
    "nominate_ask_confirm": NOTHING,
    "nominate_ask_confirmation": tuple(
        {**one, "what": what, "mailbox": mailbox}
        for one, mailbox in ((NOMINEE, MAILBOX), (BARELY, ""))
        for what in WHATS
    ),
    "nominate_report": tuple({**NOMINEE, "what": what} for what in WHATS[:2]),
    "nominate_done": (
        *({**DONE, "what": what} for what in WHATS),
        {**DONE, "what": "1.1", "own": True, "sent": False, "protocols": ()},
        {**DONE, "what": "1.2", "sent": False, "protocols": (), "asks_cpf": False},
    ),
    "nominate_day_unclear": ({"first": DAY, "other": DAY},),
    "nominate_day_unreadable": ({"text": "31/02"},),
    "button_nominate_yes_too": NOTHING,
    "button_nominate_no": NOTHING,
    "multiplier_step_name": tuple({"step": one} for one in STEPS),
    "multipliers": (
        {"people": (WALKING, CERTIFIED), "more": True, "waiting": False},
        {"people": (WALKING,), "more": False, "waiting": True},
        {"people": (), "more": False, "waiting": False},
        {"people": (), "more": False, "waiting": True},
    ),
    "button_multiplier_step": tuple({"step": one, "person": "Joana"} for one in STEPS[1:]),
    "multiplier_ask_day": ({"person": "Joana Lima", "step": "termo"},),
    "multiplier_ask_level": ({"person": "Joana Lima", "step": "certificado"},),
    "multiplier_ask_valid": ({"person": "Joana Lima", "step": "certificado"},),
    "multiplier_ask_confirmation": (
        {**MULTIPLIER, "step": "certificado"},
        {**MULTIPLIER, "step": "trilha", "level": "", "valid_until": ""},
    ),
    "multiplier_step_noted": tuple(
        {**MULTIPLIER, "step": "trilha", "next": following} for following in ("termo", "certificado", "")
    ),
    "multiplier_known": NOTHING,
    "multiplier_step_taken": ({"step": "trilha", "at": "termo", "day": DAY},),
    "multiplier_step_order": ({"step": "curso", "first": "trilha"},),
    "multiplier_day_ahead": ({"day": DAY},),
    "multiplier_day_before": ({"at": "termo", "day": DAY},),
    "multiplier_valid_before": ({"day": DAY},),
    "multiplier_level": ({"most": 60},),
    "multiplier_told": TOLD,
    "panel_task": TASKS,
    "button_panel_given": NOTHING,
    "panel_report": PANELS,
    "panel_given": PANELS,
    "panel_question": PANELS,
    "button_panel_works": NOTHING,
    "button_panel_not_yet": NOTHING,
    "panel_not_yet_reason": NOTHING,
    "panel_changed": tuple(
        {"acronym": "UPB", "given": given, "works": works}
        for given, works in ((DAY, None), ("", None), (DAY, True), (DAY, False))
    ),
    "panel_day": ({"since": DAY},),
    "panel_tasks": (
        {"tasks": (PANEL, {**PANEL, "whom": "", "given": ""}), "more": True},
        {"tasks": (), "more": False},
    ),
    "panel_nothing": ({"acronym": "UPB"},),
    "panel_ask_day": ({"acronym": "UPB"},),
    "panel_ask_confirmation": ({"acronym": "UPB", "day": DAY},),
    "panel_noted": ({"acronym": "UPB", "day": DAY},),
    "panel_ask_again": PANELS,
    "panel_nothing_asked": ({"mailbox": MAILBOX}, {"mailbox": ""}),
    "panel_answered": ({"acronym": "UPB", "works": True}, {"acronym": "UPB", "works": False}),
    "page_seen": (
        SEEN,
        {**SEEN, "looked": ""},
        {**SEEN, "names_rede": False, "final_url": "", "title": ""},
        {**SEEN, "names_rede": False, "why": "cut"},
        {**UNSEEN, "why": "slow"},
        {**UNSEEN, "why": "status", "status": 404},
    ),
    "page_gone": GONES,
    "cpf_awaited": (
        {
            "reports": ({"protocol": PROTOCOL, "acronym": "UPB", "day": SHORT},),
            "more": True,
            "mailbox": MAILBOX,
        },
        {
            "reports": ({"protocol": PROTOCOL, "acronym": "UPB", "day": SHORT},),
            "more": False,
            "mailbox": "",
        },
        {"reports": (), "more": False, "mailbox": ""},
    ),
    "button_cpf_received": NOTHING,
    "cpf_received": ({"protocol": PROTOCOL},),
    "cpf_received_before": ({"protocol": PROTOCOL, "day": DAY},),
    "cpf_not_awaited": ({"protocol": PROTOCOL},),
}
PLAN_ACT_MAILS: Mapping[str, Sequence[Facts]] = {
    "nomination": LETTERS,
    "panel_task": TASKS,
    "panel_given": PANELS,
    "panel_question": PANELS,
    "page_gone": GONES,
    "multiplier_told": TOLD,
}
