"""What a joint action is made of, checked; its report; and who is told of it by which words. A tool of acts."""

import re
import unicodedata
from datetime import date

from rapidfuzz import fuzz

from db import outbox
from db.deliveries import Lane
from db.ids import InstitutionId, JointActionId, PersonId
from db.joint_actions import JointAction, Told, told_of
from db.notices import NoticeKind
from db.obligations import Owed, reportable_obligations
from db.preferences import reach
from db.serving import people_who_follow
from rede.access import NotYours
from rede.announce import buttons_json, deliveries_by
from rede.bound_buttons import bound
from rede.desk import Desk
from rede.digest import words_of
from rede.filing import Details
from rede.refusal import Refusal
from scheduler.plan.cpf import has_cpf
from scheduler.wording import long_date

#: Goals that institutions meet together.
GOALS = ("2.3", "3.3", "C3")
#: The acts of the buttons under what asks a partner (bot/commands/acaoconjunta.py).
CONFIRM, DENY = "acaosim", "acaonao"
#: Characters of a title, of a result; partners of one action.
LONGEST_TITLE, LONGEST_RESULT, MOST_PARTNERS = 120, 1000, 10
#: From 0 to 100: titles at least so alike are one action.
ALIKE = 80
#: By what means the report of a partner came.
MEANS = "ação conjunta"


class JointRefused(Refusal):
    """The joint action, or an answer about it, cannot be taken as it stands."""


def check_words(typed: str, *, most: int) -> str:
    """
    Raises:
        JointRefused: nothing in it, too much, or a CPF.
    """
    words = " ".join(typed.strip().strip('"“”').split())
    if not any(letter.isalnum() for letter in words):
        raise JointRefused("joint_empty")
    if len(words) > most:
        raise JointRefused("joint_too_long", length=len(words), most=most)
    if has_cpf(words):
        raise JointRefused("joint_with_cpf")
    return words


def check_day(day: date, *, today: date) -> date:
    """
    Raises:
        JointRefused: it has not come yet.
    """
    if day > today:
        raise JointRefused("joint_day_ahead", day=long_date(day))
    return day


def is_alike(one: str, other: str) -> bool:
    """`Módulo 1` is not `Módulo 2`."""
    titles = _plain(one), _plain(other)
    same_numbers = re.findall(r"\d+", titles[0]) == re.findall(r"\d+", titles[1])
    return same_numbers and fuzz.token_sort_ratio(*titles) >= ALIKE


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


async def owed_for(desk: Desk, place: InstitutionId, goal: str) -> Owed | None:
    """What an institution's report of that goal belongs to; what has no date stands for all of it."""
    owed = [one for one in await reportable_obligations(desk.session, [place]) if one.goal.key == goal]
    return min(owed, key=lambda one: (one.obligation.literal is not None, one.obligation.id), default=None)


def report_of(action: JointAction, partners: str) -> tuple[str, Details]:
    """The words and the evidence of its report: the same for each side but for who the others are."""
    evidence = {"day": action.day.isoformat(), "partners": partners, "result": action.result}
    if action.link:
        evidence["link"] = action.link
    return action.title, Details(evidence=evidence)


async def the_action(desk: Desk, action_id: JointActionId) -> Told:
    """Raises NotYours: there is none."""
    found = await told_of(desk.session, action_id)
    if found is None:
        raise NotYours
    return found


def facts_of(told: Told) -> dict[str, object]:
    """What its texts know of it."""
    action = told.action
    return {
        "key": action.goal,
        "title": action.title,
        "day": long_date(action.day),
        "result": action.result,
        "link": action.link,
        "teller": told.teller.name,
        "acronym": told.teller.acronym,
        "partners": [place.acronym for _, place in told.partners],
    }


async def ask_partner(desk: Desk, told: Told, place: InstitutionId, *, again: bool) -> bool:
    """Asks those who follow a partner, once (`again`: once more); False where nobody can be told."""
    step, reached = "again" if again else "ask", False
    name = next(one.name for _, one in told.partners if one.id == place)
    for person in await people_who_follow(desk.session, place):
        facts = facts_of(told) | {"person": person.name, "institution": name, "again": again}
        deliveries = deliveries_by(
            await reach(desk.session, person.id),
            words_of(desk, "joint_asked", facts),
            buttons=buttons_json([_answers(desk, told.action.id, person.id)]),
        )
        if not deliveries:
            continue
        reached = True
        key = f"joint:{told.action.id}:{place}:{step}:{person.id}"
        await outbox.put(desk.session, _notice(desk, deliveries, person.id, key))
    return reached


def _answers(desk: Desk, action_id: int, person_id: PersonId) -> list[tuple[str, str]]:
    texts, sealer = desk.office.texts, desk.office.sealer
    return [
        (texts.chat(f"button_joint_{name}"), bound(sealer, person_id, act, action_id))
        for name, act in (("yes", CONFIRM), ("no", DENY))
    ]


async def tell_side(desk: Desk, told: Told, place: InstitutionId, template: str, **more: object) -> None:
    """Those who follow an institution hear what another side said; the actor knows."""
    for person in await people_who_follow(desk.session, place):
        if person.id == desk.actor:
            continue
        facts = facts_of(told) | {"person": person.name} | more
        deliveries = deliveries_by(await reach(desk.session, person.id), words_of(desk, template, facts))
        if deliveries:
            key = f"joint:{told.action.id}:{template}:{more.get('about', place)}:{person.id}"
            await outbox.put(desk.session, _notice(desk, deliveries, person.id, key))


def _notice(
    desk: Desk, deliveries: list[outbox.NewDelivery], person_id: PersonId, key: str
) -> outbox.NewNotice:
    return outbox.NewNotice(
        kind=NoticeKind.TASK,
        lane=Lane.INTERACTIVE,
        created_at=desk.now,
        not_before=desk.now,
        deliveries=deliveries,
        person_id=person_id,
        key=key,
    )
