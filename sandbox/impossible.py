"""What a person cannot do, for Telegram's app has no field or button for it: whoever tries gets one of these."""


class NoSuchButton(LookupError):
    """No message in the chat has a button with this label now."""


class NoSuchMessage(LookupError):
    """It is in another chat, or was deleted."""


class NotInTheGroup(LookupError):
    """Only who is in a group can read it and write there."""


class NoSuchTopic(LookupError):
    """The chat has no topic with this number, or no topics at all."""


class MayNotWrite(ValueError):
    """The person is restricted in the group, the topic is closed, the chat is over, or the message another's."""


class UnsendableText(ValueError):
    """Nothing but white space, or more than fits."""
