"""Facts for the texts that tell where a notice is: every state of a channel, every step of a way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from db.channels import ChannelKind
from db.deliverables import DeliverableState
from db.deliveries import DeliveryState
from db.notices import NoticeKind
from rede.sendings import GoalMark
from rede.trace import Cause, Step
from rede.trace_lines import HELD, ChannelLine, NoticeLine, StepLine, WayLine
from scheduler.ladder import Nature
from tests.house.check_in_samples import GOAL, NOTHING, UPB, Facts

WHEN = "ter., 09/12/2025 9h00"
REASONS = (
    *("acknowledged", "withdrawn", "no longer needed", "expired before it could leave", "dropped by hand"),
    *("wants no announcements", "announcement called off", "it works again"),
    "bounced 5.1.1",
    *("told by e-mail: Telegram was out", "told by Telegram: e-mail was out"),
)
CHANNEL = ChannelLine(
    channel=ChannelKind.TELEGRAM, state=DeliveryState.SENT, when=WHEN, answer="", resent=False
)
MAIL = replace(
    CHANNEL, channel=ChannelKind.EMAIL, state=DeliveryState.FAILED, answer="550 5.1.1 m***@example.org"
)
CHANNELS = (
    *(replace(CHANNEL, state=state) for state in DeliveryState),
    replace(CHANNEL, resent=True),
    replace(CHANNEL, state=HELD, when=""),
    MAIL,
    *(replace(MAIL, state=DeliveryState.CANCELLED, answer=reason) for reason in REASONS),
)
NOTICE = NoticeLine(
    code="AV-000123",
    kind=NoticeKind.REMINDER,
    person="Maria Flor",
    functions=(("UPB", "coordenação"), ("IRECE", "gabinete")),
    goals=(
        GoalMark(acronym="UPB", key="2.2", distance=""),
        GoalMark(acronym="UPB", key="semestre", distance="", nature=Nature.CHECK_IN),
    ),
    more=3,
    subject="Prazo em 24/12/2026: meta 2.2 do plano de trabalho",
    created=WHEN,
    channels=(CHANNEL, MAIL),
    acknowledged=WHEN,
)
NOTICES: Sequence[Facts] = (
    {"one": NOTICE},
    {"one": replace(NOTICE, goals=(), more=0, channels=CHANNELS, acknowledged="")},
    {"one": replace(NOTICE, goals=(), more=0, subject="", person="", functions=(), channels=())},
)
STEP = StepLine(
    step=Step.ATTEMPT, when=WHEN, channel="telegram", number=1, outcome="sent", answer="812", cause=Cause.NONE
)
MAILED = replace(STEP, step=Step.WOKEN, channel="email")
OUTCOMES = (
    "sent",
    "retry",
    "slowed",
    "moved",
    "failed",
    "unknown",
    "stopped",
    "returned",
    "bounced",
    "delayed",
    "other",
)
STEPS = (
    *(replace(STEP, step=step) for step in Step),
    *(replace(STEP, outcome=outcome, channel="email") for outcome in OUTCOMES),
    *(replace(MAILED, cause=cause, when=when) for cause in Cause for when in ("", WHEN)),
    *(
        replace(STEP, step=Step.ENDED, outcome=state, answer=reason)
        for state in (DeliveryState.CANCELLED, DeliveryState.FAILED)
        for reason in ("", "blocked", *REASONS)
    ),
    replace(STEP, step=Step.WITHDRAWN, number=2),
    replace(STEP, step=Step.WAITS, when=""),
    replace(STEP, answer=""),
    replace(STEP, outcome="unknown", answer="crash in flight"),
    replace(STEP, outcome="unknown", answer="not answered before the end"),
)
WAY = WayLine(code="AV-000123", steps=(STEP, replace(STEP, step=Step.RESENT)), earlier=0)
WAYS: Sequence[Facts] = tuple({"way": one} for one in (WAY, replace(WAY, earlier=1), replace(WAY, earlier=4)))
REPORT: Facts = {
    "late": False,
    "reason": "",
    "protocol": "RP-2026-000142",
    "acronym": "UPB",
    "institution": UPB["name"],
    "key": "2.2",
    "goal": GOAL,
    "nature": Nature.DEADLINE,
    "state": "submitted",
    "when": WHEN,
}
PROTOCOL: Mapping[str, Sequence[Facts]] = {
    "notice_kind": tuple({"one": replace(NOTICE, kind=kind)} for kind in NoticeKind),
    "channel_name": tuple({"one": replace(CHANNEL, channel=kind)} for kind in ChannelKind),
    "end_reason": tuple({"answer": reason} for reason in (*REASONS, "550 5.1.1", "")),
    "button_way": NOTHING,
    "protocol_ask": tuple({"in_doubt": count} for count in (0, 1, 5)),
    "protocol_ask_own": NOTHING,
    "protocol_unreadable": NOTHING,
    "protocol_unknown": ({"number": "AV-000123"},),
    "protocol_report": (
        REPORT,
        {**REPORT, "nature": Nature.CHECK_IN, "key": "semestre"},
        {**REPORT, "protocol": "RH-2024-000001", "state": "history"},
        *({**REPORT, "state": state, "late": True, "reason": "Falta a lista"} for state in DeliverableState),
    ),
    "protocol_notice": NOTICES,
    "protocol_step": tuple({"one": one} for one in STEPS),
    "protocol_way": WAYS,
}
