"""What a partner says of a joint action that another told of: one tap for each of its people, the first counts."""

from bot.report.sending import answer_receipt
from bot.turn import Answer as Answered
from bot.turn import Turn
from db.ids import InstitutionId, JointActionId
from db.institutions import Institution
from db.joint_actions import Answer, asked_actions
from rede.access import NotYours
from rede.bound_buttons import Pressed
from rede.confirm_joint_action import Confirmed, confirm_joint_action, deny_joint_action
from rede.joint_words import CONFIRM, DENY, facts_of, the_action

#: Actions shown at once.
MOST = 3


async def show_waiting(turn: Turn) -> None:
    """What the person's institutions were asked about, each with its buttons."""
    for action, place in (await asked_actions(turn.desk.session, [one.id for one in turn.served]))[:MOST]:
        told = await the_action(turn.desk, action.id)
        row = [
            (turn.text("button_joint_yes"), turn.button(CONFIRM, action.id, place)),
            (turn.text("button_joint_no"), turn.button(DENY, action.id, place)),
        ]
        turn.answers.append(Answered(turn.text("joint_waiting", **facts_of(told)), [row]))


async def confirm(turn: Turn, pressed: Pressed) -> None:
    if (place := await _place(turn, pressed)) is not None:
        done = await confirm_joint_action(turn.desk, JointActionId(pressed.number), place)
        await answer_confirmed(turn, done)


async def answer_confirmed(turn: Turn, done: Confirmed) -> None:
    """The receipt of its own report; or that it counts for the teller alone."""
    if done.receipt is not None:
        await answer_receipt(turn, done.receipt)
    else:
        turn.answer("joint_confirmed", key=done.told.action.goal, teller=done.told.teller.name)


async def deny(turn: Turn, pressed: Pressed) -> None:
    if (place := await _place(turn, pressed)) is not None:
        done = await deny_joint_action(turn.desk, JointActionId(pressed.number), place)
        turn.answer("joint_denied", title=done.told.action.title, teller=done.told.teller.name)


async def _place(turn: Turn, pressed: Pressed) -> InstitutionId | None:
    """For which of the person's institutions; None: it was asked.

    Raises:
        NotYours: none of them is a partner of it.
    """
    told = await the_action(turn.desk, JointActionId(pressed.number))
    served = {one.id for one in turn.served}
    mine = [(partner, place) for partner, place in told.partners if place.id in served]
    if pressed.version:
        mine = [(partner, place) for partner, place in mine if place.id == pressed.version]
    if not mine:
        raise NotYours
    waiting: list[Institution] = [place for partner, place in mine if partner.answer is Answer.ASKED]
    if len(waiting) > 1:
        row = [(one.acronym, turn.button(pressed.act, pressed.number, one.id)) for one in waiting]
        turn.answer("joint_ask_for_whom", buttons=[row])
        return None
    return (waiting or [mine[0][1]])[0].id
