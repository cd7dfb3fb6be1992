"""Where announcements may lead: https pages of gov.br, of the portal, and of hosts that the operator wrote down.

For acts.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from rede.desk import Office
from rede.refusal import Refusal

#: And every host under it.
GOVERNMENT = "gov.br"
LONGEST_LINK = 2048
#: A host as people read it: no punycode, which may look like another, and no number of a machine.
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.ASCII)
#: Spaces, quotes and what is invisible.
_ODD = re.compile(r"[\s\"'<>\\^`{|}\x00-\x1f\x7f-\uffff]")
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#].*)?", re.ASCII)
#: What a chat or a mail makes a link of by itself, without the marks that end a sentence.
_WRITTEN_OUT = re.compile(
    r"(?:\b(?:[a-z][a-z0-9+.-]{0,20}://|www\.)|(?<![@\w./-])(?:[a-z0-9-]+\.)+[a-z]{2,24}/)"
    r"[^\s<>\"]*[^\s<>\".,;:!?)\]}'*_”’»]",
    re.IGNORECASE,
)


class LinkRefused(Refusal):
    """`link_refused` (`host`, `known`): it leads elsewhere; `link_odd` (`words`): it is no plain https address."""

    @property
    def host(self) -> str:
        return str(self.facts.get("host", ""))


def allowed_link(office: Office, url: str) -> str:
    """The address, as it may stand under a button; `https://` is put before a bare one.

    Raises:
        LinkRefused: it is no plain https address, or leads to a host that is not among the allowed ones.
    """
    written = url.strip()
    link = f"https://{written}" if _BARE.fullmatch(written) else written
    host = _host(link)
    if host is None:
        raise LinkRefused("link_odd", words=written[:80])
    known = known_hosts(office)
    if not any(host == one or host.endswith(f".{one}") for one in known):
        raise LinkRefused("link_refused", host=host, known=known)
    return link


def known_hosts(office: Office) -> Sequence[str]:
    """Whose pages, and those below them, announcements may lead to: the configured portal's, too."""
    portals = (_host(one) for one in (office.official_page, office.public_url))
    named = (one.casefold().strip(".") for one in office.link_hosts)
    return tuple(dict.fromkeys((GOVERNMENT, *named, *(one for one in portals if one))))


def require_allowed_links(office: Office, words: str) -> None:
    """Each address written out in the words leads where announcements may.

    Raises:
        LinkRefused: one of them does not, or is no plain https address.
    """
    for link in dict.fromkeys(_WRITTEN_OUT.findall(words)):
        allowed_link(office, link)


def _host(link: str) -> str | None:
    """None: whoever reads it could not tell where it leads, or no program could."""
    if len(link) > LONGEST_LINK or _ODD.search(link):
        return None
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    plain = parts.scheme == "https" and "@" not in parts.netloc and port in (None, 443)
    readable = _HOST.fullmatch(host) is not None and "xn--" not in host
    return host if plain and readable else None
