"""The dates of an agreement become known, or move. What is open under it is counted anew by `recompute`."""

from dataclasses import dataclass, fields
from datetime import date

from db.audit import record
from db.instruments import Instrument
from rede.access import require_secretariat
from rede.desk import Desk
from rede.readings import PlanRefused
from scheduler.deadlines import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Those to be set; None leaves what is there."""

    starts: date | None = None
    ends: date | None = None
    signed: date | None = None
    published: date | None = None
    go_live: date | None = None


async def date_instrument(
    desk: Desk, instrument: Instrument, dates: Dates, *, policy: Policy | None = None
) -> list[str]:
    """Sets the dates given, and the law that counts them, with audit, and has the open ones counted anew; which
    were other ones (`starts`).

    Raises:
        NotYours: whoever acts does not serve the Secretariat.
        PlanRefused: the term would end before it begins.
    """
    await require_secretariat(desk)
    given = {field.name: getattr(dates, field.name) for field in fields(dates)}
    given["policy"] = policy
    new = {name: value for name, value in given.items() if value not in (None, getattr(instrument, name))}
    if not new:
        return []
    known = dates.starts or instrument.starts or dates.published or instrument.published
    begins = known or dates.signed or instrument.signed
    ends = dates.ends or instrument.ends
    if begins is not None and ends is not None and ends <= begins:
        raise PlanRefused("plan_ends_before_start", starts=begins, ends=ends)
    detail = ", ".join(f"{name} {getattr(instrument, name)} -> {value}" for name, value in new.items())
    for name, value in new.items():
        setattr(instrument, name, value)
    instrument.counted_by = ""
    await desk.session.flush()
    about = f"instruments:{instrument.id}"
    record(desk.session, "instrument.date", about, now=desk.now, person_id=desk.actor, detail=detail)
    return list(new)
