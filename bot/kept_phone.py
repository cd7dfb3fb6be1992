"""A phone waits in an open form sealed, as in its row: a draft may lie for a week."""

from bot.forms import Form
from bot.turn import Turn

FIELD = "phone"


def sealed_phone(turn: Turn, phone: str) -> str:
    """What the field keeps; empty for none."""
    if not phone:
        return ""
    sealer = turn.desk.office.sealer
    return sealer.seal(phone, table="drafts", column=FIELD, row=turn.said.chat_id).hex()


def phone_of_form(turn: Turn, form: Form) -> str:
    """E.164; empty where none was given."""
    sealed = form.fields.get(FIELD, "")
    if not sealed:
        return ""
    sealer = turn.desk.office.sealer
    return sealer.open(bytes.fromhex(sealed), table="drafts", column=FIELD, row=turn.said.chat_id)
