"""The draft of an institution's answer to a request: seen, added to, cut and reworded by those who serve it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from db.ids import InstitutionId, RequestId
from db.requests import Asked, Reply, held_asked, replies, reports_of_places
from rede.access import Act, NotYours, require
from rede.desk import Desk
from rede.filing import LONGEST, check_description
from rede.request_draft import Draft, Filled, as_json, draft_in, filled
from rede.requested import Period, RequestRefused
from scheduler.plan.cpf import has_cpf

#: Characters of one addition, and how many additions an answer takes.
LONGEST_ADDED, MOST_ADDED = 1000, 20


@dataclass(frozen=True, slots=True)
class Shown:
    reply: Reply
    filled: Filled


async def asked_of(desk: Desk, places: Collection[InstitutionId]) -> Sequence[Reply]:
    """What these institutions were asked and have not answered, the soonest first; closed ones last."""
    found = [one for one in await replies(desk.session, places=places) if one.deliverable is None]
    return sorted(found, key=lambda one: (one.request.closed_at is not None, one.request.due, one.asked.id))


async def draft_of(desk: Desk, request_id: RequestId, institution_id: InstitutionId) -> Shown:
    """
    Raises:
        NotYours: the institution is not asked, or the actor may not answer for it.
    """
    await require(desk, Act.HAND_IN, institution_id)
    found = await replies(desk.session, request_id=request_id, places=[institution_id])
    if not found:
        raise NotYours
    return Shown(found[0], await _filled(desk, found[0].asked, found[0]))


async def _filled(desk: Desk, asked: Asked, reply: Reply) -> Filled:
    reports = await reports_of_places(desk.session, [reply.institution.id])
    return filled(draft_in(asked.draft), reports, Period(reply.request.first, reply.request.last))


async def add_to_draft(desk: Desk, request_id: RequestId, institution_id: InstitutionId, text: str) -> Shown:
    """Takes nothing from anybody, so it is taken whatever the others changed meanwhile.

    Raises:
        NotYours: as `draft_of`.
        RequestRefused: nothing in it, too much, or a CPF.
    """
    words = _checked(text)
    shown, held = await _to_change(desk, request_id, institution_id)
    draft = shown.filled.draft
    if len(draft.added) >= MOST_ADDED:
        raise RequestRefused("request_too_many_added", most=MOST_ADDED)
    return await _keep(desk, shown, held, replace(draft, added=[*draft.added, words]))


async def cut_from_draft(
    desk: Desk, request_id: RequestId, institution_id: InstitutionId, numbers: Collection[int], *, mark: str
) -> Shown:
    """`numbers` as they were shown, from 1; `mark` of what was shown.

    Raises:
        NotYours: as `draft_of`.
        RequestRefused: no such number, or somebody else changed the draft since.
    """
    shown, held = await _to_change(desk, request_id, institution_id)
    _check_shown(shown, numbers, mark)
    items, draft = shown.filled.items, shown.filled.draft
    gone = {items[one - 1].protocol for one in numbers if one <= len(items)}
    added = [words for at, words in enumerate(draft.added, start=len(items) + 1) if at not in numbers]
    return await _keep(desk, shown, held, replace(draft, left_out=draft.left_out | gone, added=added))


async def reword_draft(
    desk: Desk,
    request_id: RequestId,
    institution_id: InstitutionId,
    *,
    number: int,
    text: str,
    mark: str,
) -> Shown:
    """
    Raises:
        NotYours: as `draft_of`.
        RequestRefused: as `cut_from_draft` and `add_to_draft`.
    """
    words = _checked(text)
    shown, held = await _to_change(desk, request_id, institution_id)
    _check_shown(shown, [number], mark)
    items, draft = shown.filled.items, shown.filled.draft
    if number <= len(items):
        reworded = {**draft.reworded, items[number - 1].protocol: words}
        return await _keep(desk, shown, held, replace(draft, reworded=reworded))
    added = list(draft.added)
    added[number - len(items) - 1] = words
    return await _keep(desk, shown, held, replace(draft, added=added))


def _checked(text: str) -> str:
    words = " ".join(check_description(text).split())
    if len(words) > min(LONGEST, LONGEST_ADDED):
        raise RequestRefused("request_too_long", length=len(words), most=LONGEST_ADDED)
    if has_cpf(words):
        raise RequestRefused("request_with_cpf")
    return words


def _check_shown(shown: Shown, numbers: Collection[int], mark: str) -> None:
    if shown.filled.mark != mark:
        raise RequestRefused("request_draft_changed")
    most = len(shown.filled.items) + len(shown.filled.draft.added)
    if not numbers or not all(1 <= one <= most for one in numbers):
        raise RequestRefused("request_no_such_item", most=most)


async def _to_change(desk: Desk, request_id: RequestId, institution_id: InstitutionId) -> tuple[Shown, Asked]:
    shown = await draft_of(desk, request_id, institution_id)
    if shown.reply.deliverable is not None:
        raise RequestRefused("request_answered", protocol=shown.reply.deliverable.protocol)
    [held] = await held_asked(desk.session, [shown.reply.asked.id])
    # As it is now: somebody may have changed it while this waited.
    return Shown(shown.reply, await _filled(desk, held, shown.reply)), held


async def _keep(desk: Desk, shown: Shown, held: Asked, draft: Draft) -> Shown:
    held.draft = as_json(replace(draft, version=draft.version + 1, sent=None))
    await desk.session.flush()
    return Shown(shown.reply, await _filled(desk, held, shown.reply))
