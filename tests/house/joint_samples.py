"""Facts for the texts of joint actions."""

from collections.abc import Mapping, Sequence

from tests.house.check_in_samples import MAILBOX, NOTHING, PAGE, Facts

ACTION: Facts = {
    "key": "2.3",
    "title": "Oficina de Obrasgov.br em Irecê",
    "day": "terça-feira, 10/03/2026",
    "result": "40 pessoas formadas",
    "link": "https://upb.example.org/oficina",
    "teller": "União dos Municípios da Bahia",
    "acronym": "UPB",
    "partners": ("IRECE", "BARRA"),
}
BARE: Facts = {
    **ACTION,
    "key": "C3",
    "link": "",
    "title": "Mutirão de prestação de contas dos municípios do Recôncavo e do Baixo Sul da Bahia",
    "partners": ("X",),
}
REACHED: Facts = {"person": "João Flor", "mailbox": MAILBOX, "official_page": PAGE}
UNREACHED: Facts = {"person": "João Flor", "mailbox": "", "official_page": ""}
JOINT_MAILS: Mapping[str, Sequence[Facts]] = {
    "joint_asked": (
        {**ACTION, **REACHED, "institution": "Município de Irecê", "again": False},
        {**BARE, **UNREACHED, "institution": "Município de Irecê", "again": True},
    ),
    "joint_answer": (
        {**ACTION, **REACHED, "who": "Município de Irecê", "answer": "confirmed"},
        {**BARE, **UNREACHED, "who": "Município de Irecê", "answer": "denied"},
        {**ACTION, **REACHED, "who": "Município de Irecê", "answer": "undone"},
    ),
    "joint_gone": (
        {**ACTION, **REACHED, "institution": "Município de Irecê", "confirmed": True},
        {**BARE, **UNREACHED, "institution": "Município de Irecê", "confirmed": False},
    ),
}
PLAIN = (
    *("ask_goal", "ask_title", "ask_day", "ask_result", "ask_link", "ask_button", "ask_for_whom", "no_goal"),
    *("empty", "with_cpf", "day_unreadable", "without_partner", "with_itself"),
)
JOINT: Mapping[str, Sequence[Facts]] = {
    **JOINT_MAILS,
    **{
        f"button_joint_{name}": NOTHING
        for name in ("yes", "no", "done", "record", "cancel", "same", "another")
    },
    **{f"joint_{name}": NOTHING for name in PLAIN},
    "button_joint_goal": tuple({"key": key} for key in ("2.3", "3.3", "C3")),
    "joint_ask_partners": ({"partners": ()}, {"partners": ("IRECE · Município de Irecê",)}),
    "joint_ask_which": ({"name": "São Domingos"},),
    "joint_ask_same": (ACTION,),
    "joint_ask_confirmation": ({**ACTION, "goal": "2.3"}, {**BARE, "goal": "C3"}),
    "joint_told": ({"partners": ("IRECE",), "unreached": ()}, {"partners": ("A", "B"), "unreached": ("B",)}),
    "joint_waiting": (ACTION,),
    "joint_confirmed": (ACTION,),
    "joint_denied": (ACTION,),
    "joint_known": (ACTION,),
    "joint_too_long": ({"length": 2000, "most": 1000},),
    "joint_day_ahead": ({"day": "terça-feira, 10/03/2026"},),
    "joint_goal_unknown": ({"goal": "C3"},),
    "joint_partner_unknown": ({"name": "Irecê"}, {"name": ""}),
    "joint_too_many_partners": ({"most": 10},),
    "joint_answered": (
        {"acronym": "IRECE", "answer": "confirmed", "day": "terça-feira, 10/03/2026"},
        {"acronym": "IRECE", "answer": "denied", "day": ""},
    ),
    "joint_taken_back": (ACTION,),
}
