"""Bounces as mail servers write them, about a delivery of ours. Addresses and hosts are invented."""

from textwrap import dedent

TOKEN = "81.abcdefghij234567"
OUR_ID = f"<elo.{TOKEN}@elo.example.org>"
RETURN_PATH = f"elo+{TOKEN}@elo.example.org"

#: The headers of a letter of ours, as it comes back; the References are other letters.
RETURNED = f"""\
From: Elo <elo@elo.example.org>
To: maria@example.org
Subject: Prazo em 24/12/2026
Message-ID: {OUR_ID}
References: <elo.7.zzzzzzzzzzzzzzzz@elo.example.org>
"""


def dsn(
    *recipients: str,
    head: str = "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>",
    to: str = "elo@elo.example.org",
    envelope: str = "",
    returned: str = RETURNED,
    returned_as: str = "message/rfc822",
) -> bytes:
    """A delivery status notification (RFC 3464) with one group of fields for each recipient."""
    groups = "\n\n".join(dedent(one).strip() for one in recipients)
    about = f"Reporting-MTA: dns; mx.example.net\n{envelope}".strip()
    text = f"""\
{head}
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.net. Your message could not be delivered.
--b1
Content-Type: message/delivery-status

{about}

{groups}

--b1
Content-Type: {returned_as}

{returned}
Corpo
--b1--
"""
    return text.replace("\n", "\r\n").encode()


def recipient(status: str, diagnostic: str = "", *, action: str = "failed") -> str:
    said = f"\nDiagnostic-Code: smtp; {diagnostic}" if diagnostic else ""
    return f"Final-Recipient: rfc822; maria@example.org\nAction: {action}\nStatus: {status}{said}"


POSTFIX = dsn(
    """
    Final-Recipient: rfc822; maria@example.org
    Original-Recipient: rfc822;maria@example.org
    Action: failed
    Status: 5.1.1
    Remote-MTA: dns; mail.example.org
    Diagnostic-Code: smtp; 550 5.1.1 <maria@example.org>: Recipient address
        rejected: User unknown in virtual mailbox table
    """,
    to=RETURN_PATH,
    envelope=f"X-Postfix-Queue-ID: 4B3C22A1\nOriginal-Envelope-Id: {TOKEN}",
)
EXIM = dsn(
    """
    Action: failed
    Final-Recipient: rfc822;maria@example.org
    Status: 5.0.0
    Remote-MTA: dns; mail.example.org
    Diagnostic-Code: smtp; 550 No such user here
    """,
    head="X-Failed-Recipients: maria@example.org\nFrom: Mail Delivery System <Mailer-Daemon@mx.example.net>",
)
EXCHANGE = dsn(
    """
    Final-Recipient: rfc822;maria@example.org
    Action: failed
    Status: 5.1.10
    Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient maria@example.org not found by SMTP
     address lookup
    """,
    head="From: <postmaster@example.org>\n"
    "References: <elo.7.zzzzzzzzzzzzzzzz@elo.example.org>\n"
    f"\t{OUR_ID}\nIn-Reply-To: {OUR_ID}",
    returned="From: elo@elo.example.org\n",
)
GMAIL = dsn(
    """
    Final-Recipient: rfc822; maria@example.org
    Action: failed
    Status: 5.1.1
    Remote-MTA: dns; mx.example.org. (192.0.2.26, the server for the domain example.org.)
    Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try
     550-5.1.1 double-checking the recipient's email address.
     550 5.1.1  https://support.example.net/mail/?p=NoSuchUser - gsmtp
    Last-Attempt-Date: Tue, 10 Mar 2026 06:00:00 -0800 (PST)
    """,
    returned_as="message/rfc822",
)
SENDMAIL = dsn(
    """
    Final-Recipient: RFC822; maria@example.org
    Action: failed
    Status: 5.2.2
    Diagnostic-Code: SMTP; 552 5.2.2 Over quota
    Last-Attempt-Date: Tue, 10 Mar 2026 12:00:00 GMT
    """,
    returned_as="text/rfc822-headers",
)
DELAYED = dsn(recipient("4.4.1", "connect to mail.example.org: Connection timed out", action="delayed"))
ARRIVED = dsn(recipient("2.0.0", action="delivered"))


def plain(sender: str, body: str, *, head: str = "") -> bytes:
    """A letter of a server that writes no notifications."""
    text = (
        f"Return-Path: <>\n{head}From: {sender}\nTo: {RETURN_PATH}\nSubject: failure notice\n\n{dedent(body)}"
    )
    return text.encode()


QMAIL = plain(
    "MAILER-DAEMON@qmail.example.net",
    f"""\
    Hi. This is the qmail-send program at qmail.example.net.
    I'm afraid I wasn't able to deliver your message to the following addresses.
    This is a permanent error; I've given up. Sorry it didn't work out.

    <maria@example.org>:
    Sorry, no mailbox here by that name. (#5.1.1)

    --- Below this line is a copy of the message.

    Return-Path: <elo@elo.example.org>
    Message-ID: {OUR_ID}
    Subject: Prazo
    """,
)
OLD_EXIM = plain(
    "Mail Delivery System <Mailer-Daemon@mx.example.net>",
    f"""\
    This message was created automatically by mail delivery software.

    A message that you sent could not be delivered to one or more of its
    recipients. This is a permanent error. The following address(es) failed:

      maria@example.org
        Unrouteable address

    ------ This is a copy of the message, including all the headers. ------

    Message-ID: {OUR_ID}
    References: <elo.7.zzzzzzzzzzzzzzzz@elo.example.org>
    """,
    head="X-Failed-Recipients: maria@example.org\nAuto-Submitted: auto-replied\n",
)
EXIM_WARNING = plain(
    "Mail Delivery System <Mailer-Daemon@mx.example.net>",
    """\
    This message was created automatically by mail delivery software.
    A message that you sent has not yet been delivered to one or more of its
    recipients after more than 24 hours on the queue on mx.example.net.

    No action is required on your part. Delivery attempts will continue for
    some time, and this warning may be repeated at intervals.
    """,
    head="Auto-Submitted: auto-replied\n",
)
VACATION = (
    f"Return-Path: <>\nFrom: Maria <maria@example.org>\nTo: {RETURN_PATH}\nSubject: Férias: Prazo\n"
    f"In-Reply-To: {OUR_ID}\nAuto-Submitted: auto-replied (vacation)\n\nEstou de férias. Ramal 5.1.1, sala 550.\n"
).encode()
REPLY = (
    f"From: Maria <maria@example.org>\nTo: elo@elo.example.org\nSubject: Re: Prazo\nIn-Reply-To: {OUR_ID}\n\n"
    "550 5.1.1 user unknown? Recebi assim.\n"
).encode()
