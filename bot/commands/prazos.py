"""/prazos: what the person's institutions owe, soonest first; what has no date is named at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.turn import Turn
from db.institutions import Layer
from db.obligations import Owed, open_obligations
from rede.lines import Line, document_of, line_of

#: Dated goals shown per agreement: a list that fits a phone and one message.
SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSection:
    acronym: str
    document: str
    lines: Sequence[Line]
    more: int
    undated: Sequence[str]


async def handle(turn: Turn) -> None:
    owed = await open_obligations(turn.desk.session, [institution.id for institution in turn.served])
    asked = turn.arguments.strip().lower()
    if asked:
        owed = [one for one in owed if asked in (one.institution.acronym.lower(), one.goal.key.lower())]
    if not owed:
        turn.answer("due_unknown" if asked else "due_nothing")
        return
    owed.sort(key=_agreement)
    for _, group in groupby(owed, key=_agreement):
        turn.answer("due_list", sections=[_section(turn, list(group))])


def _agreement(owed: Owed) -> tuple[int, str, int]:
    """One message per agreement; one for all of the Secretariat's, which has hundreds."""
    of_secretariat = owed.institution.layer == Layer.SECRETARIAT
    return owed.institution.layer, owed.institution.acronym, 0 if of_secretariat else owed.instrument.id


def _section(turn: Turn, owed: Sequence[Owed]) -> DueSection:
    dated = sorted(
        (one for one in owed if one.obligation.literal is not None),
        key=lambda one: one.obligation.literal or turn.desk.today,
    )
    one_agreement = len({one.instrument.id for one in owed}) == 1
    return DueSection(
        acronym=owed[0].institution.acronym,
        document=document_of(owed[0]) if one_agreement else "",
        lines=[line_of(one, turn.desk.today) for one in dated[:SHOWN]],
        more=max(0, len(dated) - SHOWN),
        undated=sorted({one.goal.key for one in owed if one.obligation.literal is None}),
    )
