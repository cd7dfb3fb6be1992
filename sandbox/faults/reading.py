"""A fault as JSON: read from the control address, and shown there again."""

from collections.abc import Mapping
from dataclasses import asdict, fields

from sandbox.faults.kinds import Drop, Fault, SmtpFault, Stage
from sandbox.faults.plan import Plan
from sandbox.requests.json_values import Json, JsonObject


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
        method=_text(body, "method"),
        chat=_whole(body, "chat"),
        after=_whole(body, "after") or 0,
        times=_times(body),
        probability=_number(body, "probability", 1),
        delay_before=_number(body, "delay_before"),
        delay_after=_number(body, "delay_after"),
        drop=_drop(body),
        garbage=_text(body, "garbage"),
        status=_whole(body, "status"),
        description=_text(body, "description") or "",
        retry_after=_whole(body, "retry_after"),
        duplicate=_flag(body, "duplicate"),
        slow_body=_number(body, "slow_body"),
    )


def _smtp_fault(body: JsonObject) -> SmtpFault:
    return SmtpFault(
        stage=_stage(body),
        reply=_text(body, "reply"),
        recipient=_text(body, "recipient"),
        after=_whole(body, "after") or 0,
        times=_times(body),
        probability=_number(body, "probability", 1),
        delay_before=_number(body, "delay_before"),
        delay_after=_number(body, "delay_after"),
        drop=_drop(body),
        garbage=_text(body, "garbage"),
    )


def _told(fault: Fault | SmtpFault) -> Mapping[str, Json]:
    usual = {field.name: field.default for field in fields(fault)}
    return {name: value for name, value in asdict(fault).items() if value != usual[name]}


def _stage(body: JsonObject) -> Stage:
    try:
        return Stage(_text(body, "stage") or "")
    except ValueError as error:
        raise ValueError(f"a stage is one of {', '.join(Stage)}") from error


def _drop(body: JsonObject) -> Drop | None:
    text = _text(body, "drop")
    if text is not None and text not in list(Drop):
        raise ValueError(f"drop is one of {', '.join(Drop)}")
    return None if text is None else Drop(text)


def _times(body: JsonObject) -> int | None:
    return _whole(body, "times") if "times" in body else 1


def _text(body: JsonObject, name: str) -> str | None:
    value = body.get(name)
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f"{name} is a text")


def _whole(body: JsonObject, name: str) -> int | None:
    value = body.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ValueError(f"{name} is a whole number")


def _number(body: JsonObject, name: str, usual: float = 0) -> float:
    value = body.get(name)
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} is a number")
    return value


def _flag(body: JsonObject, name: str) -> bool:
    value = body.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise ValueError(f"{name} is true or false")
