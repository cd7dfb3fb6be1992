"""Answers as outbox rows: one notice each, with its twin by e-mail where it is a receipt, or one for many files."""

from datetime import timedelta

from bot.turn import Answer, Turn
from db import Session, outbox
from db.channels import ChannelKind
from db.deliveries import Lane
from db.gathered import newest_unsent
from db.notices import NoticeKind
from db.preferences import reach
from rede.announce import buttons_json

#: A reply is worthless after this many seconds.
REPLY_EXPIRES = 600
#: Files of one album come within a moment: so long their answer waits for the next of them.
A_MOMENT = timedelta(seconds=1)
#: Answers about one album at the most: each file may come after the answer about those before it has left.
_MOST = 12


async def put_answer(turn: Turn, answer: Answer, key: str) -> None:
    """`key` makes putting it twice harmless."""
    if answer.gathers:
        await _gather(turn, answer)
    else:
        await outbox.put(turn.desk.session, await _notice(turn, answer, answer.once or key))


async def _gather(turn: Turn, answer: Answer) -> None:
    session, keys = turn.desk.session, [f"{answer.gathers}:{number}" for number in range(_MOST)]
    known, waiting = await newest_unsent(session, keys)
    if waiting is not None:
        waiting.body, waiting.buttons = answer.text, buttons_json(answer.buttons)
        await session.flush()
    elif known < _MOST:
        await outbox.put(session, await _notice(turn, answer, keys[known]))


async def _notice(turn: Turn, answer: Answer, key: str) -> outbox.NewNotice:
    now = turn.desk.now
    expires = None if answer.kind is NoticeKind.RECEIPT else now + timedelta(seconds=REPLY_EXPIRES)
    delivery = outbox.NewDelivery(
        channel=ChannelKind.TELEGRAM,
        address=str(turn.said.chat_id),
        body=answer.text,
        buttons=buttons_json(answer.buttons),
        enclosure_id=answer.enclosure_id,
        thread_id=turn.said.group.thread_id if turn.said.group else 0,
        expires_at=expires,
    )
    mails = await _mails(turn.desk.session, turn, answer)
    return outbox.NewNotice(
        kind=answer.kind,
        lane=Lane.INTERACTIVE,
        created_at=now,
        not_before=now + A_MOMENT if answer.gathers else now,
        deliveries=[delivery, *mails],
        person_id=turn.person.id if turn.person else None,
        key=key,
    )


async def _mails(session: Session, turn: Turn, answer: Answer) -> list[outbox.NewDelivery]:
    """The twin of a receipt: it leaves at once, whatever the person chose for what we tell of ourselves."""
    if answer.mail is None or turn.person is None:
        return []
    mailbox = (await reach(session, turn.person.id)).channels.get(ChannelKind.EMAIL)
    if mailbox is None:
        return []
    mail = answer.mail
    return [
        outbox.NewDelivery(
            channel=ChannelKind.EMAIL,
            channel_id=mailbox.id,
            address=mailbox.address,
            subject=mail.subject,
            body=mail.text,
            html=mail.html,
            enclosure_id=answer.enclosure_id,
        )
    ]
