"""/protocolo: where a notice is, for the Secretariat: whom it told what, by which channel, each step of its way.

The number of a report is understood too, by everybody of what is theirs to read. Else every number looks as one
that does not exist.
"""

from bot import forms
from bot.forms import Form, Press
from bot.protocol_numbers import read_notice, read_report
from bot.turn import Turn
from db.deliverables import report_of_protocol
from db.ids import NoticeId
from db.notices import notice_code
from db.traces import Trace, notices_in_doubt
from rede.access import Act, may, require_secretariat
from rede.lines import nature_of_kind
from rede.trace import look_up
from rede.trace_lines import moment, notice_line, way_line

NAME = "protocolo"
#: Callback data before the number of a notice.
NOTICE, WAY = "notice:", "way:"
#: Notices offered where no number was given.
MOST_OFFERED = 5


async def handle(turn: Turn) -> None:
    """`/protocolo RP-2026-000142` tells everybody of the reports that are theirs to read."""
    if read_report(turn.arguments) is not None:
        await _find(turn, turn.arguments)
        return
    if not turn.of_the_secretariat and not turn.arguments.strip():
        turn.answer("protocol_ask_own")
        await forms.keep(turn, Form(NAME))
        return
    await require_secretariat(turn.desk)
    if turn.arguments.strip():
        await _find(turn, turn.arguments)
    else:
        await _ask(turn)


async def resume(turn: Turn, form: Form) -> None:
    """The number, after it was asked for."""
    if read_report(turn.said.text) is None and not turn.of_the_secretariat:
        turn.answer("protocol_ask_own")
        return
    if await _find(turn, turn.said.text):
        await forms.drop(turn)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    """The form has no buttons of its own."""
    turn.answer("old_button")


async def take_button(turn: Turn, data: str) -> bool:
    """The buttons of a notice. False: it is another's."""
    for prefix, handler in ((NOTICE, _show), (WAY, _show_way)):
        if data.startswith(prefix):
            await require_secretariat(turn.desk)
            number = read_notice(data.removeprefix(prefix))
            trace = await look_up(turn.desk, number) if number else None
            if trace is None:
                turn.answer("old_button")
            else:
                handler(turn, trace)
            return True
    return False


async def _ask(turn: Turn) -> None:
    found = await notices_in_doubt(turn.desk.session, limit=MOST_OFFERED)
    buttons = [[(notice_code(one), f"{NOTICE}{one}")] for one in found]
    turn.answer("protocol_ask", buttons=buttons, in_doubt=len(found))
    await forms.keep(turn, Form(NAME))


async def _find(turn: Turn, text: str) -> bool:
    """Whether something was found."""
    if (number := read_notice(text)) is not None:
        return await _find_notice(turn, number)
    if (protocol := read_report(text)) is not None:
        return await _find_report(turn, protocol)
    turn.answer("protocol_unreadable")
    return False


async def _find_notice(turn: Turn, number: NoticeId) -> bool:
    trace = await look_up(turn.desk, number)
    if trace is None:
        turn.answer("protocol_unknown", number=notice_code(number))
        return False
    _show(turn, trace)
    return True


async def _find_report(turn: Turn, protocol: str) -> bool:
    found = await report_of_protocol(turn.desk.session, protocol)
    if found is None or not await may(turn.desk, Act.READ_REPORTS, found[1], axis=found[2].axis):
        turn.answer("protocol_unknown", number=protocol)
        return False
    report, institution, goal = found
    turn.answer(
        "protocol_report",
        protocol=report.protocol,
        acronym=institution.acronym,
        institution=institution.name,
        key=goal.key,
        goal=goal.text,
        nature=nature_of_kind(goal.kind, internal=False),
        state=report.state,
        late=report.late,
        reason=report.reason,
        when=moment(report.received_at),
    )
    return True


def _show(turn: Turn, trace: Trace) -> None:
    row = [(turn.text("button_way"), f"{WAY}{trace.notice.id}")]
    turn.answer("protocol_notice", buttons=[row], one=notice_line(turn.desk, trace))


def _show_way(turn: Turn, trace: Trace) -> None:
    turn.answer("protocol_way", way=way_line(trace))
