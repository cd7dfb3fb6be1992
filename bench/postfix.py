"""What our mailer makes of a real Postfix: TLS, login, 421, greylisting, refusals, bounces; and how fast.

`python -m bench.postfix [--messages 1000] [--keep-bounce FILE]`, as root; see `postfix_house.py`. Prints case,
expected, seen; ends with 1 when they differ.
"""

import argparse
import asyncio
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bench.mail_house import furnished
from bench.postfix_house import LOGIN, PASSWORD, Postfix, greylisting, postfix
from db.deliveries import Lane
from db.ids import DeliveryId, NoticeId
from notifier.by_email import EmailSender
from notifier.letterhead import unstamped
from notifier.outcome import LaneError, Outcome, Parcel, Sent

ROOT = Path(__file__).parent.parent
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
SENDER, BOUNCES = "elo@elo.example.org", "elo@elo.example.org"
ANA = "ana@example.org"


@dataclass(frozen=True, slots=True)
class Seen:
    case: str
    expected: str
    seen: str

    @property
    def as_expected(self) -> bool:
        return self.expected in self.seen


def letter(
    number: int, to: str = ANA, *, words: str = "Prazo da meta 2.2: 10/12/2026. Faltam 15 dias.\n"
) -> Parcel:
    return Parcel(
        delivery_id=DeliveryId(number),
        notice_id=NoticeId(number),
        address=to,
        lane=Lane.REMINDERS,
        at=AT,
        subject="Prazo da meta 2.2 está próximo",
        body=words,
        html=f"<p>{words}</p>",
    )


def mailer(
    house: Postfix,
    service: str,
    *,
    host: str = "localhost",
    security: Literal["none", "starttls", "tls"] = "none",
    password: str = "",
    trusting: bool = True,
    connections: int = 4,
    stamp: Callable[[str, int], str] = unstamped,
) -> EmailSender:
    return EmailSender(
        host,
        house.ports[service],
        sender=SENDER,
        bounces=BOUNCES,
        security=security,
        username=LOGIN if password else "",
        password=password,
        ca_file=str(house.authority) if trusting else None,
        connections=connections,
        stamp=stamp,
        monotonic=time.monotonic,
    )


def named(outcome: Outcome | None) -> str:
    if outcome is None:
        return "None"
    return " ".join(
        [type(outcome).__name__, getattr(outcome, "code", "") or getattr(outcome, "remote_id", "")]
    )


async def sent(sender: EmailSender, parcel: Parcel) -> str:
    outcome = await sender.send(parcel, lambda: None)
    await sender.close()
    return named(outcome)


async def checked(sender: EmailSender) -> str:
    try:
        await sender.check()
    except LaneError as error:
        return f"{type(error).__name__} {error}"
    return "ready"


async def secured(house: Postfix) -> AsyncIterator[Seen]:
    for service, security in (("starttls", "starttls"), ("tls", "tls")):
        way: Literal["starttls", "tls"] = "tls" if security == "tls" else "starttls"
        good = mailer(house, service, security=way, password=PASSWORD)
        yield Seen(f"{way}, our authority, good login", "Sent", await sent(good, letter(1)))
        wrong = mailer(house, service, security=way, password="wrong")
        yield Seen(f"{way}, wrong password", "LaneStopped login 535", await sent(wrong, letter(2)))
        stranger = mailer(house, service, security=way, password=PASSWORD, trusting=False)
        yield Seen(f"{way}, unknown authority", "LaneStopped tls failed", await sent(stranger, letter(3)))
        yield Seen(f"{way}, unknown authority, elo check", "Unauthorized", await checked(stranger))
    other = mailer(house, "another", security="starttls")
    yield Seen("another server's certificate", "LaneStopped tls failed", await sent(other, letter(4)))
    by_number = mailer(house, "starttls", host="127.0.0.1", security="starttls", password=PASSWORD)
    yield Seen(
        "an address that the certificate lacks", "LaneStopped tls failed", await sent(by_number, letter(5))
    )
    clear = mailer(house, "starttls")
    yield Seen("in clear where TLS is a must", "LaneStopped mail 530 5.7.0", await sent(clear, letter(6)))
    no_tls = mailer(house, "plain", security="starttls")
    yield Seen("TLS asked for, not offered", "LaneStopped tls not offered", await sent(no_tls, letter(7)))


async def refused(house: Postfix) -> AsyncIterator[Seen]:
    plain = mailer(house, "plain")
    yield Seen("taken", "Sent", named(await plain.send(letter(10), lambda: None)))
    nobody = letter(11, "nobody@example.org")
    outcome = await plain.send(nobody, lambda: None)
    yield Seen("nobody of that name", "Dead rcpt 550 5.1.1", named(outcome))
    yield Seen("… closes the channel", "True", str(getattr(outcome, "closes_channel", False)))
    yield Seen("the connection goes on after a refusal", "Sent", await sent(plain, letter(12)))
    big = letter(13, words="palavra " * 2000)
    yield Seen("larger than the server takes", "Dead mail 552 5.3.4", await sent(mailer(house, "small"), big))
    grey = mailer(house, "grey")
    first = await grey.send(letter(14), lambda: None)
    yield Seen("greylisted", "RetryAt rcpt 450 4.2.0", named(first))
    yield Seen("… waits at least", "0:05:00", str(getattr(first, "at_least", "")))
    yield Seen("… and passes the second time", "Sent", await sent(grey, letter(14)))
    await sent(mailer(house, "limited"), letter(15))
    yield Seen(
        "421, too many connections",
        "LaneStopped connect 421",
        await sent(mailer(house, "limited"), letter(16)),
    )


def asked(house: Postfix) -> list[Seen]:
    with smtplib.SMTP("127.0.0.1", house.ports["plain"]) as line:
        line.ehlo("elo.example.org")
        offered = ", ".join(sorted(line.esmtp_features))
        verify = line.verify("ana@example.org")[0]
    return [
        Seen("VRFY is off, we never ask", "502", str(verify)),
        *(
            Seen(f"{one.upper()} is offered", one, offered)
            for one in ("8bitmime", "pipelining", "dsn", "size")
        ),
    ]


async def stopped(house: Postfix) -> AsyncIterator[Seen]:
    """The server goes and comes back, with our connection open."""
    sender = mailer(house, "plain")
    yield Seen("before the server stops", "Sent", named(await sender.send(letter(20), lambda: None)))
    house.control("stop")
    yield Seen(
        "stopped, with our connection open",
        "LaneStopped connect",
        named(await sender.send(letter(21), lambda: None)),
    )
    yield Seen("alive() while it is stopped", "LaneStopped connect", named(await sender.alive()))
    house.control("start")
    for _ in range(50):
        if await sender.alive() is None:
            break
        await asyncio.sleep(0.1)
    yield Seen("alive() when it is back", "None", named(await sender.alive()))
    yield Seen("the same message then", "Sent", await sent(sender, letter(21)))


async def bounced(server: Postfix, keep: Path | None) -> AsyncIterator[Seen]:
    """A real e-mail of a real house to a mailbox that is gone, and its return."""
    with tempfile.TemporaryDirectory(prefix="elo-house-") as folder:
        house = furnished(Path(folder))
        sender = mailer(server, "plain", stamp=house.sealer.stamp)
        state = await house.write_to("maria@gone.example.org", sender)
        await sender.close()
        yield Seen("taken for a mailbox that is gone", "sent", state)
        for _ in range(100):
            if server.incoming():
                break
            await asyncio.sleep(0.1)
        else:
            yield Seen("the bounce", "comes", "does not")
            return
        recipient, text = server.first_piped()
        if keep is not None:
            await asyncio.to_thread(keep.write_bytes, text)
        is_report = b"message/delivery-status" in text
        yield Seen("its bounce, piped to us as a status notification", "True", str(is_report))
        yield Seen("… at the return path of that delivery", "elo+1.", recipient)
        told = await asyncio.to_thread(house.told, text, recipient)
        yield Seen("elo mail-in", "bounce channel closed hard 5.1.1", told)
        told = await asyncio.to_thread(house.told, text, recipient)
        yield Seen("elo mail-in, the same again", "bounce known", told)
        forged = text.replace(b"elo+1.", b"elo+2.").replace(b"1.", b"2.")
        told = await asyncio.to_thread(house.told, forged, "elo+2.aaaaaaaaaaaaaaaa@elo.example.org")
        yield Seen("elo mail-in, forged", "dropped", told)


async def carried(house: Postfix, count: int) -> AsyncIterator[Seen]:
    for connections in (1, 4, 8):
        sender = mailer(house, "plain", connections=connections)
        began = time.monotonic()
        outcomes = await _all(sender, count, at_once=2 * connections)
        seconds = time.monotonic() - began
        await sender.close()
        good = sum(isinstance(one, Sent) for one in outcomes)
        figure = f"{good} in {seconds:.1f} s, {good / seconds:,.0f}/s"
        yield Seen(f"{count:,} messages over {connections} connections", f"{count} in", figure)


async def _all(sender: EmailSender, count: int, *, at_once: int) -> list[Outcome]:
    waiting, outcomes = iter(range(count)), list[Outcome]()

    async def work() -> None:
        for number in waiting:
            parcel = letter(1000 + number, f"person{number}@example.org")
            outcomes.append(await sender.send(parcel, lambda: None))

    async with asyncio.TaskGroup() as tasks:
        for _ in range(at_once):
            tasks.create_task(work())
    return outcomes


async def seen(server: Postfix, count: int, keep: Path | None) -> AsyncIterator[Seen]:
    groups = (
        secured(server),
        refused(server),
        stopped(server),
        bounced(server, keep),
        carried(server, count),
    )
    for group in groups:
        async for one in group:
            yield one
    for one in asked(server):
        yield one


async def run(count: int, keep: Path | None) -> bool:
    good = True
    print("| case | expected | seen | as expected |\n|---|---|---|---|")
    async with greylisting() as policy:
        with postfix(policy=policy) as server:
            async for one in seen(server, count, keep):
                print(
                    f"| {one.case} | {one.expected} | {one.seen} | {'yes' if one.as_expected else 'NO'} |",
                    flush=True,
                )
                good = good and one.as_expected
    return good


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.postfix", description=__doc__)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--keep-bounce", type=Path, help="where to write the bounce as it came")
    given = parser.parse_args()
    version = subprocess.run(["postconf", "-d", "mail_version"], capture_output=True, text=True, check=True)
    print(f"{version.stdout.strip()}, Python {sys.version.split()[0]}\n")
    return 0 if asyncio.run(run(given.messages, given.keep_bounce)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
