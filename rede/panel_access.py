"""Access to the Painel Gerencial (goal 1.3): a task for the Secretariat after each report of 1.2. A tool of
acts."""

from db.deliverables import Deliverable
from db.ids import DeliverableId, PersonId
from db.institutions import Institution
from db.obligations import Owed
from db.panel_accesses import PanelAccess, access_of_report, note_access
from db.people import Function
from db.recall import cancel_keyed
from rede.announce import Buttons
from rede.bound_buttons import bound
from rede.desk import Desk
from rede.digest import words_of
from rede.filing import evidence_in
from rede.refusal import Refusal
from rede.tasks import executives, tell_task
from scheduler.clock import local_day
from scheduler.deadlines import Policy
from scheduler.wording import long_date

#: The goal that names who gets in, and the one that lets them.
NAMED_BY, GIVEN_BY = "1.2", "1.3"
#: Business days after which the partner is asked, as many as the target of 1.3 has.
ASKED_AFTER = 5
#: Who is told of an access, and asked of it.
CONCERNED = (Function.RESPONSAVEL_PAINEL, Function.COORDENADOR)
#: Callback data, before the number of an access (bot/commands/indicar.py).
GIVE, WORKS, NOT_YET = "indicarpainel", "indicarentrou", "indicarnaoentrou"


class PanelRefused(Refusal):
    """`panel_changed`: somebody was quicker, with how it stands; `panel_day`: not a day on which it can have been
    given; `panel_nothing`: the report behind it was taken back."""


async def ask_for_access(desk: Desk, owed: Owed, deliverable: Deliverable) -> None:
    """A report was filed: where it is of goal 1.2, the Secretariat is told to give access. Safe to repeat."""
    if owed.goal.key != NAMED_BY or deliverable.says_nothing:
        return
    number = DeliverableId(deliverable.id)
    access_id = await note_access(desk.session, owed.institution.id, number, now=desk.now)
    if access_id is None:
        return
    access = await desk.session.get_one(PanelAccess, access_id)
    await tell_of_task(desk, access, owed.institution, deliverable)


async def tell_of_task(
    desk: Desk, access: PanelAccess, place: Institution, deliverable: Deliverable, *, again: bool = False
) -> None:
    """`again`: access was given, and they do not get in."""
    facts = {**facts_of(access, place, deliverable), "again": again}
    for person_id in await executives(desk):
        label, act = desk.office.texts.chat("button_panel_given"), GIVE
        data = bound(desk.office.sealer, person_id, act, access.id, stage_of(access))
        buttons: Buttons = [[(label, data)]]
        key = _first_key(access, person_id)
        if again:
            key = f"panel:{access.id}:{stage_of(access)}:{desk.now.isoformat()}:{person_id}"
        await tell_task(desk, person_id, words_of(desk, "panel_task", facts), key=key, buttons=buttons)


async def withdraw_task(desk: Desk, deliverable: Deliverable) -> None:
    """The report was taken back: whoever has not heard of the task hears nothing of it. The access itself stays
    on record, and can no longer be given."""
    access = await access_of_report(desk.session, DeliverableId(deliverable.id))
    if access is not None:
        keys = [_first_key(access, one) for one in await executives(desk)]
        await cancel_keyed(desk.session, keys, reason="withdrawn", now=desk.now)
        access.ask_on = None
        await desk.session.flush()


def _first_key(access: PanelAccess, person_id: PersonId) -> str:
    return f"panel:{access.id}:{person_id}"


def facts_of(access: PanelAccess, place: Institution, deliverable: Deliverable) -> dict[str, object]:
    """What the texts of an access know of it."""
    return {
        "acronym": place.acronym,
        "institution": place.name,
        "whom": evidence_in(deliverable.evidence).get("whom", ""),
        "protocol": deliverable.protocol,
        "noted": long_date(local_day(access.noted_at)),
        "given": long_date(access.given_on) if access.given_on else "",
        "works": access.works,
    }


def stage_of(access: PanelAccess) -> int:
    """The version of an access that buttons are bound to: another once it is given, and once it is answered."""
    if access.given_on is None:
        return 0
    return access.given_on.toordinal() * 3 + (0 if access.works is None else 1 + access.works)


def check_stage(access: PanelAccess, place: Institution, version: int) -> None:
    """Raises PanelRefused: it does not stand as it did when the button was shown."""
    if stage_of(access) != version:
        given = long_date(access.given_on) if access.given_on else ""
        raise PanelRefused("panel_changed", acronym=place.acronym, given=given, works=access.works)


def ask_later(desk: Desk, access: PanelAccess) -> None:
    """The partner is asked five business days after it was given, and not today."""
    if access.given_on is not None:
        asked = desk.office.calendar.seen_by(Policy.LEI_9784).after(access.given_on, ASKED_AFTER)
        tomorrow = desk.office.calendar.seen_by(Policy.LEI_9784).after(desk.today, 1)
        access.ask_on = max(asked, tomorrow)
