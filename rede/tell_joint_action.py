"""An institution tells what it did with others: one report for it, and each partner is asked to confirm in one tap.

The partners' reports are filed as they confirm (rede/confirm_joint_action.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.audit import record
from db.ids import DeliverableId, InstitutionId
from db.institutions import institutions_by_id
from db.joint_actions import JointAction, JointPartner, Told, actions_between
from rede.access import Act, NotYours, require
from rede.desk import Desk
from rede.handing_in import hand_in
from rede.joint_words import (
    GOALS,
    LONGEST_RESULT,
    LONGEST_TITLE,
    MOST_PARTNERS,
    JointRefused,
    ask_partner,
    check_day,
    check_words,
    is_alike,
    owed_for,
    report_of,
    the_action,
)
from rede.receipt import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAction:
    place: InstitutionId
    goal: str
    title: str
    result: str
    day: date
    partners: Sequence[InstitutionId]
    #: As `bot` read it; empty for none.
    link: str = ""


@dataclass(frozen=True, slots=True)
class ActionTold:
    told: Told
    receipt: Receipt
    #: Acronyms of partners of whom nobody can be asked.
    unreached: Sequence[str]


async def same_action(desk: Desk, new: NewAction) -> JointAction | None:
    """One of that day and about that title, told by one of these or with one of them."""
    places = [new.place, *new.partners]
    alike = await actions_between(desk.session, new.goal, new.day, places)
    return next((one for one in alike if is_alike(one.title, new.title)), None)


async def tell_joint_action(desk: Desk, new: NewAction) -> ActionTold:
    """
    Raises:
        NotYours: the actor may not report for that institution.
        JointRefused: no goal of that key, no partner, or something in it cannot be.
        ReportRefused: as for any report.
    """
    await require(desk, Act.HAND_IN, new.place)
    owed = await owed_for(desk, new.place, new.goal) if new.goal in GOALS else None
    if owed is None:
        raise JointRefused("joint_goal_unknown", goal=new.goal)
    await require(desk, Act.HAND_IN, new.place, axis=owed.goal.axis)
    partners = [one for one in dict.fromkeys(new.partners) if one != new.place]
    if not partners:
        raise JointRefused("joint_without_partner")
    if len(partners) > MOST_PARTNERS:
        raise JointRefused("joint_too_many_partners", most=MOST_PARTNERS)
    known = await institutions_by_id(desk.session, partners)
    if len(known) < len(partners):
        raise NotYours
    action = JointAction(
        goal=new.goal,
        title=check_words(new.title, most=LONGEST_TITLE),
        result=check_words(new.result, most=LONGEST_RESULT),
        day=check_day(new.day, today=desk.today),
        institution_id=new.place,
        created_at=desk.now,
        created_by=desk.actor,
        link=new.link,
    )
    desk.session.add(action)
    await desk.session.flush()
    desk.session.add_all(JointPartner(action_id=action.id, institution_id=one) for one in partners)
    words, details = report_of(action, ", ".join(sorted(one.acronym for one in known.values())))
    receipt = await hand_in(desk, owed, words, details=details)
    action.deliverable_id = DeliverableId(receipt.deliverable.id)
    await desk.session.flush()
    about, detail = f"joint_actions:{action.id}", f"{new.goal}, {len(partners)} partners"
    record(desk.session, "joint.tell", about, now=desk.now, person_id=desk.actor, detail=detail)
    told = await the_action(desk, action.id)
    reached = [one for one in partners if await ask_partner(desk, told, one, again=False)]
    return ActionTold(told, receipt, sorted(known[one].acronym for one in partners if one not in reached))
