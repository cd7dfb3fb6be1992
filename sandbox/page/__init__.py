"""The desk's page, in pt-BR: chats on the left, the conversation in the middle, clock and mail right."""

from sandbox.page.routes import Page

__all__ = ["Page"]
