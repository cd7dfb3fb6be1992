"""Pages as answers: words from notifier/texts, with their status."""

from collections.abc import Mapping

from starlette.responses import HTMLResponse

from rede.desk import Office

#: Seconds after which to try again.
SOON = "120"


class Pages:
    def __init__(self, office: Office) -> None:
        self._office = office

    @property
    def style(self) -> str:
        return self._office.texts.page_style

    def page(
        self, key: str, *, status: int = 200, headers: dict[str, str] | None = None, **facts: object
    ) -> HTMLResponse:
        office = self._office
        html = office.texts.page(key, official_page=office.official_page, mailbox=office.mailbox, **facts)
        return HTMLResponse(html, status_code=status, headers=headers)

    def unavailable(self) -> HTMLResponse:
        """Also for an answer that took too long: what was asked may be asked again."""
        return self.page("unavailable", status=503, headers={"Retry-After": SOON})

    def failed(self, code: str) -> HTMLResponse:
        return self.page("failed", status=500, code=code)

    def refused(self, status: int, headers: Mapping[str, str] | None = None) -> HTMLResponse:
        """What is wrong with the request: 404, or another 4xx."""
        # What is left of a body that is too large is not worth reading.
        closing = {"Connection": "close"} if status == 413 else {}
        key = "not_found" if status == 404 else "refused"
        return self.page(key, status=status, headers={**(headers or {}), **closing})
