"""The errors Drumbeat raises on purpose. Each carries the sentence a person reads."""


class DrumbeatError(Exception):
    """Something a person should be told, with what to do next.

    `user_message` is shown where the person is; `field` names the question or input it belongs to, if any.
    """

    def __init__(self, user_message: str, *, field: str | None = None) -> None:
        super().__init__(user_message)
        self.user_message = user_message
        self.field = field


class NotYours(DrumbeatError):
    """The person may not see or do this."""


class NotThere(DrumbeatError):
    """What the person refers to does not exist, or no longer does."""


class TooLate(DrumbeatError):
    """The round has closed and the next one has opened."""


class Overtaken(DrumbeatError):
    """Things have moved on meanwhile, and what the person wanted to do no longer fits."""


class Unusable(DrumbeatError):
    """What the person gave cannot be used as it is."""


class SlackRefused(DrumbeatError):
    """Slack said no. `reason` is Slack's own error name."""

    def __init__(self, reason: str, user_message: str, *, field: str | None = None) -> None:
        super().__init__(user_message, field=field)
        self.reason = reason


class NoPlaceForKeys(DrumbeatError):
    """Anonymity and withheld names need a place for keys, and there is none that can be reached."""


class KeysApart(NoPlaceForKeys):
    """Not every process that runs reaches the same keys. That may pass: one of them may just be starting anew."""
