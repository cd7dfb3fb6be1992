"""Somebody in a chat gives the address of a mailbox: whoever reads it is sent an invite there.

Nothing of what comes back says whether the address is known, and the work is alike.
"""

from datetime import timedelta

from db.invites import invites_made
from db.people import people_by_email
from rede.desk import Desk
from rede.send_invite import rehearse_invite, send_invite

#: Invites of one person; a mailbox that several read gets one for each of them.
MOST_ASKED, WITHIN = 3, timedelta(hours=1)


async def ask_invite(desk: Desk, email: str) -> None:
    sent = 0
    for person in await people_by_email(desk.session, email):
        if await invites_made(desk.session, person.id, since=desk.now - WITHIN) < MOST_ASKED:
            sent += await send_invite(desk, person.id, asked=True) is not None
    if not sent:
        await rehearse_invite(desk)
