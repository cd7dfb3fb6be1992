"""/start TOKEN, or a code of eight characters, binds this chat to the invited person, once they typed the code that
is mailed to them; without an invite it asks for the registered address, where one is sent."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot import forms
from bot.commands import contatos
from bot.forms import STRANGERS, Form, Press
from bot.turn import TakesButton, Turn
from db.people import Person, institutions_served
from rede import confirm_chat
from rede.access import Role, standings_of
from rede.ask_invite import ask_invite
from rede.bound_buttons import read_link_word
from rede.confirm_chat import (
    CodeSent,
    ConfirmRefused,
    InviteRefused,
    Linked,
    accept_invite,
    awaits_code,
    send_again,
)
from rede.guessing import Slowed, Wrong
from rede.hearers import SUCCEED
from rede.invite_words import found_word
from rede.note_block import note_block
from rede.rows import checked_email

NAME = STRANGERS
BUTTONS: Mapping[str, TakesButton] = {}

#: What the form waits for; empty: anything.
CODE, EMAIL, INVITE = "code", "email", "invite"
#: Invites that one chat asks for in an hour.
MOST_ASKED, WITHIN = 3, timedelta(hours=1)
#: What such a code looks like.
EXAMPLE = "BCDF-2345"
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")
#: Characters around the digits of a code: `código: 123 456`.
MOST_AROUND = 40


async def handle(turn: Turn) -> None:
    word = turn.arguments.strip()
    if word.startswith(f"{SUCCEED}-") and turn.person is not None:
        await _succeed(turn, word)
    elif word and not word.startswith(f"{SUCCEED}-"):
        await _knock(turn, word)
    elif turn.person is not None:
        # Who speaks to us can be written to again, whatever closed the channel.
        await note_block(turn.desk, turn.said.chat_id, blocked=False)
        turn.answer("welcome_back", person=turn.person.name)
    elif turn.desk.office.sends_mail:
        await _ask(turn, EMAIL, "join_ask_email", "have_invite", **_reached(turn))
    else:
        await _greet(turn)


async def _succeed(turn: Turn, word: str) -> None:
    """The link of a mail that says that a contact is gone; in no chat but that of whoever was told."""
    pressed = read_link_word(turn.desk.office.sealer, turn.who, word)
    if pressed is None:
        turn.answer("successor_link_old")
    else:
        await contatos.replace(turn, pressed)


async def answer_stranger(turn: Turn) -> None:
    """Whatever a stranger says that no form of theirs waits for."""
    if turn.said.pressed is not None or turn.said.text.startswith("/") or not await _taken(turn):
        await _greet(turn)


async def resume(turn: Turn, form: Form) -> None:
    step = form.fields.get("step", "")
    if await _taken(turn, step):
        return
    if step == CODE:
        await _ask(turn, CODE, "confirm_unreadable", "resend_code", "no_access")
    elif turn.person is not None:
        # Linked meanwhile, by other means.
        await forms.drop(turn)
        turn.answer("welcome_back", person=turn.person.name)
    elif step == EMAIL:
        await _ask(turn, EMAIL, "join_email_unreadable", "have_invite")
    elif step == INVITE:
        await _ask(turn, INVITE, "join_ask_invite", *_by_email(turn), example=EXAMPLE)
    else:
        await _greet(turn)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    match pressed.value:
        case "have_invite":
            await _ask(turn, INVITE, "join_ask_invite", *_by_email(turn), example=EXAMPLE)
        case "invite_by_email":
            await _ask(turn, EMAIL, "join_ask_email", "have_invite", **_reached(turn))
        case "no_access":
            mailbox = turn.desk.office.mailbox
            await _ask(turn, CODE, "confirm_no_access", "resend_code", mailbox=mailbox)
        case "resend_code":
            await _send_again(turn)
        case _:
            turn.answer("old_button")


async def _taken(turn: Turn, step: str = "") -> bool:
    """A code, an invite or an address, whatever was asked; False: it is none."""
    text = turn.said.text
    code, word, address = _six_digits(text), found_word(text), ADDRESS.search(text)
    if code is not None and (step == CODE or await awaits_code(turn.desk, turn.said.chat_id)):
        await _confirm(turn, code)
    elif word is not None:
        await _knock(turn, word)
    elif address is not None and turn.desk.office.sends_mail:
        await _send_invite(turn, checked_email(address[0].rstrip(".!?")))
    else:
        return False
    return True


async def _knock(turn: Turn, word: str) -> None:
    try:
        answered = await accept_invite(turn.desk, word, turn.said.chat_id)
    except (InviteRefused, ConfirmRefused) as refused:
        await _refuse(turn, refused)
        return
    match answered:
        case Linked():
            await _welcome(turn, answered.person)
        case CodeSent():
            await _ask_code(turn, answered)
        case Wrong():
            turn.answer("invite_unknown", left=answered.left, minutes=answered.minutes)
        case Slowed():
            turn.answer("answers_slow", minutes=answered.minutes)


async def _confirm(turn: Turn, code: str) -> None:
    try:
        answered = await confirm_chat.confirm_chat(turn.desk, code, turn.said.chat_id)
    except (InviteRefused, ConfirmRefused) as refused:
        await _refuse(turn, refused)
        return
    match answered:
        case Linked():
            await _welcome(turn, answered.person)
        case Wrong():
            facts = {"left": answered.left, "minutes": answered.minutes}
            await _ask(turn, CODE, "confirm_wrong", "resend_code", "no_access", **facts)
        case Slowed():
            turn.answer("answers_slow", minutes=answered.minutes)


async def _send_again(turn: Turn) -> None:
    try:
        await _ask_code(turn, await send_again(turn.desk, turn.said.chat_id))
    except (InviteRefused, ConfirmRefused) as refused:
        await _refuse(turn, refused)


async def _refuse(turn: Turn, refused: InviteRefused | ConfirmRefused) -> None:
    """Nothing was changed, so the chat may be told here, and what it can do now."""
    match refused.key:
        case "confirm_expired":
            await _ask(turn, CODE, refused.key, "resend_code", "no_access", **refused.facts)
        case "confirm_too_many":
            await _ask(turn, CODE, refused.key, "no_access", **refused.facts)
        case _ if turn.person is None:
            await _ask(turn, "", refused.key, *_by_email(turn), **refused.facts)
        case _:
            turn.answer(refused.key, **refused.facts)


async def _send_invite(turn: Turn, email: str | None) -> None:
    if email is None:
        await _ask(turn, EMAIL, "join_email_unreadable", "have_invite")
        return
    form = await _form(turn)
    asked = [at for at in form.fields.get("asked", "").split() if _is_recent(at, turn.desk.now)]
    if len(asked) >= MOST_ASKED:
        await _ask(turn, INVITE, "join_asked_often", "have_invite", most=MOST_ASKED)
        return
    await ask_invite(turn.desk, email)
    form.fields["asked"] = " ".join([*asked, turn.desk.now.isoformat()])
    await forms.keep(turn, form)
    await _ask(turn, INVITE, "join_email_sent", "have_invite", mailbox=turn.desk.office.mailbox)


def _is_recent(at: str, now: datetime) -> bool:
    return now - datetime.fromisoformat(at) < WITHIN


async def _welcome(turn: Turn, person: Person) -> None:
    if turn.person is None or turn.person.id != person.id:
        # What was half done there was a stranger's, or somebody else's.
        await forms.drop(turn)
    institutions = await institutions_served(turn.desk.session, person.id)
    turn.bound = (await standings_of(turn.desk.session, [person.id]))[person.id]
    reviews = any(one.role in (Role.EXECUTIVE, Role.THEMATIC) for one in turn.bound or ())
    turn.answer("welcome", person=person.name, institutions=institutions, reviews=reviews)


async def _greet(turn: Turn) -> None:
    sends_mail = turn.desk.office.sends_mail
    await _ask(turn, "", "stranger", "have_invite", *_by_email(turn), sends_mail=sends_mail, **_reached(turn))


async def _ask_code(turn: Turn, sent: CodeSent) -> None:
    minutes = int(confirm_chat.VALID_FOR / timedelta(minutes=1))
    facts = {"address": sent.address, "minutes": minutes}
    await _ask(turn, CODE, "confirm_ask", "resend_code", "no_access", **facts)


async def _ask(turn: Turn, step: str, key: str, *buttons: str, **facts: object) -> None:
    """Asks, with a button for each of these on a line of its own, and waits for that step."""
    form = await _form(turn)
    form.fields["step"] = step
    rows = [[(turn.text(f"button_{one}"), forms.button(form, "do", one))] for one in buttons]
    await forms.keep(turn, form)
    turn.answer(key, buttons=rows, **facts)


async def _form(turn: Turn) -> Form:
    """The chat's own; another's is put away."""
    form = await forms.open_form(turn)
    return form if form is not None and form.of_strangers else Form(NAME)


def _by_email(turn: Turn) -> list[str]:
    return ["invite_by_email"] if turn.desk.office.sends_mail else []


def _reached(turn: Turn) -> dict[str, object]:
    office = turn.desk.office
    return {"mailbox": office.mailbox, "official_page": office.official_page}


def _six_digits(text: str) -> str | None:
    digits = re.sub(r"\D", "", text, flags=re.ASCII)
    near = len(text.strip()) <= MOST_AROUND
    return digits if near and len(digits) == confirm_chat.CODE_LENGTH else None
