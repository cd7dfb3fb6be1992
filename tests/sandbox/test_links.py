"""Addresses a text or a button may lead to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.formatting.links import checked_link, mentioned_user, required_link
from sandbox.refusals import BadRequest


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("example.org", "http://example.org/"),
        ("HTTPS://Example.ORG/A", "https://example.org/A"),
        ("https://example.org?a=b", "https://example.org/?a=b"),
        ("https://example.org:0443/", "https://example.org:443/"),
        ("https://ana@example.org/", "https://ana@example.org/"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://[::1]/a", "https://[::1]/a"),
        ("https://ação.example.org/", "https://ação.example.org/"),
        ("tg://resolve?domain=a", "tg://resolve?domain=a"),
        ("tg:resolve", "tg://resolve/"),
    ],
)
def test_an_address_is_kept_as_telegram_writes_it(written: str, kept: str) -> None:
    assert checked_link(written) == kept


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "URL host is empty"),
        ("nowhere", "Wrong HTTP URL"),
        ("localhost:8000", "Wrong HTTP URL"),
        ("ftp://example.org", "Unsupported URL protocol"),
        ("javascript:x()", "Wrong port number specified in the URL"),
        ("https://", "URL host is empty"),
        ("https://.", "Host is invalid"),
        ("https://a b.org", "Wrong URL host"),
        ("https://a%zz.org", "Wrong percent-encoded symbol in URL host"),
        ("https://example.org:70000", "Wrong port number specified in the URL"),
        ("https://[::x]/", "Wrong IPv6 address specified in the URL"),
        ("tg://a.b", "Unallowed characters in URL host"),
        ("tg://https://a", "Wrong tg URL"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(written: str, words: str) -> None:
    with pytest.raises(BadRequest) as caught:
        required_link(written, "entity")
    assert caught.value.description == f"Bad Request: entity URL '{written}' is invalid: {words}"


@pytest.mark.parametrize("written", ["http://example.org", "example.org", "tg://resolve"])
def test_some_addresses_must_be_secure(written: str) -> None:
    with pytest.raises(BadRequest, match="Only HTTPS links are allowed"):
        required_link(written, "entity", secure=True)


@pytest.mark.parametrize(
    ("written", "user"),
    [("tg://user?id=42", 42), ("tg:user?id=42", 42), ("tg://user?id=0", None), ("tg://user?id=x", None)],
)
def test_a_person_may_be_linked_to(written: str, user: int | None) -> None:
    assert mentioned_user(written) == user


@given(st.text("ahtps:/.?#@[]%g0 é", max_size=20))
def test_an_address_once_kept_is_kept_as_it_is(written: str) -> None:
    kept = checked_link(written)
    assert not kept or checked_link(kept) == kept
