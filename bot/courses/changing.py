"""A class is changed, or called off: which cell, what instead, and whether others have to hear of it."""

from bot import forms
from bot.courses.asking import ASKED, DO, HOLDER, NAME, ask_again, ask_which, holder_of
from bot.courses.card import SEE, show_card
from bot.courses.cells import CHANGEABLE, OF_CLASS, cells_in, label, told
from bot.forms import Form
from bot.turn import Turn
from db.classes import lessons_of
from db.ids import ClassId
from db.institutions import Layer
from rede.bound_buttons import Pressed
from rede.cancel_class import cancel_class
from rede.change_class import change_class
from rede.class_holder import require_class, require_holder
from rede.class_plan import ClassPlan, ClassRefused
from rede.class_rows import ClassReader
from rede.class_shelf import RELEVANT, changes, plan_of
from rede.class_words import State, class_facts, state_of

#: A field of the form: the version that was shown; what `asked` says: whether to tell of it, why it is called off.
VERSION, TELL, WHY = "version", "tell", "why"
#: Characters of a value, of which there are two in a line.
LONGEST = 200


async def begin_change(turn: Turn, number: int, version: int | None = None) -> None:
    """
    Raises:
        NotYours: it is another's, or there is none.
        ClassRefused: it was called off.
    """
    one, _ = await require_class(turn.desk, ClassId(number))
    if one.cancelled_at is not None:
        raise ClassRefused(key="class_cancelled")
    if version is not None and version < one.sequence:
        await show_card(turn, number, since=version)
        return
    fields = {OF_CLASS: str(number), VERSION: str(one.sequence), HOLDER: str(one.institution_id)}
    (facts,) = await class_facts(turn.desk, [one.id])
    turn.answer("class_changing", one=facts)
    await ask_which(turn, Form(NAME, fields))


async def take_change(turn: Turn, pressed: Pressed) -> None:
    await begin_change(turn, pressed.number, pressed.version)


async def confirm(turn: Turn, form: Form) -> None:
    """What will be otherwise; days, hours, place and link are told of anyway."""
    number = ClassId(int(form.fields[OF_CLASS]))
    before = await _plan(turn, number)
    try:
        after = await ClassReader(turn.desk).read(cells_in(form), before=before)
    except ClassRefused as refused:
        await ask_again(turn, form, refused)
        return
    columns = changes(before, after)
    if not columns:
        turn.answer("class_nothing_changes")
        await ask_which(turn, form)
        return
    holder = await require_holder(turn.desk, holder_of(form))
    was, now = [await told(turn, one, holder, longest=LONGEST) for one in (before, after)]
    relevant = bool(RELEVANT & set(columns))
    form.fields[ASKED] = TELL
    turn.answer(
        "class_change_summary",
        buttons=_confirm_buttons(turn, form, relevant=relevant),
        lines=[(label(turn, one), was.get(one, ""), now.get(one, "")) for one in columns],
        relevant=relevant,
        ours=holder.layer == Layer.SECRETARIAT,
    )
    await forms.keep(turn, form)


def _confirm_buttons(turn: Turn, form: Form, *, relevant: bool) -> list[list[tuple[str, str]]]:
    words = [["avisar"] if relevant else ["avisar", "pequena"], ["outro", "cancelar"]]
    return [
        [(turn.text("button_class_do", word=word), forms.button(form, DO, word)) for word in row]
        for row in words
    ]


async def _plan(turn: Turn, number: ClassId) -> ClassPlan:
    one, course = await require_class(turn.desk, number)
    return plan_of(one, course, (await lessons_of(turn.desk.session, [number]))[number])


async def save_change(turn: Turn, form: Form, *, relevant: bool) -> None:
    number = ClassId(int(form.fields[OF_CLASS]))
    one, _ = await require_class(turn.desk, number)
    if str(one.sequence) != form.fields.get(VERSION):
        # Somebody else changed it meanwhile: what is saved is what the person sees beside that.
        await show_card(turn, number, since=int(form.fields.get(VERSION, "0")))
        form.fields[VERSION] = str(one.sequence)
        await confirm(turn, form)
        return
    try:
        change = await change_class(turn.desk, number, cells_in(form), relevant=relevant)
    except ClassRefused as refused:
        await ask_again(turn, form, refused)
        return
    await forms.drop(turn)
    (facts,) = await class_facts(turn.desk, [number])
    state = state_of(change.one, turn.desk.now)
    see = [[(turn.text("button_class_see"), turn.button(SEE, number, change.one.sequence))]]
    columns = [label(turn, each) for each in CHANGEABLE if each in change.columns]
    turn.answer(
        "class_changed", buttons=see, one=facts, columns=columns, told=change.told and state is not State.OVER
    )


async def take_cancel(turn: Turn, pressed: Pressed) -> None:
    await ask_why(turn, pressed.number, pressed.version)


async def ask_why(turn: Turn, number: int, version: int | None = None) -> None:
    one, _ = await require_class(turn.desk, ClassId(number))
    if one.cancelled_at is not None or (version is not None and version < one.sequence):
        await show_card(turn, number, since=version)
        return
    (facts,) = await class_facts(turn.desk, [one.id])
    turn.answer("class_ask_why", one=facts)
    await forms.keep(turn, Form(NAME, {OF_CLASS: str(one.id), ASKED: WHY}))


async def cancel(turn: Turn, number: int, why: str) -> None:
    """
    Raises:
        NotYours: it is another's, or there is none.
        ClassRefused: it is over, or the reason is none that can be kept.
    """
    one = await cancel_class(turn.desk, ClassId(number), why=why)
    await forms.drop(turn)
    (facts,) = await class_facts(turn.desk, [one.id])
    turn.answer("class_called_off", one=facts)
