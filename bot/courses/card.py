"""One class, with everything that one needs of it, and what can be done with it."""

from textwrap import shorten

from bot.courses.calendar import calendar_button
from bot.courses.cells import audience_told
from bot.courses.interests import TOGGLE_COURSE
from bot.courses.reporting import owed_for
from bot.courses.seen import may_change, seen_class
from bot.keyboards import in_pairs
from bot.turn import Turn
from db.audit import Sought, newest_entries
from db.courses import materials_of
from db.interests import interests_of
from rede.announce_classes import SEE_BUTTON, WORDS_BUTTON
from rede.bound_buttons import Pressed
from rede.choose_interests import COURSE
from rede.class_plan import Column
from rede.class_report import GOAL, REPORT_BUTTON
from rede.class_shelf import RELEVANT
from rede.class_words import ClassAtHand, State, facts_of, state_of

#: Acts of buttons: the class; its material; words to copy (bot/commands/divulgar.py); what its holder does with it.
SEE, MATERIAL, WORDS = SEE_BUTTON, "cursosmaterial", WORDS_BUTTON
CHANGE, CANCEL, KEEP = "turmamudar", "turmacancelar", "turmamaterial"
#: Lessons shown; changes looked at; characters of a link that is shown, too.
MOST_LESSONS, MOST_CHANGES, LONGEST_LINK = 8, 50, 300
#: Characters of a paragraph, and of a lesson.
LONGEST, SHORT = 400, 150
#: As the audit has it.
CHANGED = "class.change"
_TO_COME = (State.SOON, State.OPEN, State.CLOSED, State.RUNNING)


async def take_card(turn: Turn, pressed: Pressed) -> None:
    await show_card(turn, pressed.number, since=pressed.version)


async def show_card(turn: Turn, number: int, *, since: int | None = None) -> None:
    """`since`: the version that a button was shown for; what is otherwise by now is said first.

    Raises:
        NotYours: there is none, or it is of others.
    """
    found = await seen_class(turn, number)
    one, facts = found.one, facts_of(turn.desk, found)
    changes = await _changes(turn, found, since) if since is not None and since < one.sequence else []
    turn.answer(
        "class_card",
        buttons=await _buttons(turn, found),
        one=facts,
        about=shorten(found.course.about, LONGEST, placeholder="…"),
        audience=shorten(await audience_told(turn, one.audience, found.holder), LONGEST, placeholder="…"),
        lessons=[shorten(each, SHORT, placeholder="…") for each in facts.lessons[:MOST_LESSONS]],
        more=max(0, len(facts.lessons) - MOST_LESSONS),
        shows_link=0 < len(one.link) <= LONGEST_LINK,
        old=since is not None and since < one.sequence,
        changes=changes,
        changed=one.sequence > 0,
    )


async def _changes(turn: Turn, found: ClassAtHand, since: int) -> list[str]:
    """The columns that others had to hear of, as they were written in the audit since then."""
    one = found.one
    sought = Sought(object=f"classes:{one.id}")
    entries = await newest_entries(turn.desk.session, sought, limit=MOST_CHANGES)
    written = [set(each.detail.split(",")) for each in entries if each.act == CHANGED]
    names = set[str]().union(*[each for each in written if RELEVANT & each][: one.sequence - since])
    return [turn.text("class_column", column=each) for each in Column if each in names]


async def _buttons(turn: Turn, found: ClassAtHand) -> list[list[tuple[str, str]]]:
    state, one = state_of(found.one, turn.desk.now), found.one
    buttons = []
    if one.link and state is State.OPEN:
        buttons.append((turn.text("button_enrol"), one.link))
    if state in _TO_COME:
        buttons.append(calendar_button(turn, one.id))
    count = len(await materials_of(turn.desk.session, found.course.id))
    if count:
        buttons.append((turn.text("button_class_material", count=count), turn.button(MATERIAL, one.id)))
    if state in _TO_COME:
        buttons.append((turn.text("button_class_words"), turn.button(WORDS, one.id)))
    chosen = f"{COURSE}{found.course.id}" in await interests_of(turn.desk.session, turn.who)
    buttons.append(
        (turn.text("button_course_interest", chosen=chosen), turn.button(TOGGLE_COURSE, found.course.id))
    )
    return in_pairs([*buttons, *await _holder_buttons(turn, found, state)])


async def _holder_buttons(turn: Turn, found: ClassAtHand, state: State) -> list[tuple[str, str]]:
    """For who may change it."""
    one = found.one
    if not await may_change(turn, found.holder.id):
        return []
    buttons = []
    if state is not State.CANCELLED:
        buttons.append((turn.text("button_class_change"), turn.button(CHANGE, one.id, one.sequence)))
    if state in _TO_COME:
        buttons.append((turn.text("button_class_cancel"), turn.button(CANCEL, one.id, one.sequence)))
    buttons.append((turn.text("button_class_keep"), turn.button(KEEP, one.id)))
    if state is State.OVER and await owed_for(turn, found.holder.acronym, GOAL):
        buttons.append((turn.text("button_class_report"), turn.button(REPORT_BUTTON, one.id)))
    return buttons
