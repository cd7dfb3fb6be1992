"""How Telegram writes down the title of a group or a topic."""


def cleaned_title(text: str, longest: int) -> str:
    """Runs of white space become one space, and what is too long is cut (td, misc.cpp `clean_name`)."""
    return " ".join(text.split())[:longest].strip()
