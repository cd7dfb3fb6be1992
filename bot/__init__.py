"""The Telegram door: what people say, and what we answer."""
