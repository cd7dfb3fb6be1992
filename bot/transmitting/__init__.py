"""The form of /transmitir: words, extras, audience, moment, preview, confirmation."""
