"""Facts for the texts of /transmitir and /comunicados."""

from collections.abc import Mapping, Sequence

from tests.house.check_in_samples import NOTHING, Facts

TITLE, DAY = "Curso do Transferegov.br", "sexta-feira, 18/12/2026"
MOMENT = f"{DAY}, às 9h00"
NUMBER: Facts = {"number": 12}
TITLED: Facts = {**NUMBER, "title": TITLE}
WORDS = (
    "voltar",
    "botão",
    "sem botão",
    "divulgação",
    "não é divulgação",
    "sem arquivo",
    "texto",
    "público",
    "continuar",
    "agora",
    "agendar",
    "já",
    "teste",
    "alterar",
    "cancelar",
    "outro",
)
EXTRAS: Facts = {
    "title": TITLE,
    "length": 340,
    "file": "",
    "label": "",
    "link": "",
    "promotional": False,
    "corrects": False,
}
CONFIRM: Facts = {
    "people": 412,
    "telegram": 300,
    "email": 130,
    "no_channel": 2,
    "closed": 3,
    "turned_off": 4,
    "starts": MOMENT,
    "waits": False,
    "now": False,
    "reason": "",
    "before": 0,
    "promotional": False,
    "needs_approval": True,
    "correction": 0,
}
STATES = ("planned", "unapproved", "held", "paused", "suspended", "filling", "leaving", "done", "cancelled")
STATE: Facts = {"state": "held", "electoral": True, "moment": MOMENT, "sent": 340, "people": 412}
LINE: Facts = {"number": 12, "title": TITLE, "sender": "UPB", "words": "Em envio, com 340 de 412 enviados"}
CARD: Facts = {
    **TITLED,
    "words": "Em envio, com 340 de 412 enviados",
    "sender": "UPB",
    "author": "Maria Flor",
    "moment": MOMENT,
    "audience": "segunda camada; segunda camada de UPB",
    "corrects": 0,
    "urgent": "Mudou a sala",
    "absences": (("no_contact", 1), ("closed", 2), ("opted_out", 3), ("cancelled", 4)),
    "people": 412,
    "sent": 340,
    "telegram": 200,
    "email": 140,
    "waiting": 10,
    "failed": 20,
    "unknown": 32,
    "left_out": 10,
}
PLAIN_CARD: Facts = {
    **CARD,
    "sender": "",
    "author": "",
    "corrects": 7,
    "urgent": "",
    "absences": (),
    "waiting": 0,
    "failed": 0,
    "unknown": 0,
    "left_out": 0,
    "sent": 0,
}
ALONE: Facts = {
    "people": 1,
    "telegram": 1,
    "email": 0,
    "no_channel": 0,
    "closed": 0,
    "turned_off": 0,
    "needs_approval": False,
}
ASKING: Mapping[str, Sequence[Facts]] = {
    "transmit_not_yours": NOTHING,
    "transmit_ask_words": (
        {"again": False, "corrects": 0},
        {"again": True, "corrects": 0},
        {"again": False, "corrects": 7},
    ),
    "transmit_before_audience": NOTHING,
    "transmit_extras": (
        EXTRAS,
        {
            **EXTRAS,
            "file": "cartaz.pdf",
            "label": "Inscreva-se",
            "link": "https://www.gov.br/x",
            "promotional": True,
            "corrects": True,
        },
    ),
    "transmit_ask_label": NOTHING,
    "transmit_ask_link": NOTHING,
    "transmit_label_length": ({"most": 40},),
    "transmit_ask_when": NOTHING,
    "transmit_ask_moment": NOTHING,
    "transmit_ask_hour": ({"day": DAY},),
    "transmit_ask_urgent": NOTHING,
    "transmit_reason_length": ({"shortest": 10, "most": 300},),
    "transmit_day_unreadable": NOTHING,
    "transmit_day_missing": ({"hour": "14h30"},),
    "transmit_hour_unreadable": NOTHING,
    "transmit_moment_over": ({"moment": MOMENT},),
    "transmit_one_file": NOTHING,
    "transmit_file_kind": ({"name": "video.mp4"},),
    "file_too_heavy": ({"most": 18},),
    "transmit_choose": NOTHING,
    "transmit_begun": ({"title": TITLE, "day": DAY},),
    "button_transmit": tuple({"word": word} for word in WORDS),
}
SHOWING: Mapping[str, Sequence[Facts]] = {
    "transmit_preview": NOTHING,
    "transmit_mail_preview": (
        {"subject": TITLE, "text": "As inscrições vão até sexta-feira.", "cut": False, "file": ""},
        {"subject": TITLE, "text": "As inscrições vão até sexta-feira.", "cut": True, "file": "cartaz.pdf"},
    ),
    "transmit_confirm": (
        CONFIRM,
        {**CONFIRM, **ALONE, "now": True, "before": 11},
        {**CONFIRM, "waits": True, "reason": "Mudou a sala", "promotional": True, "correction": 7},
    ),
    "transmit_test_sent": ({"by_mail": True}, {"by_mail": False}),
    "transmit_made": (
        {"needs_approval": True, "held": False, "soon": True},
        {"needs_approval": False, "held": True, "soon": True},
        {"needs_approval": False, "held": False, "soon": True},
        {"needs_approval": False, "held": False, "soon": False},
    ),
}
SENT: Mapping[str, Sequence[Facts]] = {
    "sent_state": (
        *({**STATE, "state": state} for state in STATES),
        {**STATE, "electoral": False},
        {**STATE, "state": "cancelled", "sent": 0},
    ),
    "sent_list": (
        {"lines": (), "most": 10},
        {"lines": (LINE, {**LINE, "sender": ""}), "most": 10},
        {"lines": (LINE,), "most": 1},
    ),
    "sent_card": (CARD, PLAIN_CARD),
    "sent_nothing_to_correct": (NUMBER,),
    "sent_unread": NOTHING,
    "sent_paused": ({**NUMBER, "waiting": 0}, {**NUMBER, "waiting": 72}),
    "sent_resumed": (NUMBER,),
    "sent_suspended": (NUMBER,),
    "sent_released": (NUMBER,),
    "sent_cancel_sure": ({**NUMBER, "sent": 340, "people": 412},),
    "sent_cancelled": ({**NUMBER, "sent": 340}, {**NUMBER, "sent": 0}),
    "sent_resent": ({**NUMBER, "people": 1}, {**NUMBER, "people": 20}),
    "sent_ask_lost": ({**NUMBER, "unknown": 1}, {**NUMBER, "unknown": 32}),
    "sent_lost_counted": ({**NUMBER, "people": 1}, {**NUMBER, "people": 32}),
    "sent_lost_again": ({**NUMBER, "people": 1}, {**NUMBER, "people": 32}),
    "sent_result": (NUMBER,),
    "sent_no_result": (NUMBER,),
    "sent_approved": (TITLED,),
    "sent_ask_reason": (TITLED,),
    "sent_refused": (NUMBER,),
    "button_sent_open": (NUMBER,),
    **{
        f"button_{act}": NOTHING
        for act in (
            "comunabre",
            "comuncancelasim",
            "comunlibera",
            "comunreenvia",
            "comundecide",
            "comunchegou",
            "comundenovo",
            "comuncorrige",
            "comunsuspende",
        )
    },
}
LENGTHS: Facts = {"length": 120, "most": 90, "over": 30}
OUT: Facts = {"no_channel": 2, "closed": 3, "turned_off": 4}
REFUSED: Mapping[str, Sequence[Facts]] = {
    "broadcast_empty": NOTHING,
    "broadcast_without_text": NOTHING,
    "broadcast_unprintable": NOTHING,
    "broadcast_with_cpf": NOTHING,
    "broadcast_title_too_long": (LENGTHS,),
    "broadcast_label_too_long": (LENGTHS, {**LENGTHS, "length": 0}),
    "broadcast_too_long": (LENGTHS,),
    "broadcast_formatting": NOTHING,
    "broadcast_in_the_past": NOTHING,
    "broadcast_to_nobody": (OUT, dict.fromkeys(OUT, 0)),
    "broadcast_count_wrong": ({"typed": "99", "shown": 412},),
    "broadcast_count_changed": ({"people": 1, "shown": 2}, {"people": 412, "shown": 400}),
    "correction_too_early": NOTHING,
    "link_refused": ({"host": "example.org", "known": ("gov.br", "rede.example.org")},),
    "link_odd": ({"words": "http:/x"},),
}
TRANSMITTING: Mapping[str, Sequence[Facts]] = {**ASKING, **SHOWING, **SENT, **REFUSED}
