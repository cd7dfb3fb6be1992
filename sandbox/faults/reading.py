"""A fault as JSON: read from the control address, and shown there again."""

from collections.abc import Mapping
from dataclasses import asdict, fields

from sandbox.faults.kinds import Drop, Fault, SmtpFault, Stage
from sandbox.faults.plan import Plan
from sandbox.requests.json_values import Json, JsonObject
from sandbox.requests.orders import flag_in, number_in, text_in, whole_in


def read_fault(body: JsonObject) -> Fault | SmtpFault:
    """A fault from its fields, null standing for absent, but for `times`, where it means no end.

    A `stage` makes it one of SMTP. Raises ValueError for what is not one.
    """
    kind = SmtpFault if "stage" in body else Fault
    if unknown := body.keys() - {field.name for field in fields(kind)}:
        raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
    return _smtp_fault(body) if kind is SmtpFault else _fault(body)


def show_plan(plan: Plan[Fault] | Plan[SmtpFault]) -> list[JsonObject]:
    """Each planned fault, without what it leaves as it is, and how many calls it matched and struck."""
    return [
        {**_told(planned.fault), "matched": planned.matched, "struck": planned.struck}
        for planned in plan.planned
    ]


def _fault(body: JsonObject) -> Fault:
    return Fault(
        method=text_in(body, "method"),
        chat=whole_in(body, "chat"),
        after=whole_in(body, "after") or 0,
        times=_times(body),
        probability=number_in(body, "probability", usual=1),
        delay_before=number_in(body, "delay_before"),
        delay_after=number_in(body, "delay_after"),
        drop=_drop(body),
        garbage=text_in(body, "garbage"),
        status=whole_in(body, "status"),
        description=text_in(body, "description") or "",
        retry_after=whole_in(body, "retry_after"),
        duplicate=flag_in(body, "duplicate"),
        slow_body=number_in(body, "slow_body"),
    )


def _smtp_fault(body: JsonObject) -> SmtpFault:
    return SmtpFault(
        stage=_stage(body),
        reply=text_in(body, "reply"),
        recipient=text_in(body, "recipient"),
        after=whole_in(body, "after") or 0,
        times=_times(body),
        probability=number_in(body, "probability", usual=1),
        delay_before=number_in(body, "delay_before"),
        delay_after=number_in(body, "delay_after"),
        drop=_drop(body),
        garbage=text_in(body, "garbage"),
    )


def _told(fault: Fault | SmtpFault) -> Mapping[str, Json]:
    usual = {field.name: field.default for field in fields(fault)}
    return {name: value for name, value in asdict(fault).items() if value != usual[name]}


def _stage(body: JsonObject) -> Stage:
    try:
        return Stage(text_in(body, "stage") or "")
    except ValueError as error:
        raise ValueError(f"a stage is one of {', '.join(Stage)}") from error


def _drop(body: JsonObject) -> Drop | None:
    text = text_in(body, "drop")
    if text is not None and text not in list(Drop):
        raise ValueError(f"drop is one of {', '.join(Drop)}")
    return None if text is None else Drop(text)


def _times(body: JsonObject) -> int | None:
    return whole_in(body, "times") if "times" in body else 1
