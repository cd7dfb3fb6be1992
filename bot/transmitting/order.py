"""The form as an order, and what would come of it."""

from bot.forms import Form
from bot.transmitting.form import corrected_by, file_of, moment_of, sender_of
from bot.turn import Turn
from rede.audience import EVERYBODY, read_audience
from rede.broadcast import Broadcast, BroadcastOrder, prepare
from rede.to_many import LinkButton


async def prepared(turn: Turn, form: Form) -> Broadcast:
    """
    Raises:
        BroadcastRefused, LinkRefused, AudienceRefused, NotYours: as `rede.broadcast.prepare`.
    """
    return await prepare(turn.desk, _order(form))


def _order(form: Form) -> BroadcastOrder:
    fields = form.fields
    label, link = fields.get("label", ""), fields.get("link", "")
    return BroadcastOrder(
        title=fields["title"],
        text=fields["text"],
        marked=fields["html"],
        audience=read_audience(fields["audience"]) if "audience" in fields else EVERYBODY,
        at=moment_of(form),
        urgent=fields.get("urgent", ""),
        enclosure_id=file_of(form),
        button=LinkButton(label, link) if label and link else None,
        sender=sender_of(form),
        promotional="promotional" in fields,
        correction_of=corrected_by(form),
    )
