"""A request is closed: the bell puts its answers together, and who closed it gets them. Late answers still come in.

Whoever opens the desk makes the workbook outside of any transaction (`rede.request_sheets`), and hands it back.
"""

from dataclasses import replace

from db import outbox
from db.audit import record
from db.deliveries import Lane
from db.enclosures import keep_enclosure
from db.ids import RequestId
from db.notices import NoticeKind
from db.preferences import reach
from db.requests import Request, held_request
from rede.announce import deliveries_by
from rede.compiling import Compilation, facts_of_compilation
from rede.desk import Desk
from rede.digest import words_of
from rede.request_sheets import MEDIA_TYPE
from rede.requested import the_request


async def close_request(desk: Desk, request_id: RequestId) -> Request:
    """Closed again, what came meanwhile is put together with the rest.

    Raises:
        NotYours: there is none, or the actor is not of the Secretariat.
        RequestRefused: it was called off.
    """
    request = await the_request(desk, request_id)
    request.closed_at = request.closed_at or desk.now
    request.closed_by, request.enclosure_id = desk.actor, None
    record(desk.session, "request.close", f"requests:{request_id}", now=desk.now, person_id=desk.actor)
    await desk.session.flush()
    return request


async def keep_compilation(desk: Desk, compiled: Compilation, content: bytes) -> bool:
    """Keeps the workbook and sends it to whoever closed the request; False where another is kept already."""
    request = await held_request(desk.session, compiled.request.id)
    if request is None or request.closed_at is None or request.enclosure_id is not None:
        return False
    name = f"pedido-{request.id}-{desk.today:%Y-%m-%d}.xlsx"
    request.enclosure_id = await keep_enclosure(
        desk.session, name=name, media_type=MEDIA_TYPE, content=content, now=desk.now
    )
    if request.closed_by is not None:
        await _send(desk, request, compiled)
    return True


async def _send(desk: Desk, request: Request, compiled: Compilation) -> None:
    if request.closed_by is None:
        return
    words = words_of(desk, "request_compiled", facts_of_compilation(compiled))
    reached = await reach(desk.session, request.closed_by)
    deliveries = [replace(one, enclosure_id=request.enclosure_id) for one in deliveries_by(reached, words)]
    if not deliveries:
        return
    new = outbox.NewNotice(
        kind=NoticeKind.TASK,
        lane=Lane.INTERACTIVE,
        created_at=desk.now,
        not_before=desk.now,
        deliveries=deliveries,
        person_id=request.closed_by,
        key=f"request_compiled:{request.id}:{request.enclosure_id}",
    )
    await outbox.put(desk.session, new)
