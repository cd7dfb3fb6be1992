"""What a refusal after the message was taken says of the mailbox: by enhanced code (RFC 3463) and text.

Pure. Only what is about the mailbox itself ends it; what is about us, the words or the moment does not.
"""

import re
from enum import StrEnum

from notifier.smtp_answers import NOBODY, POLICY


class Severity(StrEnum):
    #: Nobody is there, and nobody will be.
    HARD = "hard"
    #: It did not arrive, for a reason that may pass or is not the mailbox's.
    SOFT = "soft"
    #: It may still arrive.
    DELAYED = "delayed"


#: Not inside a longer number, as an IP address is.
_ENHANCED = re.compile(r"(?<![0-9.])[245]\.[0-9]{1,3}\.[0-9]{1,3}(?!\.?[0-9])")
_REPLY = re.compile(r"(?<![0-9.])[45][0-9]{2}(?![0-9.])")
#: No such mailbox, system or address; disabled; no route to its domain (Exchange: 5.4.310).
_NOBODY_THERE = frozenset(
    ("5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.4.310")
)
#: These say that something failed, and leave the rest to the text.
_GENERIC = frozenset(("", "5.0.0", "5.1.0", "5.2.0", "5.3.0", "5.4.1", "5.5.0"))
#: Of the generic ones those that mean the mailbox, where the text names no other reason.
_ABOUT_MAILBOX = frozenset(("", "5.0.0", "5.1.0", "5.5.0"))
_MAILBOX_REPLIES = frozenset(("550", "551", "553"))
#: Beside NOBODY: what qmail, Exim and Exchange say.
_NO_MAILBOX = re.compile(
    r"unrouteable address|no mailbox here|mailbox (?:is )?unavailable"
    r"|recipient address rejected: access denied|address couldn.t be found|account .{0,40}does not exist",
    re.IGNORECASE,
)
#: Characters of a server's text that are kept, and those that are looked at for them: to find addresses in a long
#: text that has no spaces takes its length squared.
_KEPT, _LOOKED_AT = 200, 1000


def code_in(text: str) -> str:
    """The first enhanced code in a text; empty for none."""
    found = _ENHANCED.search(text)
    return found[0] if found else ""


def code_of(status: str, text: str) -> str:
    """The more telling of the status that is reported and what the server itself said."""
    reported, said = code_in(status), code_in(text)
    return said if said and reported in _GENERIC and said[0] == (reported or said)[0] else reported


def severity_of(action: str, code: str, text: str) -> Severity:
    """`action`: as RFC 3464 has it, in lower case; `code`: enhanced, or empty."""
    if action == "delayed":
        return Severity.DELAYED
    return Severity.HARD if _nobody_there(code, text) else Severity.SOFT


def says_failure(text: str) -> bool:
    """Whether a text says of itself that something was refused."""
    signs = (_ENHANCED, _REPLY, NOBODY, _NO_MAILBOX)
    return any(sign.search(text) for sign in signs)


def _nobody_there(code: str, text: str) -> bool:
    if code in _NOBODY_THERE:
        return True
    if code not in _GENERIC:
        return False
    if NOBODY.search(text) or _NO_MAILBOX.search(text):
        return True
    if code not in _ABOUT_MAILBOX or POLICY.search(text):
        return False
    reply = _REPLY.search(text)
    return reply[0] in _MAILBOX_REPLIES if reply else code == "5.0.0"


def masked(text: str) -> str:
    """In one short line, without addresses, nor characters that a database or a terminal refuses."""
    plain = "".join(letter if " " <= letter <= "~" else " " for letter in text[:_LOOKED_AT])
    said = " ".join(re.sub(r"[^\s<>:;,()\"']*@[^\s<>:;,()\"']*", "…", plain).split())
    return said.removeprefix("smtp; ").removeprefix("SMTP; ")[:_KEPT]
