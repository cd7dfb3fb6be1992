"""Bodies as Telegram's server reads them, broken ones too."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from sandbox.refusals import ApiRefusal
from sandbox.requests.bodies import read_json_parameters, read_multipart, read_urlencoded
from sandbox.requests.parameters import Parameters

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
PARTS = {"content-type": "multipart/form-data; boundary=x"}


def part(headers: str, content: str = "1") -> bytes:
    return f"--x\r\n{headers}\r\n\r\n{content}\r\n--x--".encode()


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        (b'{"a": "b"}', [("a", "b")]),
        (b' { "a" : 1 , "b" : [1, {"c": "]"}] } ', [("a", "1"), ("b", '[1, {"c": "]"}]')]),
        (b'{"a": true, "b": null, "c": 1.50}', [("a", "true"), ("b", "null"), ("c", "1.50")]),
        (b'{"a": "\\u00e9\\n"}', [("a", "é\n")]),
        (b"{}", []),
        (b"", []),
        (b"[1]", []),
        (b'{"a": 1, "b"', [("a", "1")]),
        (b'{"a": 1} {', [("a", "1")]),
        (b'{"a": NaN}', []),
        (b"{a: 1}", []),
        (b'{"a": 1; "b": 2}', [("a", "1")]),
    ],
)
def test_json_counts_up_to_where_it_breaks(body: bytes, pairs: list[tuple[str, str]]) -> None:
    assert [*read_json_parameters(body)] == pairs


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        (b"a=b&c=d+e%26", [("a", "b"), ("c", "d e&")]),
        (b"a", [("a", "")]),
        (b"a=b=c&&=d", [("a", "b=c"), ("", ""), ("", "d")]),
        (b"a=%zz%C3%A7", [("a", "%zzç")]),
    ],
)
def test_a_form_is_read(body: bytes, pairs: list[tuple[str, str]]) -> None:
    assert [*read_urlencoded(body)] == pairs


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("multipart/form-data", b"--x--", "Bad Request: boundary not found"),
        ("multipart/form-data; boundary", b"--x--", "Bad Request: boundary value not found"),
        ("multipart/form-data; boundary=", b"--x--", "Bad Request: boundary too big or empty"),
        ("multipart/form-data; boundary=" + "x" * 71, b"", "Bad Request: boundary too big or empty"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n1\r\n--x--", None),
        (PARTS["content-type"], part("Content-Disposition"), "Bad Request: can't parse form data headers"),
        (
            PARTS["content-type"],
            part("Content-Disposition: attachment; name=a"),
            "Bad Request: expected form-data content disposition",
        ),
        (
            PARTS["content-type"],
            part("Content-Disposition: form-data; size=1"),
            "Bad Request: field name in multipart/form-data not found",
        ),
        (
            PARTS["content-type"],
            part('Content-Disposition: form-data; name="a'),
            "Bad Request: unclosed quoted string in Content-Disposition header",
        ),
        (
            PARTS["content-type"],
            part("Content-Disposition: form-data; name=f; filename=a.txt", "x")[:-5] * 101 + b"--x--",
            "Request Entity Too Large: too many files attached",
        ),
    ],
)
def test_a_malformed_multipart_body_is_refused(kind: str, body: bytes, words: str | None) -> None:
    words = words or "Bad Request: headers in multipart/form-data are empty"
    with pytest.raises(ApiRefusal) as caught:
        list(read_multipart(kind, body))
    assert caught.value.description == words


async def test_of_what_is_sent_twice_the_first_counts(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    address = f"/bot{sandbox.token}/sendMessage?text=um&text=dois"
    await web.post(address, content=b"text=tres&chat_id=%d" % maria.chat_id, headers=FORM)
    assert maria.reads() == ["um"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (FORM, b"text=%ff&chat_id=1"),
        (JSON, b'{"text": "\\ud83d", "chat_id": 1}'),
        (JSON, b'{"text": "\xff", "chat_id": 1}'),
        (PARTS, part("Content-Disposition: form-data; name=text", "?").replace(b"?", b"\xff")),
    ],
)
async def test_broken_text_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, headers: dict[str, str], body: bytes
) -> None:
    answer = await web.post(f"/bot{sandbox.token}/sendMessage", content=body, headers=headers)
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_a_body_of_an_unknown_kind_says_nothing(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    answer = await web.post(
        f"/bot{sandbox.token}/getMe", content=b"{", headers={"content-type": "text/plain"}
    )
    assert answer.json()["ok"]


async def test_a_parameter_of_a_megabyte_is_too_large(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    answer = await web.post(f"/bot{sandbox.token}/sendMessage", data={"text": "a" * (1 << 20)})
    assert (answer.status_code, answer.json()["description"]) == (
        413,
        "Request Entity Too Large: too many parameters",
    )


@pytest.mark.parametrize(
    ("text", "is_on"),
    [("true", True), ("TRUE", True), (" yes ", True), ("1", True), ("on", False), ("2", False), ("", False)],
)
def test_a_switch_is_read(text: str, *, is_on: bool) -> None:
    assert Parameters({"a": text}, {}).flag("a") is is_on


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("-7", -7), ("7.9", 7), ("7a", 7), ("a7", 0), (" 7", 0), ("+7", 0), ("", 3)],
)
def test_a_number_is_read_as_far_as_it_goes(text: str, number: int) -> None:
    assert Parameters({"a": text}, {}).integer("a", 3) == number


@given(st.binary(max_size=40))
def test_any_json_body_is_read(body: bytes) -> None:
    assert all(isinstance(value, str) for _, value in read_json_parameters(b"{" + body))


@given(st.binary(max_size=60))
def test_any_multipart_body_is_read_or_refused(body: bytes) -> None:
    try:
        read = list(read_multipart("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: " + body))
    except ApiRefusal:
        return
    assert all(name for name, _ in read)
