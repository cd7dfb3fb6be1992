"""Which reports wait for a CPF by e-mail, and that it came. The number itself is never typed here."""

from bot.protocol_numbers import read_report
from bot.turn import Turn
from db.cpf_awaited import reports_awaiting_cpf
from db.deliverables import Deliverable
from db.ids import DeliverableId
from rede.access import Act, places
from rede.announce import Buttons
from rede.bound_buttons import Pressed
from rede.receive_cpf import receive_cpf
from scheduler.clock import local_day
from scheduler.wording import short_date

#: Callback data, before the number of a report; the version is the report's.
RECEIVED = "indicarcpf"
MOST = 10


async def show(turn: Turn, words: str) -> None:
    """`/indicar cpf`, `/indicar cpf RP-2026-000142`."""
    if words:
        _answer(turn, await receive_cpf(turn.desk, read_report(words) or words[:40]))
        return
    executive = turn.of_the_secretariat
    only = None if executive else (await places(turn.desk, Act.HAND_IN)).ids
    found = await reports_awaiting_cpf(turn.desk.session, institution_ids=only, limit=MOST + 1)
    shown = [
        {"protocol": one.protocol, "acronym": place.acronym, "day": short_date(local_day(one.received_at))}
        for one, place in found[:MOST]
    ]
    buttons: Buttons = [
        [
            (
                f"{turn.text('button_cpf_received')}: {one.protocol[-6:]}",
                turn.button(RECEIVED, one.id, one.version),
            )
        ]
        for one, _ in found[:MOST]
        if executive
    ]
    office = turn.desk.office
    turn.answer("cpf_awaited", buttons=buttons, reports=shown, more=len(found) > MOST, mailbox=office.mailbox)


async def press_received(turn: Turn, pressed: Pressed) -> None:
    """Of any version: a CPF is the person's, and stays when the report's words are put right."""
    _answer(turn, await receive_cpf(turn.desk, DeliverableId(pressed.number)))


def _answer(turn: Turn, report: Deliverable) -> None:
    turn.answer("cpf_received", protocol=report.protocol)
