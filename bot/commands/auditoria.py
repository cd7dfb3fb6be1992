"""/auditoria: who did what, and when, for the Secretariat itself: the newest, or those of a protocol, a person, an
institution.

Its buttons need no form, so a report that is half filled in stays. Each names what was sought and the last number
that was shown: older ones follow.
"""

import re
from collections.abc import Mapping

from bot.protocol_numbers import read_notice, read_report
from bot.turn import TakesButton, Turn
from bot.which_institution import which_institution
from db.audit import AuditEntry, Sought
from db.data_requests import data_request_code, read_data_request
from db.ids import InstitutionId, PersonId
from db.people import Person, people_by_email
from rede.access import Act, NotYours, require_secretariat
from rede.bound_buttons import Pressed
from rede.read_audit import read_audit
from rede.trace_lines import moment

#: Acts of buttons: older ones of all, of a person, of an institution, of what an entry is about.
ALL, OF_PERSON, OF_PLACE, OF_THIS = "auditoria", "auditoriapessoa", "auditoriacasa", "auditoriadeste"
_ERASED = re.compile(r"pessoa\s+0*([0-9]{1,9})", re.IGNORECASE | re.ASCII)


async def handle(turn: Turn) -> None:
    """`/auditoria`, `/auditoria RP-2026-000142`, `/auditoria maria@example.org`, `/auditoria UPB`."""
    await require_secretariat(turn.desk)
    typed = turn.arguments.strip()
    sought = await _sought(turn, typed) if typed else Sought()
    if sought is not None:
        await _show(turn, sought)


async def _sought(turn: Turn, typed: str) -> Sought | None:
    """None: it was asked which institution is meant."""
    if (protocol := read_report(typed)) is not None:
        return Sought(object=protocol)
    if (asked := read_data_request(typed)) is not None:
        return Sought(object=data_request_code(asked))
    if (notice := read_notice(typed)) is not None:
        return Sought(object=f"notices:{notice}")
    if "@" in typed or _ERASED.fullmatch(typed):
        return Sought(person_id=await _person(turn, typed))
    place = await which_institution(turn, typed, act=Act.SEE_GOALS, then="/auditoria")
    return Sought(institution_id=place.id) if place else None


async def _person(turn: Turn, typed: str) -> PersonId:
    """By address, or by number: who is erased has nothing else.

    Raises:
        NotYours: nobody, or several read that mailbox; then who does is named by number.
    """
    if found := _ERASED.fullmatch(typed):
        person = await turn.desk.session.get(Person, PersonId(int(found[1])))
        readers = [person] if person is not None else []
    else:
        readers = list(await people_by_email(turn.desk.session, typed))
    if not readers:
        raise NotYours
    if len(readers) > 1:
        turn.answer("audit_shared_mailbox", people=[(one.id, one.name) for one in readers])
    return PersonId(readers[0].id)


async def _show(turn: Turn, sought: Sought, *, before: int | None = None) -> None:
    page = await read_audit(turn.desk, sought, before=before)
    buttons = []
    if page.more:
        last = page.lines[-1].number
        buttons = [[(turn.text("button_see_more"), _more(turn, sought, page.lines[0].number, last))]]
    lines = [(moment(one.at), one) for one in page.lines]
    turn.answer("audit", buttons=buttons, lines=lines, again=before is not None, all=sought == Sought())


def _more(turn: Turn, sought: Sought, first: int, last: int) -> str:
    if sought.person_id is not None:
        return turn.button(OF_PERSON, sought.person_id, last)
    if sought.institution_id is not None:
        return turn.button(OF_PLACE, sought.institution_id, last)
    if sought.object:
        return turn.button(OF_THIS, first, last)
    return turn.button(ALL, 0, last)


async def _older(turn: Turn, pressed: Pressed) -> None:
    await require_secretariat(turn.desk)
    sought = Sought()
    if pressed.act == OF_PERSON:
        sought = Sought(person_id=PersonId(pressed.number))
    elif pressed.act == OF_PLACE:
        sought = Sought(institution_id=InstitutionId(pressed.number))
    elif pressed.act == OF_THIS:
        entry = await turn.desk.session.get(AuditEntry, pressed.number)
        if entry is None:
            raise NotYours
        sought = Sought(object=entry.object)
    await _show(turn, sought, before=pressed.version)


BUTTONS: Mapping[str, TakesButton] = dict.fromkeys((ALL, OF_PERSON, OF_PLACE, OF_THIS), _older)
