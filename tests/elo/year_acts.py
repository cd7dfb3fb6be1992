"""What people do in the simulated year, as the service meets it; tests/elo/year_duties.py says what follows."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from db import Database
from db.happenings import Happening
from db.notices import Notice, NoticeKind
from rede.agreements import instrument_named
from rede.amend_plan import AmendmentOrder, amend_plan, amended_goals, tell_of_amendment
from rede.cancel_happening import cancel_happening
from rede.check_in import check_in
from rede.desk import Office
from rede.dispense import dispense
from rede.load_calendar import load_calendar
from rede.open_obligations import open_obligations
from rede.put_off import put_off
from rede.recompute import recompute
from rede.record_happening import NewHappening, record_happening
from rede.submit_deliverable import submit_deliverable
from scheduler.calendar import ClosureKind
from scheduler.days.federal_days import FederalDays
from scheduler.days.listed_days import ListedDay
from scheduler.deadlines import EventKind
from tests.elo.simulated_year import Act, at, owed
from tests.elo.year_duties import HandedIn, Year, answered, handed_in, twelve_months
from tests.rede.makers import a_desk, person_id
from tests.rede.networks import address

DAY_20 = "Até o dia 20 de cada mês"


def acts_of(year: Year) -> list[tuple[datetime, Act]]:
    night = "00:10"
    happenings = [
        (year.after(20), _new(EventKind.CONVOCATION, year.meeting)),
        (year.after(30), _new(EventKind.CONVOCATION, year.called_off)),
        (year.course, _new(EventKind.COURSE_CHANGE, year.course)),
        (year.course + timedelta(days=2), _new(EventKind.COURSE_CHANGE, year.course + timedelta(days=2))),
        (year.after(45), _new(EventKind.REQUEST, year.asked_by, "UPB")),
        (year.termos, _new(EventKind.ADHESION, year.termos, "UPB", detail="Município de Lapa")),
        (year.termos, _new(EventKind.ADHESION, year.termos, "UPB", detail="Município de Ibó")),
    ]
    found: list[tuple[datetime, Act]] = [(at(day, night), _happens(new)) for day, new in happenings]
    found += [(at(one.on, one.hour), _hands_in(one)) for one in handed_in(year)]
    found.append((at(year.after(50), night), _calls_off(year.called_off)))
    found.append((at(year.loaded, night), _loads(year.bridge)))
    found.append((at(year.after(110), night), _lets_off(twelve_months(year.starts))))
    found.append((at(year.amended, night), _amends(year.amended)))
    if asked := answered(year):
        found.append((at(asked[1], "08:30"), _checks_in(asked[0])))
    return found


def _new(kind: EventKind, day: date, *acronyms: str, detail: str = "") -> NewHappening:
    return NewHappening(kind=kind, day=day, acronyms=acronyms, detail=detail, relevant=True)


def _happens(new: NewHappening) -> Act:
    async def act(database: Database, office: Office, now: datetime) -> None:
        async with a_desk(database, office=office, now=now) as desk:
            for instrument in (await record_happening(desk, new)).instruments:
                await open_obligations(desk, instrument)

    return act


def _calls_off(day: date) -> Act:
    async def act(database: Database, office: Office, now: datetime) -> None:
        async with a_desk(database, office=office, now=now) as desk:
            happening = (await desk.session.scalars(select(Happening).where(Happening.day == day))).one()
            for instrument in await cancel_happening(desk, happening.id):
                await open_obligations(desk, instrument)

    return act


def _hands_in(one: HandedIn) -> Act:
    async def act(database: Database, office: Office, now: datetime) -> None:
        obligation = await owed(database, one.place, one.key, one.literal)
        who = await person_id(database, address(one.by))
        async with a_desk(database, office=office, now=now, actor=who) as desk:
            hours = None if one.hours is None else Decimal(one.hours)
            await submit_deliverable(desk, obligation.id, description="Foi feito", hours=hours)

    return act


def _checks_in(day: date) -> Act:
    async def act(database: Database, office: Office, now: datetime) -> None:
        obligation = await owed(database, "UPB", "semestre", day)
        async with a_desk(
            database, office=office, now=now, actor=await person_id(database, address("Maria"))
        ) as desk:
            await check_in(desk, obligation.id, reports={})

    return act


def _lets_off(day: date) -> Act:
    async def act(database: Database, office: Office, now: datetime) -> None:
        obligation = await owed(database, "UPB", "2.1", day)
        async with a_desk(database, office=office, now=now) as desk:
            await dispense(desk, obligation.id, reason="Combinado em reunião")

    return act


def _loads(bridge: date) -> Act:
    """The Union's list of that year with one day more; the bell counts the dates anew."""

    async def act(database: Database, office: Office, now: datetime) -> None:
        listed = FederalDays.published().in_year(bridge.year).values()
        days = [ListedDay(one.day, one.kind, one.name, one.closes_at, one.opens_at) for one in listed]
        async with a_desk(database, office=office, now=now) as desk:
            bridged = ListedDay(bridge, ClosureKind.OPTIONAL, "Ponte")
            await load_calendar(desk, [*days, bridged], source="lista.csv")

    return act


def _amends(since: date) -> Act:
    async def act(database: Database, office: Office, now: datetime) -> None:
        async with a_desk(database, office=office, now=now) as desk:
            instrument = await instrument_named(desk, "UPB")
            goals = await amended_goals(desk, instrument, None, {"3.3": DAY_20})
            amended = await amend_plan(desk, instrument, AmendmentOrder(since=since), goals)
            await recompute(desk, instrument)
            await open_obligations(desk, instrument)
            await tell_of_amendment(desk, instrument, amended)

    return act


def puts_off(name: str) -> Act:
    """That person presses `Lembrar em 3 dias` under the reminder of the day."""

    async def act(database: Database, office: Office, now: datetime) -> None:
        who = await person_id(database, address(name))
        async with a_desk(database, office=office, now=now, actor=who) as desk:
            mine = (Notice.person_id == who, Notice.kind == NoticeKind.REMINDER)
            last = select(Notice.id).where(*mine).order_by(Notice.id.desc()).limit(1)
            await put_off(desk, (await desk.session.scalars(last)).one())

    return act
