"""A plano de trabalho that came as a file: read outside the transaction, and never kept with a CPF in it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.attachments import Attachment
from bot.update import CONTROL
from scheduler.plan.cpf import without_cpf
from scheduler.plan_document import PlanDocument, UnreadablePlan, decode_document, read_plan

#: Names of the form's fields that hold it.
NAME, TEXT, SHA256 = "file", "document", "sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A plan as somebody sent it: its text without CPFs, and what was read in it."""

    name: str
    text: str
    #: None where no plan could be read in it.
    document: PlanDocument | None
    #: Of the file as it came, by which it is known again.
    sha256: str
    #: Why it could not, in Portuguese.
    reason: str = ""
    #: Else it is a PDF, a DOCX, a picture: what has to be exported first.
    is_text: bool = True
    #: It came with this message; else it was read again, from the form.
    is_new: bool = False


def read_file(fields: Mapping[str, str], attachment: Attachment | None) -> PlanFile | None:
    """The plan that a message brings, else the one that the form holds. Takes up to a second for a large one."""
    if attachment is not None:
        return _brought(attachment)
    if TEXT not in fields:
        return None
    document, reason = _read(fields[TEXT])
    return PlanFile(
        name=fields.get(NAME, ""),
        text=fields[TEXT],
        document=document,
        sha256=fields.get(SHA256, ""),
        reason=reason,
    )


def _brought(attachment: Attachment) -> PlanFile:
    name, sha256 = CONTROL.sub(" ", attachment.name), hashlib.sha256(attachment.content).hexdigest()
    try:
        text = decode_document(attachment.content)
    except UnreadablePlan as error:
        said = error.reason
        return PlanFile(
            name=name, text="", document=None, sha256=sha256, reason=said, is_text=False, is_new=True
        )
    kept = _without_cpf(text)
    document, reason = _read(kept)
    if document is not None and kept != text and (as_sent := _read(text)[0]):
        # Where the CPFs stood is told, though they are gone.
        document = replace(document, problems=as_sent.problems)
    return PlanFile(name=name, text=kept, document=document, sha256=sha256, reason=reason, is_new=True)


def _without_cpf(text: str) -> str:
    """Each digit of a CPF as `x`: an asterisk would be read as a mark of bold."""
    masked = zip(text, without_cpf(text), strict=True)
    return "".join(here if here == there else "x" for here, there in masked)


def _read(text: str) -> tuple[PlanDocument | None, str]:
    try:
        return read_plan(text), ""
    except UnreadablePlan as error:
        return None, str(error)
