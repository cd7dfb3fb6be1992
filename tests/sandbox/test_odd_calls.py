"""Whatever is sent, and however, the Bot API answers yes or no in its own manner."""

import json
from urllib.parse import quote

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.desk import Sandbox
from sandbox.methods import METHODS
from sandbox.methods.declared import DECLARED
from sandbox.phone import Phone

KINDS = [
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain",
    "application/x-www-form-urlencoded; charset=nonsense",
]

_ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.sampled_from(["attach://f", "<b>", "HTML", "MarkdownV2", "pt", "https://example.org", "[", "{}"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "media", "text", "message_id", "chat_id", "user_id", "url", "emoji"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@st.composite
def _calls(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """A method, and some of its parameters with any value."""
    method = DECLARED[draw(st.sampled_from(sorted(METHODS)))]
    names = st.sampled_from([*method.parameters, "nonsense"])
    return method.name, draw(st.dictionaries(names, _ODD, max_size=5))


def assert_mannerly(answer: httpx.Response) -> None:
    """An answer as the Bot API gives them; of the errors on the server's side only "not played here"."""
    assert answer.status_code < 500 or answer.status_code == 501
    body = answer.json()
    if body["ok"]:
        assert answer.status_code == 200
        assert "result" in body
    else:
        assert body["error_code"] == answer.status_code
        assert isinstance(body["description"], str)


@settings(max_examples=300)
@given(call=_calls(), is_form=st.booleans(), knows_chat=st.booleans(), strict=st.booleans())
async def test_odd_parameters_are_answered(
    web: httpx.AsyncClient,
    sandbox: Sandbox,
    maria: Phone,
    call: tuple[str, dict[str, object]],
    is_form: bool,
    knows_chat: bool,
    strict: bool,
) -> None:
    method, values = call
    sandbox.telegram.strict = strict
    known = {"chat_id": maria.chat_id, "text": "x", "message_id": 1} if knows_chat else {}
    values = {
        **{name: value for name, value in known.items() if name in DECLARED[method.lower()].parameters},
        **values,
    }
    address = f"/bot{sandbox.token}/{method}"
    if is_form:
        form = {name: v if isinstance(v, str) else json.dumps(v) for name, v in values.items()}
        assert_mannerly(await web.post(address, data=form, files={"f": ("f.png", b"\x89PNG")}))
    else:
        assert_mannerly(await web.post(address, json=values))


@given(
    method=st.sampled_from(["sendMessage", "sendMediaGroup"]),
    body=st.binary(max_size=60),
    kind=st.sampled_from(KINDS),
)
async def test_odd_bodies_are_answered(
    web: httpx.AsyncClient, sandbox: Sandbox, method: str, body: bytes, kind: str
) -> None:
    answer = await web.post(f"/bot{sandbox.token}/{method}", content=body, headers={"content-type": kind})
    assert answer.status_code == 400
    assert_mannerly(answer)


@given(name=st.text(st.characters(exclude_categories=["Cs"]), max_size=8), query=st.binary(max_size=8))
async def test_odd_names_are_answered(
    web: httpx.AsyncClient, sandbox: Sandbox, name: str, query: bytes
) -> None:
    assert_mannerly(await web.get(f"/bot{sandbox.token}/{quote(name)}?{quote(query, safe='&=%;+')}"))
