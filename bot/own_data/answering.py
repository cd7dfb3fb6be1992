"""The Secretariat answers what people ask about their data: the list, yes after a second tap, no with a reason."""

from bot import forms
from bot.forms import Form
from bot.own_data.asking import NAME
from bot.turn import Turn
from db.data_requests import DataRequestKind
from db.ids import DataRequestId, PersonId
from rede.answer_data_request import (
    Asked,
    grant_data_request,
    refuse_data_request,
    waiting_request,
    waiting_requests,
)
from rede.ask_about_data import GRANT, REFUSE, wanted_of
from rede.bound_buttons import Pressed
from rede.personal_data import functions_in_words
from scheduler.clock import local_day

#: The act of the second tap: what is erased does not come back.
GRANT_YES = "meusdadosapaga"
#: What the open form asked, and the field with the number of the request.
REASON, REQUEST = "reason", "request"


async def list_requests(turn: Turn) -> None:
    found = await waiting_requests(turn.desk)
    buttons = [
        [
            (f"{turn.text(f'button_{label}')} {one.code}", turn.button(act, one.request.id))
            for label, act in (("data_grant", GRANT), ("refuse", REFUSE))
        ]
        for one in found
        if one.person.id != turn.who
    ]
    turn.answer("data_requests", buttons=buttons, lines=[_line(one) for one in found])


def _line(one: Asked) -> dict[str, str]:
    field, value = wanted_of(one.request.detail) if one.request.detail else ("", "")
    return {
        "code": one.code,
        "when": f"{local_day(one.request.made_at):%d/%m/%Y}",
        "name": one.person.name,
        "kind": one.request.kind,
        "field": field,
        "value": value,
    }


async def grant(turn: Turn, pressed: Pressed) -> None:
    number = DataRequestId(pressed.number)
    asked = await waiting_request(turn.desk, number)
    if asked.request.kind is DataRequestKind.ERASURE and pressed.act != GRANT_YES:
        buttons = [[(turn.text("button_data_grant_yes"), turn.button(GRANT_YES, pressed.number))]]
        functions = await functions_in_words(turn.desk, PersonId(asked.person.id))
        facts = {"code": asked.code, "name": asked.person.name, "functions": functions}
        turn.answer("data_request_sure", buttons=buttons, **facts)
        return
    granted = await grant_data_request(turn.desk, number)
    turn.answer("data_granted", code=granted.code, kind=granted.request.kind)


async def ask_reason(turn: Turn, pressed: Pressed) -> None:
    asked = await waiting_request(turn.desk, DataRequestId(pressed.number))
    turn.answer("data_ask_reason", code=asked.code)
    await forms.keep(turn, Form(NAME, {"asked": REASON, REQUEST: str(pressed.number)}))


async def take_reason(turn: Turn, form: Form) -> None:
    number = DataRequestId(int(form.fields[REQUEST]))
    refused = await refuse_data_request(turn.desk, number, reason=turn.said.text)
    await forms.drop(turn)
    turn.answer("data_refused", code=refused.code)
