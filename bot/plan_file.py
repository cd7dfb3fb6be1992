"""A plano de trabalho that came as a file: read outside the transaction, and never kept with a CPF in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.attachments import Attachment
from bot.update import CONTROL
from scheduler.plan.cpf import without_cpf
from scheduler.plan_document import PlanDocument, UnreadablePlan, decode_document, read_plan

#: Names of the form's fields that hold it.
NAME, TEXT = "file", "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A plan as somebody sent it: its text without CPFs, and what was read in it."""

    name: str
    #: Empty where the file is none of text (PDF, DOCX, a picture).
    text: str
    #: None where no plan could be read in it.
    document: PlanDocument | None
    #: Why it could not, in Portuguese.
    reason: str = ""
    #: It came with this message; else it was read again, from the form.
    is_new: bool = False


def read_file(fields: Mapping[str, str], attachment: Attachment | None) -> PlanFile | None:
    """The plan that a message brings, else the one that the form holds. Takes up to a second for a large one."""
    if attachment is not None:
        return _brought(attachment)
    if TEXT not in fields:
        return None
    document, reason = _read(fields[TEXT])
    return PlanFile(name=fields.get(NAME, ""), text=fields[TEXT], document=document, reason=reason)


def _brought(attachment: Attachment) -> PlanFile:
    name = CONTROL.sub(" ", attachment.name)
    try:
        text = decode_document(attachment.content)
    except UnreadablePlan as error:
        return PlanFile(name=name, text="", document=None, reason=str(error), is_new=True)
    kept = without_cpf(text)
    document, reason = _read(kept)
    if document is not None and kept != text and (as_sent := _read(text)[0]):
        # Where the CPFs stood is told, though they are gone.
        document = replace(document, problems=as_sent.problems)
    return PlanFile(name=name, text=kept, document=document, reason=reason, is_new=True)


def _read(text: str) -> tuple[PlanDocument | None, str]:
    try:
        return read_plan(text), ""
    except UnreadablePlan as error:
        return None, str(error)
