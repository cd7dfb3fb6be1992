"""Logging in to the mail server: PLAIN, LOGIN and XOAUTH2 (RFC 4954; Google's description of XOAUTH2)."""

import json
import re
from base64 import b64decode

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from sandbox.mail.office import Account

RIGHT = "235 2.7.0 Authentication successful"
WRONG = "535 5.7.8 Authentication credentials invalid"
_BEARER = re.compile(rb"user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01", re.IGNORECASE)
_NO_BEARER = json.dumps({"status": "400", "schemes": "Bearer", "scope": "https://mail.example.org/"})


def judge(account: Account, said: LoginPassword) -> AuthResult:
    is_right = said == (account.login.encode(), account.password.encode())
    return AuthResult(success=is_right, handled=False, auth_data=said)


async def read_bearer(line: SMTP, args: list[str], account: Account) -> AuthResult:
    """XOAUTH2: a wrong token is answered with a challenge first, which the client answers with nothing."""
    first = await line.challenge_auth("") if len(args) == 1 else _decoded(args[1])
    if not isinstance(first, bytes):
        return AuthResult(success=False)  # broken off, and answered already
    match = _BEARER.fullmatch(first)
    if match and (result := judge(account, LoginPassword(*match.groups()))).success:
        return result
    answer = await line.challenge_auth(_NO_BEARER)
    return AuthResult(success=False, handled=not isinstance(answer, bytes))


def _decoded(text: str) -> bytes:
    """ "" for what is no base64: a wrong token, like any other."""
    try:
        return b64decode(text.encode(), validate=True)
    except ValueError:
        return b""
