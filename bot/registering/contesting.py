"""An institution contests what was entered in its name: by the button under the notice, or in one line."""

from bot import forms
from bot.forms import Form
from bot.report.asking import ask
from bot.turn import Turn
from db.deliverables import report_of_protocol
from db.ids import DeliverableId
from rede.access import NotYours
from rede.bound_buttons import Pressed
from rede.contest_registration import contest_registration, registration_to_contest

#: The command's form, which this one is too.
NAME = "registrar"


async def contest_named(turn: Turn, protocol: str, why: str) -> None:
    """`/registrar contestar RP-2025-000001 "não enviamos isso"`."""
    found = await report_of_protocol(turn.desk.session, protocol)
    if found is None:
        raise NotYours
    await _begin_contest(turn, DeliverableId(found[0].id), why)


async def take_contest(turn: Turn, pressed: Pressed) -> None:
    await _begin_contest(turn, DeliverableId(pressed.number), "")


async def _begin_contest(turn: Turn, number_: DeliverableId, why: str) -> None:
    report, _ = await registration_to_contest(turn.desk, number_)
    if why.strip():
        await contest(turn, number_, why)
    else:
        form = Form(NAME, {"contest": str(number_)})
        await ask(turn, form, "why", "register_ask_why_not", protocol=report.protocol)


async def contest(turn: Turn, number_: DeliverableId, why: str) -> None:
    report = await contest_registration(turn.desk, number_, why=why)
    await forms.drop(turn)
    turn.answer("register_contest_sent", protocol=report.protocol)
