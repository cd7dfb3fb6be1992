"""The partner hears once what the Secretariat decided about the termos that it informed: how many are in, which are
not and why.

Told when nothing of theirs waits any more, or an hour after the first word: whoever decides one by one sends no
notice for each.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from db.adhesions import Adhesion, AdhesionState, decided_adhesions, latest_decisions, waiting_adhesions
from db.ids import InstitutionId
from db.institutions import Institution
from db.marks import mark, marks_like, set_mark
from db.notices import NoticeKind
from db.serving import people_who_follow
from rede.adhesion_rows import masked
from rede.announce import Words, tell_in_window
from rede.desk import Desk
from rede.digest import words_of

PATIENCE = timedelta(hours=1)
#: Of the marks that remember up to when each institution was told.
_MARK = "adhesions told: "
#: Refused termos named in one notice.
MOST_NAMED = 20


async def places_to_tell(desk: Desk) -> list[InstitutionId]:
    """Who has not heard of a decision, and need not wait for the next."""
    told = {
        name.removeprefix(_MARK): value for name, value in (await marks_like(desk.session, _MARK)).items()
    }
    fresh = [
        place
        for place, last in (await latest_decisions(desk.session)).items()
        if not (before := told.get(str(place), "")) or last > datetime.fromisoformat(before)
    ]
    if not fresh:
        return []
    waiting = {one.institution_id for one in await waiting_adhesions(desk.session)}
    found = []
    for place in fresh:
        rows = await _untold(desk, place, told.get(str(place), ""))
        first = rows[0].decided_at if rows else None
        if place not in waiting or (first is not None and first + PATIENCE <= desk.now):
            found.append(place)
    return found


async def tell_adhesions(desk: Desk, place: InstitutionId) -> int:
    """How many people are told; nobody of what they heard before."""
    name = f"{_MARK}{place}"
    rows = await _untold(desk, place, await mark(desk.session, name))
    last = max((one.decided_at for one in rows if one.decided_at is not None), default=None)
    if last is None:
        return 0
    await set_mark(desk.session, name, last.isoformat())
    words = await _words(desk, place, rows)
    people = await people_who_follow(desk.session, place)
    key = f"adhesions:{place}:{last.isoformat()}"
    told = [
        await tell_in_window(desk, one.id, kind=NoticeKind.REVIEW, words=words, key=f"{key}:{one.id}")
        for one in people
    ]
    return sum(notice is not None for notice in told)


async def _untold(desk: Desk, place: InstitutionId, before: str) -> Sequence[Adhesion]:
    return await decided_adhesions(
        desk.session, place, after=datetime.fromisoformat(before) if before else None
    )


async def _words(desk: Desk, place: InstitutionId, rows: Sequence[Adhesion]) -> Words:
    institution = await desk.session.get_one(Institution, place)
    refused = [one for one in rows if one.state is AdhesionState.REFUSED]
    facts = {
        "acronym": institution.acronym,
        "institution": institution.name,
        "accepted": len(rows) - len(refused),
        "refused": [
            {"name": one.name, "cnpj": masked(one.cnpj), "reason": one.reason} for one in refused[:MOST_NAMED]
        ],
        "more": max(0, len(refused) - MOST_NAMED),
    }
    return words_of(desk, "adhesions_told", facts)
