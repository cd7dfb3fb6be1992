"""/preferencias: by which channel one is told first, and whether of announcements. Deadlines are always told.

Its buttons need no form, so a report that is half filled in stays; each names the choice that it was shown for.
"""

from bot.preference_words import Wish, read_wish
from bot.turn import Turn
from db.channels import ChannelKind
from db.ids import PersonId
from db.preferences import ChannelChoice, Preference, preference_of, reach
from rede.access import NotYours
from rede.announce import Buttons
from rede.leave_announcements import leave_announcements
from rede.set_preferences import choose_channels, hear_announcements

#: Callback data, before the mark of the choice that was shown and what is wanted instead.
PREFER = "prefer:"
HEAR, LEAVE = "hear", "leave"
CHANNELS = {
    ChannelChoice.TELEGRAM: "button_telegram_first",
    ChannelChoice.EMAIL: "button_email_first",
    ChannelChoice.BOTH: "button_both_channels",
}


async def handle(turn: Turn) -> None:
    """Shows what is chosen; with arguments, chooses."""
    wish = read_wish(turn.arguments)
    if not turn.arguments.strip():
        await _show(turn)
    elif wish is None:
        await _show(turn, "unread")
    else:
        await _choose(turn, wish)


async def take_button(turn: Turn, data: str) -> bool:
    """False: it is another's."""
    if not data.startswith(PREFER):
        return False
    mark, _, wanted = data.removeprefix(PREFER).partition(":")
    wish = _wish(wanted)
    if wish is None or mark != _mark(await preference_of(turn.desk.session, _person(turn))):
        await _show(turn, "old")
    else:
        await _choose(turn, wish)
    return True


def _wish(wanted: str) -> Wish | None:
    if wanted in (HEAR, LEAVE):
        return Wish(announcements=wanted == HEAR)
    return Wish(ChannelChoice(wanted)) if wanted in set(ChannelChoice) else None


async def _choose(turn: Turn, wish: Wish) -> None:
    if wish.channels is not None:
        await choose_channels(turn.desk, wish.channels)
    if wish.announcements is True:
        await hear_announcements(turn.desk)
    elif wish.announcements is False:
        await leave_announcements(turn.desk, _person(turn))
    await _show(turn, "changed")


async def _show(turn: Turn, after: str = "") -> None:
    """`after`: what happened: nothing, `changed`, `old`, `unread`."""
    person_id = _person(turn)
    reached = await reach(turn.desk.session, person_id)
    chosen = await preference_of(turn.desk.session, person_id)
    hears = chosen is None or chosen.announcements
    turn.answer(
        "preferences",
        buttons=_buttons(turn, _mark(chosen), hears=hears),
        after=after,
        choice=chosen.channels if chosen is not None else ChannelChoice.TELEGRAM,
        announcements=hears,
        has_mailbox=ChannelKind.EMAIL in reached.channels,
    )


def _buttons(turn: Turn, mark: str, *, hears: bool) -> Buttons:
    channels = [(turn.text(key), f"{PREFER}{mark}:{choice}") for choice, key in CHANNELS.items()]
    key, wanted = ("button_leave_announcements", LEAVE) if hears else ("button_hear_announcements", HEAR)
    return [channels[:2], channels[2:], [(turn.text(key), f"{PREFER}{mark}:{wanted}")]]


def _mark(chosen: Preference | None) -> str:
    """Another one as soon as something else is chosen, here or by the link of a mail."""
    return "0" if chosen is None else str(round(chosen.changed_at.timestamp() * 1000))


def _person(turn: Turn) -> PersonId:
    if turn.person is None:
        raise NotYours
    return turn.person.id
