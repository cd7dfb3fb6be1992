"""The dialogue inside a dialogue: filters by buttons, one at a time, or the whole language typed at any moment.

A form that has to know an audience calls `ask_audience`; while `is_asking_audience` it hands on what is typed and
pressed, and goes on once that answers an audience: the person confirmed it.
"""

from bot.audience.filters import PRESS, STEP, ask_filter, ask_goal_state, ask_which
from bot.audience.scope import ESSENTIAL, FIELD, Scope, chosen, heard, known, scope_of
from bot.audience.showing import show, show_left_out
from bot.forms import Form, Press
from bot.plain import plain
from bot.report_words import read_key
from bot.turn import Turn
from db.elos import Elo
from db.ids import InstitutionId
from db.institutions import Institution
from rede.audience import EVERYBODY, Audience, AudienceRefused, Kind, count_of, narrowed, read_audience
from rede.audience_reading import EVERYBODY_CALLED
from rede.audience_words import widened
from rede.find_institution import find_institutions

#: What the field `asked` of a form says while an audience is asked for.
ASKED = "audience"
#: Buttons, and what else people type for them.
DONE, AGAIN, BACK, WHO = (
    ("pronto", "ok", "sim", "continuar"),
    ("recomecar",),
    ("voltar",),
    ("quem fica de fora",),
)
_INSTITUTIONS = (Kind.INSTITUTION, Kind.SECOND_LAYER)


async def ask_audience(turn: Turn, form: Form, *, essential: bool = False) -> None:
    """Asks, or shows what the form's field `audience` holds already. `essential`: an obligation follows from it, so
    that those who turned announcements off hear it, too.

    Raises:
        NotYours: the person may write to nobody.
    """
    form.fields["asked"] = ASKED
    form.fields.pop(STEP, None)
    form.fields.pop(ESSENTIAL, None)
    if essential:
        form.fields[ESSENTIAL] = "1"
    await show(turn, form, await scope_of(turn))


def is_asking_audience(form: Form) -> bool:
    return form.fields.get("asked") == ASKED


async def take_audience_text(turn: Turn, form: Form) -> Audience | None:
    """The audience, once the person confirms it; its spelling stays in the field `audience`.

    Raises:
        AudienceRefused: what was typed is no audience; nothing of the form is lost.
    """
    scope, said = await scope_of(turn), turn.said.text.strip()
    word = plain(said).strip(" .!")
    if word in DONE:
        return await _confirmed(turn, form, scope)
    if word in AGAIN or word in BACK:
        await _go(turn, form, scope, "again" if word in AGAIN else "back")
    elif word in WHO:
        await show_left_out(turn, form, scope)
    elif STEP in form.fields and ":" not in said and word not in EVERYBODY_CALLED:
        await _take_values(turn, form, scope, said)
    else:
        await _take_language(turn, form, scope, said)
    return None


async def take_audience_press(turn: Turn, form: Form, pressed: Press) -> Audience | None:
    """As `take_audience_text`, of a button whose field is `PRESS`."""
    scope = await scope_of(turn)
    if pressed.field != PRESS:
        turn.answer("old_button")
    elif pressed.value == "done":
        return await _confirmed(turn, form, scope)
    elif pressed.value == "who":
        await show_left_out(turn, form, scope)
    else:
        await _go(turn, form, scope, pressed.value)
    return None


async def _go(turn: Turn, form: Form, scope: Scope, word: str) -> None:
    act, _, value = word.partition(":")
    match act:
        case "all":
            await _put(turn, form, scope, EVERYBODY)
        case "again":
            form.fields.pop(FIELD, None)
            await _show_anew(turn, form, scope)
        case "back":
            await _show_anew(turn, form, scope)
        case "add" if value in list(Kind):
            await ask_filter(turn, form, scope, Kind(value))
        case "goal" if read_key(value):
            await ask_goal_state(turn, form, read_key(value))
        case "is":
            await _add(turn, form, scope, read_audience(value))
        case "elo" if value.isdecimal():
            elo = await turn.desk.session.get(Elo, int(value[:9]))
            await _add_named(turn, form, scope, Kind.ELO, elo.name if elo else "")
        case "place" if value.isdecimal():
            place = await turn.desk.session.get(Institution, InstitutionId(int(value[:9])))
            kind = Kind(form.fields.get(STEP, Kind.INSTITUTION))
            await _add_named(turn, form, scope, kind, place.acronym if place else "")
        case _:
            # None of ours: whoever made it up gets nowhere.
            turn.answer("old_button")


async def _take_values(turn: Turn, form: Form, scope: Scope, said: str) -> None:
    """What answers the filter that was asked for, without its name."""
    kind = Kind(form.fields[STEP])
    if kind is Kind.GOAL and (key := read_key(said)):
        await ask_goal_state(turn, form, key)
        return
    try:
        typed = read_audience(f"{kind}:{said}")
        await known(turn, typed, scope)
    except AudienceRefused:
        if kind not in _INSTITUTIONS or not await _asks_which(turn, form, scope, said):
            raise
        return
    await _add(turn, form, scope, typed)


async def _asks_which(turn: Turn, form: Form, scope: Scope, said: str) -> bool:
    found = await find_institutions(turn.desk, said, among=scope.within)
    if found:
        await ask_which(turn, form, Kind(form.fields[STEP]), found)
    return bool(found)


async def _take_language(turn: Turn, form: Form, scope: Scope, said: str) -> None:
    """It takes the place of what was chosen; with + in front it is added."""
    if not said.startswith("+"):
        await _put(turn, form, scope, read_audience(said))
        return
    before = await chosen(turn, form, scope) or EVERYBODY
    await _put(turn, form, scope, narrowed(before, *read_audience(said[1:]).filters))


async def _add_named(turn: Turn, form: Form, scope: Scope, kind: Kind, name: str) -> None:
    if not name:
        turn.answer("old_button")
        return
    quoted = name.replace('"', '""')
    await _add(turn, form, scope, read_audience(f'{kind}:"{quoted}"'))


async def _add(turn: Turn, form: Form, scope: Scope, more: Audience) -> None:
    """One more value of a filter that is there already is another one that may hold."""
    before = await chosen(turn, form, scope) or EVERYBODY
    await _put(turn, form, scope, widened(before, await known(turn, more, scope)))


async def _put(turn: Turn, form: Form, scope: Scope, audience: Audience) -> None:
    form.fields[FIELD] = str(await known(turn, audience, scope))
    await _show_anew(turn, form, scope)


async def _show_anew(turn: Turn, form: Form, scope: Scope) -> None:
    form.fields.pop(STEP, None)
    await show(turn, form, scope)


async def _confirmed(turn: Turn, form: Form, scope: Scope) -> Audience | None:
    audience = await chosen(turn, form, scope)
    if audience is None:
        await show(turn, form, scope)
        return None
    count = count_of(await heard(turn, audience, scope), essential=ESSENTIAL in form.fields)
    if not count.hears:
        # The form is not kept again, so the buttons above stay good.
        turn.answer("audience_nobody")
        return None
    form.fields[FIELD] = str(audience)
    for field in ("asked", STEP, ESSENTIAL):
        form.fields.pop(field, None)
    return audience
