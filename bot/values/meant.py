"""What somebody may have meant who typed a word or a name that is not there: one way to find it, and to say it."""

from collections.abc import Iterable
from difflib import get_close_matches

_NEAR = 0.6
"""As near as `Chekout` to `Checkout` and `set-up` to `setup`, and not as far as `foo` from `post`."""

_MOST = 80
"""Characters that are compared: nobody mistypes more."""


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """The one of those that are there which is most like what was typed, if any is."""
    names = {name.casefold()[:_MOST]: name for name in known}
    found = get_close_matches(typed.strip().casefold()[:_MOST], names, n=1, cutoff=_NEAR)
    return names[found[0]] if found else None


def did_you_mean(typed: str, known: Iterable[str], *, after: str = "") -> str:
    """`Did you mean `Checkout`? `, with the blank before what follows; empty where nothing is near. It is shown as it
    is to be typed: `after` the command it belongs to."""
    found = nearest(typed, known)
    return f"Did you mean `{after}{found}`? " if found else ""
