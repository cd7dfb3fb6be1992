"""How a bot wants the address in a text to be shown: the Bot API's LinkPreviewOptions."""

from dataclasses import asdict, dataclass

from sandbox.requests.json_values import JsonObject


@dataclass(frozen=True, slots=True)
class LinkPreview:
    is_disabled: bool = False
    url: str = ""
    prefer_small_media: bool = False
    prefer_large_media: bool = False
    show_above_text: bool = False

    def to_json(self) -> JsonObject:
        """Only what is not as usual (Client.cpp, `JsonLinkPreviewOptions`)."""
        return {name: value for name, value in asdict(self).items() if value}
