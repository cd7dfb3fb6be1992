"""Words that stay after a person is erased, as what an institution shared or announced: there they are a number.

What waits for a person's `Enviar`, and sheets of results, name them no more either.
"""

import re
from collections.abc import Sequence

from sqlalchemy import or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from db.announcements import Announcement, Wording
from db.contributions import Contribution
from db.database import Session
from db.drafts import Draft
from db.enclosures import Enclosure
from db.joint_actions import JointAction
from db.requests import Asked

#: Sheets of who heard what (rede/result_of_broadcast.py).
SHEETS = "text/csv"
#: The number of each row, and where people write.
_WRITTEN: Sequence[tuple[InstrumentedAttribute[int], Sequence[InstrumentedAttribute[str]]]] = (
    (Contribution.id, (Contribution.title, Contribution.text, Contribution.details, Contribution.answer)),
    (Announcement.id, (Announcement.title, Announcement.text)),
    (Wording.id, (Wording.subject, Wording.body, Wording.html)),
    (JointAction.id, (JointAction.title, JointAction.result)),
    (Asked.id, (Asked.draft,)),
    (Draft.chat_id, (Draft.fields,)),
)


async def call_by_number(session: Session, marks: Sequence[str], *, called: str) -> None:
    """Wherever one of the marks stands, as a whole, it says `called`."""
    if not marks:
        return
    alone = standing_alone(marks)
    for key, columns in _WRITTEN:
        for column in columns:
            says = or_(*(column.contains(mark, autoescape=True) for mark in marks))
            for number, words in (await session.execute(select(key, column).where(says).order_by(key))).all():
                named = update(column.class_).where(key == number)
                await session.execute(named.values({column.key: alone.sub(lambda _: called, words)}))
    await _in_sheets(session, alone, called)


def standing_alone(marks: Sequence[str]) -> re.Pattern[str]:
    """`Ana Lima`, and not what stands in `Mariana Lima`; an address, and not the end of another."""
    longest_first = sorted(marks, key=len, reverse=True)
    return re.compile(rf"(?<![\w.@-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w@-])")


async def _in_sheets(session: Session, alone: re.Pattern[str], called: str) -> None:
    sheets = select(Enclosure.id).where(Enclosure.media_type == SHEETS).order_by(Enclosure.id)
    for number in (await session.scalars(sheets)).all():
        kept = await session.get_one(Enclosure, number)
        said = kept.content.decode("utf8", "replace")
        if alone.search(said):
            kept.content = alone.sub(lambda _: called, said).encode()
            await session.flush()
        session.expunge(kept)
