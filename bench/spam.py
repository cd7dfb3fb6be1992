"""What SpamAssassin thinks of each kind of our e-mails, by its local rules (Debian's package `spamassassin`).

`python -m bench.spam [--keep FOLDER]`: every text of `tests/house/samples.py` through the real letter writer.
Prints score and rules of each kind's worst sample; ends with 1 when one reaches 1.0.
"""

import argparse
import mailbox
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, localtime
from pathlib import Path

from db.deliveries import Lane
from db.ids import DeliveryId, NoticeId, WordingId
from db.outbox import numbered
from db.sealing import Sealer
from notifier.ics import Entry, calendar_of, deadline_entry
from notifier.letter import LetterWriter
from notifier.letterhead import LEAVE, Letterhead
from notifier.outcome import Parcel
from notifier.texts import Texts
from tests.house.samples import MAILS

#: As its maintainers count: from 5.0 on it is spam.
ENOUGH = 1.0
ANNOUNCEMENTS = ("announcement",)
#: With an entry for the reader's calendar.
DATED = ("reminder", "moved", "weekly")
SENDER = "elo@elo.example.org"
#: Before each message of a box.
BETWEEN = b"From elo@elo.example.org Mon Jan  1 00:00:00 2026\n"
#: It gives them back in another order.
MARK = b"Comments: %d\n"
#: The words by which every such program proves that it works.
PROOF = b"Subject: x\n\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n"
CONTROL = "(the test spam, to prove the run)"
#: As a server writes it that takes the message from ours; the address is a root name server's, since those of
#: documentation count against a message.
RECEIVED = (
    "Received: from mail.example.org (mail.example.org [198.41.0.4])\r\n"
    "\tby mx.example.net (Postfix) with ESMTPS id 4XyZ1\r\n\tfor <maria.flor@example.net>; {date}\r\n"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: str
    score: float
    rules: str
    size: int


def letters() -> Iterator[tuple[str, bytes]]:
    """Kind and message of every sample."""
    texts, stamp = Texts(), Sealer(b"the key of one run").stamp
    writer = LetterWriter(
        Letterhead(
            sender=SENDER,
            reply_to="rede@example.org",
            bounces=SENDER,
            public_url="https://elo.example.org",
            stamp=stamp,
        )
    )
    now, number = localtime(), 0
    for kind, samples in sorted(MAILS.items()):
        for facts in samples:
            number += 1
            mail, notice = texts.email(kind, **facts), NoticeId(number)
            to_many = kind in ANNOUNCEMENTS
            parcel = Parcel(
                delivery_id=DeliveryId(number),
                notice_id=notice,
                address="maria.flor@example.net",
                lane=Lane.BROADCASTS if to_many else Lane.REMINDERS,
                at=now,
                subject=numbered(mail.subject, notice),
                body=numbered(mail.text, notice),
                html=numbered(mail.html, notice),
                calendar=_entry(number, now) if kind in DATED else "",
                wording_id=WordingId(number) if to_many else None,
                fills={LEAVE: f"7.{stamp(LEAVE, 7)}", "name": "Maria Flor"} if to_many else {},
            )
            head = RECEIVED.format(date=format_datetime(now)).encode()
            yield kind, head + writer.write(parcel).content


def _entry(number: int, now: datetime) -> str:
    entry = Entry(name=f"meta-{number}", sequence=0, summary="Prazo da meta 2.2", description="Plano da UPB")
    return calendar_of([deadline_entry(entry, now.date() + timedelta(days=15), stamped=now)])


def judged(messages: Sequence[tuple[str, bytes]], folder: Path) -> Iterator[Verdict]:
    """One run of SpamAssassin for all: most of its time is its start."""
    box = folder / "box"
    with box.open("wb") as file:
        for number, (_, content) in enumerate(messages):
            file.write(BETWEEN + MARK % number + content.replace(b"\r\n", b"\n") + b"\n")
    command = ["spamassassin", "-L", "--cf", "report_safe 0", "--mbox", str(box)]
    done = subprocess.run(
        command, capture_output=True, check=True, env={"HOME": str(folder), "PATH": "/usr/bin:/bin"}
    )
    (folder / "judged").write_bytes(done.stdout)
    for message in mailbox.mbox(folder / "judged"):
        kind, content = messages[int(str(message["Comments"]))]
        status = re.sub(r"\s+", " ", str(message["X-Spam-Status"]))
        score = re.search(r"score=(-?[\d.]+)", status)
        rules = re.search(r"tests=(.*?) autolearn", status)
        assert score, status
        assert rules, status
        yield Verdict(kind, float(score[1]), rules[1].replace(" ", "").replace(",", ", "), len(content))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.spam", description=__doc__)
    parser.add_argument("--keep", type=Path, help="a folder for the messages, as .eml")
    keep = parser.parse_args().keep
    messages = list(letters())
    if keep is not None:
        for number, (kind, content) in enumerate(messages):
            (keep / f"{number:03}-{kind}.eml").write_bytes(content)
    worst: dict[str, Verdict] = {}
    with tempfile.TemporaryDirectory(prefix="elo-spam-") as folder:
        for one in judged([*messages, (CONTROL, PROOF)], Path(folder)):
            worst[one.kind] = max(one, worst.get(one.kind, one), key=lambda verdict: verdict.score)
    print("| kind | samples | worst score | rules | bytes |\n|---|---|---|---|---|")
    for kind, one in sorted(worst.items()):
        samples = sum(other == kind for other, _ in messages) or 1
        print(f"| {kind} | {samples} | {one.score} | {one.rules} | {one.size:,} |")
    proven = worst.pop(CONTROL).score > ENOUGH
    return 0 if proven and all(one.score < ENOUGH for one in worst.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
