"""An announcement before it leaves: how it looks in both channels, to whom it goes, and a real one to oneself."""

from dataclasses import replace
from html import escape

from bot import forms
from bot.forms import Form
from bot.keyboards import in_pairs
from bot.transmitting.form import corrected_by, file_of
from bot.transmitting.moment import moment_in_words
from bot.transmitting.order import prepared
from bot.transmitting.steps import DO
from bot.turn import Answer, Turn
from db.channels import ChannelKind
from db.preferences import reach
from db.slots import fill
from notifier.texts import Mail
from rede.announce import Buttons
from rede.broadcast import Broadcast
from rede.broadcast_words import LONGEST_CAPTION, first_units, longest_chat
from rede.digest import Words
from rede.to_many import LEAVE, NAME
from scheduler.clock import BRASILIA

#: Units of UTF-16 of an e-mail's text in its preview; the rest of a message is our own words.
MOST_OF_MAIL = 3500


async def show(turn: Turn, form: Form) -> None:
    """Three messages: the chat's, the e-mail's, and the counts with the question. Keeps the form.

    Raises:
        Refusal: it cannot be sent as it is.
    """
    ready = await prepared(turn, form)
    words = ready.words_to(_name(turn))
    turn.answer("transmit_preview")
    turn.answers += _messages(turn, form, ready, words)
    mail = words.mail.text.strip()
    shown = first_units(mail, MOST_OF_MAIL)
    turn.answer(
        "transmit_mail_preview",
        subject=words.mail.subject,
        text=shown,
        cut=shown != mail,
        file=form.fields.get("file_name", ""),
    )
    _ask(turn, form, ready)
    form.fields |= {"asked": "confirm", "shown": str(len(ready.listeners))}
    await forms.keep(turn, form)


def _ask(turn: Turn, form: Form, ready: Broadcast) -> None:
    order, before = ready.order, ready.before
    words = ("teste", "voltar", "alterar", "cancelar")
    buttons = [(turn.text("button_transmit", word=word), forms.button(form, DO, word)) for word in words]
    local = ready.starts.astimezone(BRASILIA)
    turn.answer(
        "transmit_confirm",
        buttons=in_pairs(buttons),
        people=len(ready.listeners),
        telegram=ready.count(ChannelKind.TELEGRAM),
        email=ready.count(ChannelKind.EMAIL),
        no_channel=ready.no_channel,
        closed=ready.closed,
        turned_off=ready.turned_off,
        starts=moment_in_words(ready.starts),
        waits=order.at is not None and ready.starts > order.at,
        now=order.at is None and local.date() == turn.desk.today,
        reason=order.urgent,
        before=before.id if before else 0,
        promotional=order.promotional,
        needs_approval=ready.needs_approval,
        correction=corrected_by(form) or 0,
    )


async def send_to_oneself(turn: Turn, form: Form) -> None:
    """By both channels, whichever the person chose; the form stays as it is, and so do its buttons."""
    ready = await prepared(turn, form)
    words, sealer, name = ready.words, turn.desk.office.sealer, _name(turn)
    leave = f"{turn.who}.{sealer.stamp(LEAVE, turn.who)}"
    plain, marked = {NAME: name, LEAVE: leave}, {NAME: escape(name), LEAVE: leave}
    mail = Mail(fill(words.mail.subject, plain), fill(words.mail.text, plain), fill(words.mail.html, marked))
    *first, last = _messages(turn, form, ready, Words(chat=fill(words.chat, marked), mail=mail))
    turn.answers += [*first, replace(last, mail=mail)]
    has_mail = ChannelKind.EMAIL in (await reach(turn.desk.session, turn.who)).channels
    turn.answer("transmit_test_sent", by_mail=has_mail)


def _messages(turn: Turn, form: Form, ready: Broadcast, words: Words) -> list[Answer]:
    """The chat's words with their file under them; where there is no room for that, the file follows."""
    buttons, file = _link_buttons(ready), file_of(form)
    if file is None or longest_chat(ready.words.chat, _name(turn)) <= LONGEST_CAPTION:
        return [Answer(words.chat, buttons, enclosure_id=file)]
    apart = turn.text("announcement_file", title=ready.order.title)
    return [Answer(words.chat, buttons), Answer(apart, enclosure_id=file)]


def _name(turn: Turn) -> str:
    return turn.person.name if turn.person else ""


def _link_buttons(ready: Broadcast) -> Buttons:
    button = ready.order.button
    return [[(button.label, button.link)]] if button else ()
