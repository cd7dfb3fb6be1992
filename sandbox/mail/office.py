"""What all lines of the mail server share: its doors, its switches, its one account, its faults."""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.faults.kinds import SmtpFault
from sandbox.faults.plan import Plan
from sandbox.mail.authority import Authority, Certificate

LARGEST_MAIL = 35_000_000


class Door(StrEnum):
    """One port each: plain takes any mail as it comes; the others want TLS and a login."""

    PLAIN = "smtp"
    SUBMISSION = "submission"
    SMTPS = "smtps"


@dataclass(slots=True)
class SmtpSwitches:
    """May be turned at any time; those of a connection's start hold for the connections that come after."""

    certificate: Certificate = Certificate.GOOD
    #: At the submission door: without it the door knows no TLS at all, and takes logins in the clear.
    starttls: bool = True
    login_required: bool = True
    #: Then 421 and the line is closed; None: no end.
    messages_per_connection: int | None = None
    #: Bytes.
    largest_mail: int = LARGEST_MAIL


@dataclass(frozen=True, slots=True)
class Account:
    """The only one; the password is its OAuth token too."""

    login: str = "robot@sandbox.example.org"
    password: str = field(default_factory=lambda: f"SANDBOX_not_a_real_password_{secrets.token_hex(5)}")


@dataclass(frozen=True, slots=True)
class Office:
    faults: Plan[SmtpFault] = field(default_factory=lambda: Plan[SmtpFault]())
    switches: SmtpSwitches = field(default_factory=SmtpSwitches)
    authority: Authority = field(default_factory=Authority)
    account: Account = field(default_factory=Account)
