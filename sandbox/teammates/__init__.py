"""People who answer by themselves, the companies they work for, and the weeks they have lived."""

from sandbox.company import Company
from sandbox.teammates.companies import companies
from sandbox.teammates.lived_weeks import AppGone, CouldNotLive, Lived, NothingToFillIn, live
from sandbox.teammates.teammates import Teammates

__all__ = ["AppGone", "CouldNotLive", "Lived", "NothingToFillIn", "Teammates", "company", "live"]


def company(name: str) -> Company:
    """The company with this name; a `ValueError` that lists those there are otherwise."""
    if name not in companies():
        raise ValueError(f"no company is called {name!r}; there are {', '.join(companies())}")
    return companies()[name]()
