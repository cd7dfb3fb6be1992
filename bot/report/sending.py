"""A report is sent: its receipt in chat and by e-mail, the button that takes it back; never the same one twice."""

from datetime import timedelta

from bot.forms import Form
from bot.report.filled import CLASS, counts_hours, details_of, hours_of
from bot.turn import Answer, Turn
from db.deliverables import Deliverable, same_report
from db.ids import ClassId, DeliverableId, ObligationId
from db.notices import NoticeKind
from db.obligations import ObligationState, Owed
from rede.announce import Buttons
from rede.bound_buttons import Pressed
from rede.cancel_deliverable import cancel_deliverable
from rede.class_report import GOAL, keep_class_report
from rede.correct_deliverable import correct_deliverable
from rede.progress_lines import progress_line
from rede.receipt import Receipt
from rede.report_notices import facts_of
from rede.submit_deliverable import submit_deliverable
from scheduler.wording import long_date

#: The acts of the buttons that /entregar answers.
UNDO = "entregardesfaz"
#: The same words again so soon are the same message sent twice.
SOON = timedelta(minutes=10)


async def send(turn: Turn, form: Form, one: Owed) -> None:
    """Files the form as it stands."""
    key, description, hours = one.goal.key, form.fields["description"], hours_of(form)
    details = details_of(form, key)
    if number := form.fields.get("report"):
        receipt = await correct_deliverable(
            turn.desk, DeliverableId(int(number)), description=description, hours=hours, details=details
        )
    else:
        receipt = await submit_deliverable(
            turn.desk, ObligationId(one.obligation.id), description=description, hours=hours, details=details
        )
        if key == GOAL and (of_class := form.fields.get(CLASS, "")):
            await keep_class_report(turn.desk, ClassId(int(of_class)), receipt.deliverable)
    await answer_receipt(turn, receipt)


async def is_of_now(turn: Turn, pressed: Pressed) -> bool:
    """Whether a button is of the report's newest version; of an older one it is said that it is old."""
    report = await turn.desk.session.get(Deliverable, pressed.number)
    if report is not None and report.version != pressed.version:
        turn.answer("old_button")
        return False
    return True


async def already_sent(turn: Turn, form: Form, one: Owed) -> bool:
    """Whether one line says what another has said a moment ago."""
    like = Deliverable(
        protocol="",
        obligation_id=ObligationId(one.obligation.id),
        institution_id=one.institution.id,
        person_id=turn.who,
        received_at=turn.desk.now,
        description=form.fields["description"],
        hours=hours_of(form) if counts_hours(one) else None,
    )
    found = await same_report(turn.desk.session, like, since=turn.desk.now - SOON)
    if found is not None:
        turn.answer("report_repeated", protocol=found.protocol)
    return found is not None


async def answer_receipt(turn: Turn, receipt: Receipt) -> None:
    """In chat and by e-mail at once; the first version of a report may be taken back for ten minutes."""
    report = receipt.deliverable
    facts = await facts_of(turn.desk, receipt.owed, report) | {
        "registered": report.registered_by is not None,
        "fulfilled": receipt.fulfilled,
        "progress": progress_line(receipt.progress) if receipt.progress else None,
        "awaits_cpf": report.awaits_cpf and report.cpf_received_at is None,
    }
    turn.answers.append(
        Answer(
            turn.text("report_receipt", **facts),
            buttons=_undo(turn, report),
            kind=NoticeKind.RECEIPT,
            mail=turn.desk.office.texts.email("report_receipt", **facts),
        )
    )


def _undo(turn: Turn, report: Deliverable) -> Buttons:
    if report.version > 1:
        return ()
    return [[(turn.text("button_undo"), turn.button(UNDO, report.id, report.version))]]


async def undo(turn: Turn, pressed: Pressed) -> None:
    report, owed = await cancel_deliverable(turn.desk, DeliverableId(pressed.number), version=pressed.version)
    is_owed = owed.obligation.state is ObligationState.OPEN and owed.obligation.literal is not None
    day = long_date(owed.obligation.literal) if owed.obligation.literal else ""
    turn.answer("report_undo", protocol=report.protocol, owed=is_owed, day=day, key=owed.goal.key)
