"""What `elo announce` shows before anything is kept, and in English why it refuses."""

from typing import TYPE_CHECKING

from elo.cli.ending import Ending, Failure
from elo.cli.printing import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from rede.broadcast import Broadcast, BroadcastRefused
    from rede.links import LinkRefused


def warn(prepared: "Broadcast") -> None:
    if prepared.before is not None:
        number = prepared.before.id
        say(
            f"note: the same words went to {prepared.order.named} within the last hour (announcement {number})"
        )
        say(f"note: elo announce --cancel {number} calls that one off")
    if prepared.order.at is not None and prepared.starts > prepared.order.at:
        say(f"note: nothing leaves at that hour; it starts on {moment(prepared)} (Brasília) unless --urgent")


def show(prepared: "Broadcast", out: "Callable[[str], None]") -> None:
    from db.channels import ChannelKind
    from elo.agenda import plain

    telegram, email = prepared.count(ChannelKind.TELEGRAM), prepared.count(ChannelKind.EMAIL)
    out(f"audience   {prepared.order.named}: {people(len(prepared.listeners))}")
    out(f"channels   Telegram {telegram}, e-mail {email}")
    out(f"left out   {_left_out(prepared.no_channel, prepared.closed, prepared.turned_off)}")
    out(f"starts     {moment(prepared)} (Brasília){', whatever the hour' if prepared.order.urgent else ''}")
    words = prepared.words_to(prepared.listeners[0].name)
    out(f"\nTelegram\n{_indented(plain(words.chat))}")
    out(f"\nE-mail · {words.mail.subject}\n{_indented(words.mail.text)}")


def _indented(words: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in words.strip().splitlines())


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def moment(prepared: "Broadcast") -> str:
    from scheduler.clock import BRASILIA

    return f"{prepared.starts.astimezone(BRASILIA):%Y-%m-%d %H:%M}"


def as_json_of(prepared: "Broadcast", kept: int | None) -> dict[str, object]:
    from db.channels import ChannelKind
    from scheduler.clock import BRASILIA

    return {
        "announcement": kept,
        "audience": prepared.order.named,
        "people": len(prepared.listeners),
        "telegram": prepared.count(ChannelKind.TELEGRAM),
        "email": prepared.count(ChannelKind.EMAIL),
        "left_out": {
            "no_channel": prepared.no_channel,
            "closed": prepared.closed,
            "turned_off": prepared.turned_off,
        },
        "starts": prepared.starts.astimezone(BRASILIA).isoformat(timespec="seconds"),
        "dry_run": kept is None,
    }


def in_words(refused: "BroadcastRefused | LinkRefused") -> Failure:
    facts = refused.facts
    match refused.key:
        case "broadcast_empty":
            return Failure(Ending.FAILED, "the text is empty", "its first line is the title")
        case "broadcast_without_text":
            return Failure(Ending.FAILED, "there is a title and nothing below it")
        case "broadcast_unprintable":
            return Failure(
                Ending.FAILED, "the text has characters that cannot be shown", "save it as plain text"
            )
        case "broadcast_with_cpf":
            return Failure(Ending.FAILED, "the text holds a CPF, which is never kept: leave it out")
        case "broadcast_title_too_long":
            message = f"the title (first line) has {facts['length']} characters, the limit is {facts['most']}"
            return Failure(Ending.FAILED, message)
        case "broadcast_too_long":
            message = f"the message would have {facts['length']} characters, Telegram takes {facts['most']}"
            hint = f"take {facts['over']} out; a link may lead to the whole"
            return Failure(Ending.FAILED, message, hint)
        case "broadcast_in_the_past":
            from scheduler.clock import BRASILIA

            at = facts["at"].astimezone(BRASILIA)
            return Failure(Ending.USAGE, f"--at {at:%Y-%m-%dT%H:%M} is over", "leave it out to begin now")
        case "broadcast_to_nobody":
            left_out = _left_out(facts["no_channel"], facts["closed"], facts["turned_off"])
            return Failure(Ending.FAILED, f"nobody would hear it ({left_out})", "elo people import FILE")
        case "broadcast_label_too_long":
            message = f"the button has {facts['length']} characters, it takes 1 to {facts['most']}"
            return Failure(Ending.USAGE, message)
        case "correction_too_early":
            message = "what it corrects is still leaving"
            return Failure(Ending.FAILED, message, "elo announce --cancel ID stops the rest")
        case "link_refused":
            message = f"the link leads to {facts['host']}, which is not allowed"
            return Failure(Ending.USAGE, message, f"allowed: {', '.join(facts['known'])} ([links] hosts)")
        case "link_odd":
            return Failure(Ending.USAGE, f"{facts['words']} is no plain https address")
        case _:
            raise refused


def _left_out(no_channel: int, closed: int, turned_off: int) -> str:
    return f"{no_channel} without a channel, {closed} with closed ones, {turned_off} want no announcements"
