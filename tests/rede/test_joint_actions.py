"""A joint action: one report for who tells of it, one for each partner that confirms, and none twice."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from db import Database
from db.deliverables import Deliverable, DeliverableState
from db.ids import DeliverableId
from db.joint_actions import Answer
from db.notices import NoticeKind
from db.plans import Goal
from elo.reminding_partners import remind_partners
from rede.access import NotYours
from rede.cancel_deliverable import cancel_deliverable
from rede.confirm_joint_action import Confirmed, confirm_joint_action, deny_joint_action
from rede.filing import evidence_in
from rede.joint_words import JointRefused, the_action
from rede.tell_joint_action import ActionTold, NewAction, same_action, tell_joint_action
from tests.rede.makers import (
    ANA,
    JOAO,
    MARIA,
    NOW,
    a_desk,
    days,
    import_for,
    make_office,
    person_id,
    register,
)
from tests.rede.requests import place
from tests.rede.reviews import told

DAY = date(2025, 12, 5)


async def a_rede(database: Database, *, key: str = "2.3") -> None:
    """UPB, Irecê and the Secretariat, with a goal that is met together."""
    await register(database)
    for acronym in ("UPB", "IRECE"):
        await import_for(database, acronym)
    async with a_desk(database) as desk:
        await desk.session.execute(update(Goal).where(Goal.key == "1.1").values(key=key))


async def an_action(database: Database, *partners: str) -> NewAction:
    return NewAction(
        place=await place(database, "UPB"),
        goal="2.3",
        title="Oficina de Obrasgov",
        result="40 pessoas formadas",
        day=DAY,
        partners=[await place(database, one) for one in partners or ("IRECE",)],
    )


async def tells(database: Database, *partners: str, key: str = "2.3") -> ActionTold:
    await a_rede(database, key=key)
    new = replace(await an_action(database, *partners), goal=key)
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        return await tell_joint_action(desk, new)


async def confirms(
    database: Database, done: ActionTold, acronym: str = "IRECE", who: str = JOAO
) -> Confirmed:
    there = await place(database, acronym)
    async with a_desk(database, actor=await person_id(database, who)) as desk:
        return await confirm_joint_action(desk, done.told.action.id, there)


async def test_who_tells_has_one_report_and_each_partner_is_asked(database: Database) -> None:
    done = await tells(database, "IRECE", "SEGES")
    report = done.receipt.deliverable
    assert report.description == "Oficina de Obrasgov"
    assert evidence_in(report.evidence) == {
        "day": "2025-12-05",
        "partners": "IRECE, SEGES",
        "result": "40 pessoas formadas",
    }
    asked = await told(database, NoticeKind.TASK, "joint:")
    assert [address for address, _ in asked] == [JOAO, ANA] or [address for address, _ in asked] == [
        ANA,
        JOAO,
    ]


async def test_confirmed_each_side_has_one_report_of_its_own_goal(database: Database) -> None:
    done = await tells(database)
    confirmed = await confirms(database, done)
    assert confirmed.receipt is not None
    report = confirmed.receipt.deliverable
    assert (report.means, report.institution_id) == ("ação conjunta", await place(database, "IRECE"))
    assert evidence_in(report.evidence)["partners"] == "UPB"
    [(address, words)] = await told(database, NoticeKind.TASK, "joint:1:joint_answer")
    assert address == MARIA
    assert "confirmou" in words


async def test_the_first_answer_of_an_institution_counts(database: Database) -> None:
    done = await tells(database)
    await confirms(database, done)
    with pytest.raises(JointRefused, match="joint_answered"):
        await confirms(database, done)


async def test_denied_nothing_is_filed_and_the_teller_hears(database: Database) -> None:
    done = await tells(database)
    irece = await place(database, "IRECE")
    async with a_desk(database, actor=await person_id(database, JOAO)) as desk:
        assert (await deny_joint_action(desk, done.told.action.id, irece)).receipt is None
        [(partner, _)] = (await the_action(desk, done.told.action.id)).partners
        assert (partner.answer, partner.deliverable_id) == (Answer.DENIED, None)
    [(_, words)] = await told(database, NoticeKind.TASK, "joint:1:joint_answer")
    assert "não participou" in words


async def test_a_partner_without_the_goal_counts_for_the_teller_alone(database: Database) -> None:
    await a_rede(database)
    async with a_desk(database) as desk:
        # The second layer has no C3: in Irecê's own plan the goal has another key.
        keys = update(Goal).where(Goal.key == "2.3", Goal.plan_id == 2).values(key="1.1")
        await desk.session.execute(keys)
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        done = await tell_joint_action(desk, await an_action(database))
    assert (await confirms(database, done)).receipt is None


async def test_taken_back_nobody_confirms_it_any_more(database: Database) -> None:
    done = await tells(database)
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        await cancel_deliverable(desk, DeliverableId(done.receipt.deliverable.id), version=1)
    with pytest.raises(JointRefused, match="joint_taken_back"):
        await confirms(database, done)


async def test_while_the_tellers_report_is_adjusted_partners_confirm(database: Database) -> None:
    done = await tells(database)
    async with a_desk(database) as desk:
        await desk.session.execute(update(Deliverable).values(state=DeliverableState.RETURNED))
    assert (await confirms(database, done)).receipt is not None


async def test_taken_back_its_partners_hear_of_it(database: Database) -> None:
    done = await tells(database, "IRECE", "SEGES")
    await confirms(database, done)
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        await cancel_deliverable(desk, DeliverableId(done.receipt.deliverable.id), version=1)
    heard = dict(await told(database, NoticeKind.TASK, "joint:1:joint_gone"))
    assert "continua valendo" in heard[JOAO]
    assert "Não é preciso responder" in heard[ANA]


async def test_a_partner_takes_its_confirmation_back_and_confirms_anew(database: Database) -> None:
    done = await tells(database)
    confirmed = await confirms(database, done)
    assert confirmed.receipt is not None
    async with a_desk(database, actor=await person_id(database, JOAO)) as desk:
        await cancel_deliverable(desk, DeliverableId(confirmed.receipt.deliverable.id), version=1)
        [(partner, _)] = (await the_action(desk, done.told.action.id)).partners
        assert (partner.answer, partner.answered_at, partner.deliverable_id) == (Answer.ASKED, None, None)
    await confirms(database, done)
    heard = [words for _, words in await told(database, NoticeKind.TASK, "joint:1:joint_answer")]
    assert ["desfez a confirmação" in words for words in heard] == [False, True, False]


async def test_somebody_elses_action_looks_like_none(database: Database) -> None:
    done = await tells(database, "SEGES")
    with pytest.raises(NotYours):
        await confirms(database, done)
    with pytest.raises(NotYours):
        await confirms(database, done, "SEGES")


async def test_both_sides_telling_of_it_find_one_another(database: Database) -> None:
    await tells(database)
    upb, irece = await place(database, "UPB"), await place(database, "IRECE")
    other = replace(await an_action(database), place=irece, partners=[upb], title="oficina do obrasgov")
    async with a_desk(database, actor=await person_id(database, JOAO)) as desk:
        found = await same_action(desk, other)
        assert found is not None
        assert await same_action(desk, replace(other, title="Mutirão de contas")) is None
        assert await same_action(desk, replace(other, day=DAY - days(1))) is None


async def test_a_partner_that_says_nothing_is_asked_once_more(database: Database) -> None:
    await tells(database)
    later = NOW + days(13)
    rung = [await remind_partners(database, make_office(), when) for when in (NOW, later, later + days(1))]
    assert rung[1] == 1
    assert len(await told(database, NoticeKind.TASK, "joint:1:2:again")) <= 1
    assert len([one for one in await told(database, NoticeKind.TASK, "joint:") if one[0] == JOAO]) == 2


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"goal": "1.2"}, "joint_goal_unknown"),
        ({"goal": "3.3"}, "joint_goal_unknown"),
        ({"partners": []}, "joint_without_partner"),
        ({"partners": range(3, 30)}, "joint_too_many_partners"),
        ({"title": "…"}, "joint_empty"),
        ({"result": "x" * 1001}, "joint_too_long"),
        ({"title": "De 529.982.247-25"}, "joint_with_cpf"),
        ({"day": date(2025, 12, 10)}, "joint_day_ahead"),
    ],
)
async def test_what_cannot_be_told_is_refused(
    database: Database, changes: dict[str, object], key: str
) -> None:
    await a_rede(database)
    new = replace(await an_action(database), **changes)  # type: ignore[arg-type]
    with pytest.raises(JointRefused, match=key):
        async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
            await tell_joint_action(desk, new)
    async with database.read() as session:
        assert await session.get(Deliverable, 1) is None
