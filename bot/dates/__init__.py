"""The rooms of `bot/date_words.py`: what days and hours are called in chat."""
