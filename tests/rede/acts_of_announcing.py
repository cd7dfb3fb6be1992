"""The real act behind each thing that one may do to many: broadcasts, meetings, classes, offers, requests, joint
actions, and what the Secretariat alone decides."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from db.contributions import ContributionKind
from rede.answer_request import answer_request
from rede.approve_broadcast import approve, refuse
from rede.attach_forum_group import attach_forum_group, detach_forum_group, set_forum_topic
from rede.audience import EVERYBODY
from rede.broadcast import BroadcastOrder, prepare
from rede.cancel_class import cancel_class
from rede.change_class import change_class
from rede.change_meeting import MeetingChange, cancel_meeting, change_meeting
from rede.change_request import cancel_request, move_request
from rede.class_report import prefilled
from rede.clear_restricted import clear_restricted
from rede.close_request import close_request
from rede.confirm_joint_action import confirm_joint_action, deny_joint_action
from rede.contribute import Offer, contribute
from rede.convene_meeting import convene, invite
from rede.convening import Convocation
from rede.decide_post import dismiss_post, publish_post
from rede.desk import Desk
from rede.enter_class import enter_class, proposed_code
from rede.fill_request import add_to_draft, cut_from_draft, draft_of, reword_draft
from rede.hold_broadcasts import call_off, release
from rede.import_classes import compare_classes, import_classes
from rede.keep_material import keep_material, remove_material
from rede.keep_minutes import keep_minutes
from rede.moderate_contribution import (
    answer_contribution,
    decline_contribution,
    publish_contribution,
    readable_contribution,
    retitle_contribution,
    withdraw_contribution,
)
from rede.note_attendance import close_attendance, note_attendance, roll
from rede.open_forum import open_forum
from rede.open_request import foresee_request
from rede.own_broadcasts import mine, seen
from rede.pause_broadcast import pause, resume, suspend
from rede.remind_asked import remind_asked
from rede.resend_broadcast import decide_unknown, resend_failed
from rede.rows import Row
from rede.tell_joint_action import NewAction, tell_joint_action
from rede.write_kit import NewKit, write_kit
from tests.rede.announcing_world import LINK, Owned, World
from tests.rede.classes import CELLS
from tests.rede.makers import NOW, days

Does = Callable[[Desk, Owned, World], Awaitable[object]]
A_GROUP = -100_123
KIT = NewKit(title="Campanha", banner="Participe", news="Uma notícia.", popup="Veja.")
MOVED = MeetingChange(starts_at=NOW + days(12))
MEETING = Convocation(title="Reunião", agenda="1. Metas", starts_at=NOW + days(9), link=LINK)


async def _speaks(desk: Desk, one: Owned, world: World) -> None:
    sender = None if one.acronym == "SEGES" else one.place
    await prepare(desk, BroadcastOrder(title="Aviso", text="Bom dia.", audience=EVERYBODY, sender=sender))


async def _convenes(desk: Desk, one: Owned, world: World) -> None:
    await convene(desk, MEETING, await invite(desk, place=one.place))


async def _convenes_in_anothers(desk: Desk, one: Owned, world: World) -> None:
    """The invitation was made by somebody who might."""
    made = await invite(replace(desk, actor=one.lead), place=one.place)
    await convene(desk, MEETING, made)


async def _enters(desk: Desk, one: Owned, world: World) -> None:
    await enter_class(desk, {**CELLS, "code": "2"}, institution_id=one.place)


async def _imports(desk: Desk, one: Owned, world: World) -> None:
    await import_classes(desk, [Row(2, {**CELLS, "code": "3"})], institution_id=one.place)


async def _compares(desk: Desk, one: Owned, world: World) -> None:
    await compare_classes(desk, [Row(2, {**CELLS, "code": "3"})], institution_id=one.place)


async def _contributes(desk: Desk, one: Owned, world: World) -> None:
    offer = Offer(kind=ContributionKind.SUGGESTION, title="Mais cursos", text="De licitação.")
    await contribute(desk, one.place, offer)


async def _tells(desk: Desk, one: Owned, world: World) -> None:
    new = NewAction(
        place=one.place, goal="2.3", title="Feira", result="Feita", day=NOW.date(), partners=[one.place]
    )
    await tell_joint_action(desk, new)


#: Who may: by the words of tests/rede/test_access.py, for the Secretariat, an área temática (of another axis), who
#: coordinates in the first layer, who serves there, who coordinates in the second, who serves there.
ROWS: Mapping[str, str] = {
    "speak in its name": "own | - | own | - | - | -",
    "lead what it sent": "all | - | own | - | - | -",
    "suspend": "all | - | - | - | - | -",
    "hold a class": "all | - | own | own | own | own",
    "report for it": "own | - | own | own | own | own",
    "answer for it": "- | - | own | own | own | own",
    "read its restricted offer": "all | - | own | own | own | own",
    "decide": "all | - | - | - | - | -",
}
ACTS: Mapping[str, tuple[str, Does]] = {
    "write a broadcast": ("speak in its name", _speaks),
    "convene": ("speak in its name", _convenes),
    "convene with another's invitation": ("speak in its name", _convenes_in_anothers),
    **{
        name: ("lead what it sent", does)
        for name, does in {
            "look at a broadcast": lambda desk, one, _: seen(desk, one.broadcast),
            "hold a broadcast": lambda desk, one, _: mine(desk, one.broadcast),
            "approve": lambda desk, one, _: approve(desk, one.broadcast),
            "refuse": lambda desk, one, _: refuse(desk, one.broadcast, reason="Não agora"),
            "pause": lambda desk, one, _: pause(desk, one.broadcast),
            "resume": lambda desk, one, _: resume(desk, one.broadcast),
            "call off": lambda desk, one, _: call_off(desk, one.broadcast),
            "resend": lambda desk, one, _: resend_failed(desk, one.broadcast),
            "decide the unknown": lambda desk, one, _: decide_unknown(desk, one.broadcast, send_again=True),
            "change a meeting": lambda desk, one, _: change_meeting(desk, one.meeting, MOVED),
            "cancel a meeting": lambda desk, one, _: cancel_meeting(desk, one.meeting),
            "see the roll": lambda desk, one, _: roll(desk, one.meeting),
            "note who came": lambda desk, one, _: note_attendance(desk, one.meeting, one.place, people=1),
            "close the roll": lambda desk, one, _: close_attendance(desk, one.meeting),
            "keep minutes": lambda desk, one, _: keep_minutes(desk, one.meeting, text="Feito"),
        }.items()
    },
    **{
        name: ("suspend", does)
        for name, does in {
            "suspend": lambda desk, one, _: suspend(desk, one.broadcast),
            "let go what is held": lambda desk, one, _: release(desk, one.broadcast),
        }.items()
    },
    **{
        name: ("hold a class", does)
        for name, does in {
            "enter a class": _enters,
            "import classes": _imports,
            "compare classes": _compares,
            "be given a code": lambda desk, one, _: proposed_code(desk, "X", institution_id=one.place),
            "change a class": lambda desk, one, _: change_class(desk, one.class_id, {"seats": "31"}),
            "cancel a class": lambda desk, one, _: cancel_class(desk, one.class_id, why="Sem sala"),
            "keep material": lambda desk, one, _: keep_material(desk, one.course, title="X", link=LINK),
            "remove material": lambda desk, one, _: remove_material(desk, one.material),
        }.items()
    },
    **{
        name: ("report for it", does)
        for name, does in {
            "report a class": lambda desk, one, _: prefilled(desk, one.class_id),
            "contribute": _contributes,
            "let publish": lambda desk, one, _: clear_restricted(desk, one.offer, one.stage, yes=True),
            "let publish an old one": lambda desk, one, _: clear_restricted(desk, one.offer, 1, yes=True),
            "take an offer back": lambda desk, one, _: withdraw_contribution(desk, one.offer, one.stage),
            "take an old one back": lambda desk, one, _: withdraw_contribution(desk, one.offer, 1),
            "tell a joint action": _tells,
            "confirm it": lambda desk, one, _: confirm_joint_action(desk, one.joint, one.place),
            "deny it": lambda desk, one, _: deny_joint_action(desk, one.joint, one.place),
        }.items()
    },
    **{
        name: ("answer for it", does)
        for name, does in {
            "see the draft": lambda desk, one, world: draft_of(desk, world.request, one.place),
            "add to it": lambda desk, one, world: add_to_draft(desk, world.request, one.place, "Feira"),
            "cut from it": lambda desk, one, world: cut_from_draft(
                desk, world.request, one.place, [1], mark=""
            ),
            "reword it": lambda desk, one, world: reword_draft(
                desk, world.request, one.place, number=1, text="Feira", mark=""
            ),
            "send it": lambda desk, one, world: answer_request(
                desk, world.request, one.place, nothing="Nada houve"
            ),
        }.items()
    },
    "read an offer": (
        "read its restricted offer",
        lambda desk, one, _: readable_contribution(desk, one.offer),
    ),
    **{
        name: ("decide", does)
        for name, does in {
            "publish an offer": lambda desk, one, _: publish_contribution(desk, one.offer, one.stage),
            "answer an offer": lambda desk, one, _: answer_contribution(
                desk, one.offer, one.stage, answer="Sim"
            ),
            "decline an offer": lambda desk, one, _: decline_contribution(
                desk, one.offer, one.stage, reason="Não"
            ),
            "retitle an offer": lambda desk, one, _: retitle_contribution(
                desk, one.offer, one.stage, title="Outro"
            ),
            "foresee a request": lambda desk, one, _: foresee_request(desk, "todos"),
            "move a request": lambda desk, one, world: move_request(
                desk, world.request, (NOW + days(30)).date()
            ),
            "call a request off": lambda desk, one, world: cancel_request(desk, world.request),
            "close a request": lambda desk, one, world: close_request(desk, world.request),
            "remind of a request": lambda desk, one, world: remind_asked(desk, world.request),
            "publish a post": lambda desk, one, world: publish_post(desk, world.post),
            "dismiss a post": lambda desk, one, world: dismiss_post(desk, world.post),
            "write a kit": lambda desk, one, _: write_kit(desk, KIT),
            "attach a group": lambda desk, one, _: attach_forum_group(desk, A_GROUP, title="Fórum"),
            "set a topic": lambda desk, one, _: set_forum_topic(desk, A_GROUP, axis="1", thread_id=2),
            "detach a group": lambda desk, one, _: detach_forum_group(desk, A_GROUP),
            "open the forum": lambda desk, one, _: open_forum(desk),
        }.items()
    },
}
#: What nobody finds under a number that nothing has.
BY_NUMBER = ("lead what it sent", "suspend", "read its restricted offer")
