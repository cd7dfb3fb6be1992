"""Faults over the control address, and that no body whatever breaks that address."""

import asyncio
from dataclasses import fields

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.desk import Sandbox
from sandbox.faults.kinds import Fault, SmtpFault
from sandbox.mail.office import SmtpSwitches
from sandbox.requests.json_values import Json
from tests.sandbox.call import call
from tests.sandbox.mailer import session

FIELDS = [
    *(field.name for kind in (Fault, SmtpFault, SmtpSwitches) for field in fields(kind)),
    *("seed", "name", "id", "kind", "text", "label", "url", "enforced", "started", "migrated_to"),
]
WORDS = ["before", "within", "BODY", "450 no", "good", "getMe", "group", "/start", "", "ação"]
ADDRESSES = [
    *("faults", "faults/seed", "smtp", "bot", "rates", "strict", "patience", "webhook", "chats"),
    *(f"chats/710000001{act}" for act in ("", "/says", "/presses", "/edits", "/reactions", "/sends")),
]

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.integers(0, 5)
    | st.floats(0, 2)
    | st.sampled_from(WORDS)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)
bodies = st.dictionaries(st.sampled_from(FIELDS), values, max_size=6) | values


async def test_a_plan_can_be_read_with_what_came_of_it(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    await web.post("/control/faults", json={"method": "getMe", "status": 502, "after": 1, "times": None})
    await web.post("/control/faults", json={"stage": "NOOP", "delay_before": 0.01})
    for _ in range(3):
        await call(web, sandbox, "getMe")
    await session(sandbox)
    assert (await web.get("/control/faults")).json() == {
        "telegram": [
            {"method": "getMe", "status": 502, "after": 1, "times": None, "matched": 3, "struck": 2}
        ],
        "smtp": [{"stage": "NOOP", "delay_before": 0.01, "matched": 1, "struck": 1}],
    }
    await web.delete("/control/faults")
    assert (await web.get("/control/faults")).json() == {"telegram": [], "smtp": []}


async def test_luck_can_be_had_again(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    async def codes(seed: int) -> list[int]:
        await web.delete("/control/faults")
        await web.post("/control/faults/seed", json={"seed": seed})
        await web.post("/control/faults", json={"status": 502, "times": None, "probability": 0.5})
        return [(await call(web, sandbox, "getMe")).status_code for _ in range(20)]

    first, other = await codes(7), await codes(8)
    assert set(first) == {200, 502}
    assert first != other
    assert await codes(7) == first


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"status": 500, "method": "sendMesage"}, "the sandbox has no method sendMesage"),
        (
            {"method": "getMe"},
            "a fault needs something to do: status, delay, drop, garbage, duplicate or slow_body",
        ),
        ({"status": 500, "probability": 2}, "a probability is between 0 and 1"),
        ([], "expected a JSON object"),
    ],
)
async def test_an_impossible_fault_is_refused(web: httpx.AsyncClient, body: Json, words: str) -> None:
    answer = await web.post("/control/faults", json=body)
    assert (answer.status_code, answer.json()) == (400, {"error": words})


@pytest.mark.parametrize("method", ["download", "webhook", "SENDMESSAGE", "getme"])
async def test_whatever_can_fail_may_be_named(web: httpx.AsyncClient, method: str) -> None:
    answer = await web.post("/control/faults", json={"method": method, "drop": "after"})
    assert (answer.status_code, answer.json()) == (200, {"planned": True})


@settings(max_examples=80)
@given(calls=st.lists(st.tuples(st.sampled_from(ADDRESSES), bodies), min_size=1, max_size=8))
def test_no_body_breaks_the_control_address(calls: list[tuple[str, Json]]) -> None:
    async def play() -> set[int]:
        async with Sandbox() as desk, httpx.AsyncClient(base_url=desk.control_url, verify=False) as web:
            answers = [await web.post(f"/{address}", json=body) for address, body in calls]
            answers += [await web.get(f"/{address}") for address in ("faults", "smtp", "mails", "ledger")]
            return {answer.status_code for answer in answers}

    assert asyncio.run(play()) <= {200, 400, 404}
