"""Setting a webhook, taking it off, and asking about it: what is refused, and in which words."""

import httpx
import pytest
import telegram

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal

HERE = "http://127.0.0.1:9/hook"
BEYOND = (
    "Bad Request: bad webhook: the sandbox sends updates to this machine only, "
    "and {} is not a loopback address"
)


async def described(web: httpx.AsyncClient, sandbox: Sandbox, method: str, **parameters: object) -> str:
    body = (await call(web, sandbox, method, **parameters)).json()
    assert (body["ok"], body["result"]) == (True, True)
    return str(body["description"])


async def info(web: httpx.AsyncClient, sandbox: Sandbox) -> dict[str, object]:
    body = (await call(web, sandbox, "getWebhookInfo")).json()["result"]
    assert isinstance(body, dict)
    return body


async def test_telegram_says_what_was_done(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    assert await described(web, sandbox, "deleteWebhook") == "Webhook is already deleted"
    assert await described(web, sandbox, "setWebhook", url=HERE) == "Webhook was set"
    assert await described(web, sandbox, "setWebhook", url=HERE) == "Webhook is already set"
    assert await described(web, sandbox, "setWebhook", url=HERE, max_connections=2) == "Webhook was set"
    assert await described(web, sandbox, "setWebhook", url=HERE + "2") == "Webhook was set"
    assert await described(web, sandbox, "setWebhook", url="") == "Webhook was deleted"
    assert await described(web, sandbox, "setWebhook") == "Webhook is already deleted"


async def test_the_client_sets_asks_and_deletes(bot: telegram.Bot, maria: Phone) -> None:
    assert await bot.set_webhook(HERE, max_connections=7, allowed_updates=["poll", "message"])
    shown = await bot.get_webhook_info()
    assert (shown.url, shown.ip_address, shown.max_connections) == (HERE, "127.0.0.1", 7)
    assert (shown.has_custom_certificate, shown.pending_update_count) == (False, 1)
    assert shown.allowed_updates == ("message", "poll")
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


async def test_nothing_is_told_of_a_webhook_that_is_not_set(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    await described(web, sandbox, "setWebhook", url=HERE)
    await described(web, sandbox, "deleteWebhook")
    assert await info(web, sandbox) == {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


@pytest.mark.parametrize(("asked", "meant"), [("", 40), (0, 1), (100, 100), (4000, 100)])
async def test_connections_are_bounded(
    web: httpx.AsyncClient, sandbox: Sandbox, asked: int | str, meant: int
) -> None:
    await described(web, sandbox, "setWebhook", url=HERE, max_connections=asked)
    assert (await info(web, sandbox))["max_connections"] == meant


async def test_setting_it_again_may_only_change_the_kinds(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    await described(web, sandbox, "setWebhook", url=HERE)
    words = await described(web, sandbox, "setWebhook", url=HERE, allowed_updates=["message"])
    assert words == "Webhook is already set"
    assert (await info(web, sandbox))["allowed_updates"] == ["message"]


async def test_a_webhook_is_set_once_a_second(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    sandbox.telegram.patience.second = 1
    await described(web, sandbox, "setWebhook", url=HERE)
    answer = await call(web, sandbox, "setWebhook", url=HERE)
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert answer.headers["Retry-After"] == "1"
    assert await described(web, sandbox, "deleteWebhook") == "Webhook was deleted"


@pytest.mark.parametrize(
    ("secret", "words"),
    [
        ("x" * 257, "Bad Request: secret token is too long"),
        ("a b", "Bad Request: secret token contains unallowed characters"),
        ("segredo-não", "Bad Request: secret token contains unallowed characters"),
    ],
)
async def test_a_secret_is_short_and_plain(
    web: httpx.AsyncClient, sandbox: Sandbox, secret: str, words: str
) -> None:
    assert await refusal(web, sandbox, "setWebhook", url=HERE, secret_token=secret) == words


@pytest.mark.parametrize("secret", ["", "Az09_-" + "x" * 250])
async def test_a_secret_may_be_left_out_or_have_256_characters(
    web: httpx.AsyncClient, sandbox: Sandbox, secret: str
) -> None:
    assert await described(web, sandbox, "setWebhook", url=HERE, secret_token=secret) == "Webhook was set"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://127.0.0.1/", "Bad Request: invalid webhook URL specified"),
        ("https://bot.example.org/hook", BEYOND.format("bot.example.org")),
        ("https://8.8.8.8/hook", BEYOND.format("8.8.8.8")),
        ("http://0.0.0.0:8080/", BEYOND.format("0.0.0.0")),
        (
            "https://nobody.invalid/",
            "Bad Request: bad webhook: Failed to resolve host: Name or service not known",
        ),
    ],
)
async def test_an_address_that_cannot_be_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, url: str, words: str
) -> None:
    assert await refusal(web, sandbox, "setWebhook", url=url) == words


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (HERE, "An HTTPS URL must be provided for webhook"),
        ("https://127.0.0.1:9443/", "Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("https://10.1.2.3/", "IP address 10.1.2.3 is reserved"),
        ("https://[::1]/", "IPv6-only addresses are not allowed"),
    ],
)
async def test_telegrams_own_rules_hold_when_they_are_switched_on(
    web: httpx.AsyncClient, sandbox: Sandbox, url: str, words: str
) -> None:
    await web.post("/control/webhook", json={"public_rules": True})
    assert await refusal(web, sandbox, "setWebhook", url=url) == f"Bad Request: bad webhook: {words}"


async def test_under_telegrams_own_rules_the_four_ports_are_good(
    web: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    sandbox.telegram.webhook.public_rules = True
    for port in (80, 88, 443, 8443):
        assert (
            await described(web, sandbox, "setWebhook", url=f"https://127.0.0.1:{port}/") == "Webhook was set"
        )


async def test_any_name_is_good_with_an_address_on_this_machine(
    web: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    url = "https://bot.example.org/hook"
    assert await described(web, sandbox, "setWebhook", url=url, ip_address="127.0.0.2") == "Webhook was set"
    assert (await info(web, sandbox))["ip_address"] == "127.0.0.2"
    words = await refusal(web, sandbox, "setWebhook", url=HERE, ip_address="nowhere")
    assert words == "Bad Request: bad webhook: Invalid IP address specified"


async def test_a_refused_webhook_takes_the_earlier_one_off(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    await described(web, sandbox, "setWebhook", url=HERE)
    await refusal(web, sandbox, "setWebhook", url=HERE, secret_token="#")
    assert (await info(web, sandbox))["url"] == ""


async def test_a_certificate_is_at_most_three_megabytes(bot: telegram.Bot) -> None:
    with pytest.raises(telegram.error.BadRequest, match=r"Certificate size is too big \(3145729 bytes\)"):
        await bot.set_webhook(HERE, certificate=b"x" * ((3 << 20) + 1))


async def test_a_certificate_must_be_one(bot: telegram.Bot) -> None:
    for nonsense in (b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n", b"\xff\xfe", b"text"):
        with pytest.raises(telegram.error.BadRequest, match="Bad webhook: failed to set custom certificate"):
            await bot.set_webhook("https://127.0.0.1:8443/", certificate=nonsense)


async def test_the_control_address_only_pretends(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    answer = await web.post("/control/webhook", json={"url": "https://example.org/hook"})
    assert answer.json() == {"url": "https://example.org/hook", "public_rules": False}
    assert sandbox.telegram.webhook.endpoint is None
    await web.post("/control/webhook", json={"url": ""})
    assert (await info(web, sandbox))["url"] == ""
