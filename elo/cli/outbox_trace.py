"""`elo outbox show`: a delivery, its notice, and the whole way of it, in words or as JSON."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from elo.cli.printing import tell

if TYPE_CHECKING:
    from db.traces import Listed, Trace, TracedDelivery
    from rede.trace import Event

#: What stands for the moment of what leaves at a person's word only.
HELD = "held"
#: What a step is called where its own name does not say it.
WORDS = {
    "worded": "words rendered",
    "queued": "put into the outbox",
    "withdrawn": "lines withdrawn",
    "resent": "put back after the answer was lost: resent",
    "stands_by": "stands by",
    "waits": "waits",
    "held": "held: it leaves at a person's word (elo announce --release)",
    "leaving": "in flight",
    "ended": "no attempt on record",
}
CAUSES = {
    "failure": "the channel before it did not do",
    "unacknowledged": "nobody acknowledged in 24 h",
    "unrecorded": "beside the other channel, or for a reason that is not on record",
}


def summary(row: "Listed | TracedDelivery", attempts: int) -> dict[str, object]:
    from db.announcements import NEVER

    return {
        "id": row.id,
        "channel": str(row.channel),
        "state": str(row.state),
        "attempts": attempts,
        "not_before": HELD if row.not_before == NEVER else row.not_before,
        "settled_at": row.settled_at,
        "resent": row.resent,
        "last_error": row.last_error,
    }


def as_json(trace: "Trace", one: "TracedDelivery | None") -> dict[str, object]:
    """`attempts` is how many counted; `history` has each."""
    from rede.trace import steps_of

    shown: dict[str, object] = _delivery(one) if one is not None else {}
    return _iso(
        shown
        | {
            "notice": _notice(trace),
            "siblings": [_delivery(other) for other in trace.deliveries if other is not one],
            "steps": [asdict(step) for step in steps_of(trace)],
        }
    )


def tell_trace(trace: "Trace", one: "TracedDelivery | None") -> None:
    """The delivery, whose it is, what happened; its words last."""
    from rede.trace import steps_of

    if one is not None:
        for key, value in (
            summary(one, one.tries) | {"address": one.address, "subject": one.subject}
        ).items():
            tell(f"{key}: {local(value)}")
    for line in _notice_lines(trace):
        tell(line)
    for other in trace.deliveries:
        if other is not one:
            tell(f"sibling: {other.id} {other.channel} {other.state}")
    tell("")
    for step in steps_of(trace):
        tell(f"{local(step.at) if step.at else 'moment not on record':25}  {_step(step)}")
    if one is not None:
        tell("\n(archived: the words are gone)" if one.archived else f"\n{one.body}")


def local(value: object) -> object:
    """An instant as in Brasília, its zone said; anything else as it is."""
    from scheduler.clock import BRASILIA

    if isinstance(value, datetime):
        return value.astimezone(BRASILIA).isoformat(sep=" ", timespec="seconds")
    return value


def _delivery(one: "TracedDelivery") -> dict[str, object]:
    words = {"address": one.address, "subject": one.subject, "body": one.body}
    rest = {"expires_at": one.expires_at, "archived": one.archived}
    return summary(one, one.tries) | words | rest | {"history": [asdict(tried) for tried in one.attempts]}


def _notice(trace: "Trace") -> dict[str, object]:
    from db.notices import notice_code

    notice = trace.notice
    return {
        "id": notice.id,
        "code": notice_code(notice.id),
        "kind": str(notice.kind),
        "created_at": notice.created_at,
        "person_id": notice.person_id,
        "acknowledged_at": notice.acknowledged_at,
        "announcement_id": notice.announcement_id,
        "lines": [
            {
                "obligation_id": line.obligation_id,
                "institution": line.acronym,
                "goal": line.key,
                "step": line.step,
                "aim": line.aim.isoformat(),
                "withdrawn_at": line.withdrawn_at,
            }
            for line in trace.lines
        ],
    }


def _iso(value: dict[str, object]) -> dict[str, object]:
    return {key: _iso_value(one) for key, one in value.items()}


def _iso_value(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case dict():
            return _iso(value)
        case list():
            return [_iso_value(one) for one in value]
    return value


def _notice_lines(trace: "Trace") -> Iterator[str]:
    from db.notices import notice_code

    notice = trace.notice
    yield f"notice: {notice_code(notice.id)} {notice.kind}"
    if trace.person is not None:
        serves = ", ".join(f"{one.acronym} {one.function}" for one in trace.serves)
        yield f"person: {trace.person.id} {trace.person.name}{f' ({serves})' if serves else ''}"
    if trace.announcement is not None:
        yield f"announcement: {trace.announcement.id} {trace.announcement.title}"
    for line in trace.lines:
        gone = f", withdrawn {local(line.withdrawn_at)}" if line.withdrawn_at else ""
        yield f"about: {line.acronym} {line.key} {line.step} of {line.aim}{gone}"


def _step(event: "Event") -> str:
    said = WORDS.get(event.step, str(event.step))
    if event.step == "attempt":
        said = f"attempt {event.number}: {event.outcome}"
    elif event.step == "withdrawn":
        said = f"{event.number} {said}"
    elif event.step == "ended":
        said = f"{event.outcome}, {said}"
    channel = f"{event.channel} " if event.channel else ""
    because = event.answer or CAUSES.get(event.cause, "")
    return f"{channel}{said}{f' ({because})' if because else ''}"
