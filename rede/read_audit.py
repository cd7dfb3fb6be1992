"""The Secretariat reads who did what, and when. Reading it is on record too."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.audit import Sought, newest_entries, record
from rede.access import require_secretariat
from rede.audit_lines import AuditLine, audit_lines
from rede.desk import Desk

#: Entries of one message.
PAGE = 10


@dataclass(frozen=True, slots=True)
class AuditPage:
    lines: Sequence[AuditLine]
    #: There are older ones.
    more: bool


async def read_audit(desk: Desk, sought: Sought, *, before: int | None = None) -> AuditPage:
    """The newest first.

    Raises:
        NotYours: the actor is not of the Secretariat itself.
    """
    await require_secretariat(desk)
    entries = await newest_entries(desk.session, sought, limit=PAGE + 1, before=before)
    page = AuditPage(await audit_lines(desk, entries[:PAGE]), len(entries) > PAGE)
    record(desk.session, "audit.read", _about(sought), now=desk.now, person_id=desk.actor)
    return page


async def note_audit_export(desk: Desk, sought: Sought) -> None:
    """
    Raises:
        NotYours: the actor is not of the Secretariat itself.
    """
    await require_secretariat(desk)
    span = f"{sought.since or ''}/{sought.until or ''}"
    record(desk.session, "audit.export", "audit", now=desk.now, person_id=desk.actor, detail=span)


def _about(sought: Sought) -> str:
    if sought.person_id is not None:
        return f"people:{sought.person_id}"
    if sought.institution_id is not None:
        return f"institutions:{sought.institution_id}"
    return sought.object or "audit"
