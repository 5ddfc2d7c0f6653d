"""What takes long to read and to put together is composed off the event loop, at every door that shows it."""

import threading
from functools import wraps
from typing import Any

import pytest

from bot.handlers import digest_posts, digest_preview, trends
from bot.handlers.doors import ANSWERS
from bot.handlers.house import Command
from bot.loops import portfolio
from bot.rituals import overview
from bot.rituals.tending import leading
from bot.signals import seeing
from bot.values.deliveries import Message
from bot.views.loops import listing as loop_listing
from bot.views.rituals import led, status
from bot.views.signals import listing as signal_listing
from tests.handlers.test_digest import ANA, Door, with_digest
from tests.handlers.test_digest import company as company
from tests.trends.company import Company

COMPOSING = [
    (digest_preview, "gather", "digest", ""),
    (digest_posts, "gather", "digest", "post"),
    (digest_posts, "build_details", "digest", "post"),
    (trends, "overview_of", "trends", ""),
    (trends, "trends_of", "trends", "Checkout"),
    (portfolio, "listing_of", "bottleneck", "list"),
    (loop_listing, "build_list", "bottleneck", "list"),
    (seeing, "listing_of", "signal", "list"),
    (signal_listing, "build_list", "signal", "list"),
    (overview, "boards_of", "checkin", "status"),
    (status, "build_boards", "checkin", "status"),
    (leading, "led_by", "drumbeat", "rituals"),
    (led, "build_rituals", "drumbeat", "rituals"),
]


@pytest.mark.parametrize(("module", "composes", "word", "text"), COMPOSING)
async def test_the_event_loop_goes_on_while_it_is_composed(
    company: Company, monkeypatch: pytest.MonkeyPatch, module: Any, composes: str, word: str, text: str
) -> None:
    door, threads = await with_digest(company), set()
    compose = getattr(module, composes)

    @wraps(compose)
    def noted(*what: Any, **more: Any) -> Any:
        threads.add(threading.current_thread())
        return compose(*what, **more)

    monkeypatch.setattr(module, composes, noted)
    await asked(door, word, text)
    assert threads, "it was composed"
    assert threading.current_thread() not in threads


async def asked(door: Door, word: str, text: str) -> Message:
    """What Ana reads after this command."""
    if word == "digest":
        message = await door.ask(ANA, text, "CPRODUCT")
    else:
        command = Command(word, text, "CPRODUCT", "trigger", await door.who(ANA))
        answer = await ANSWERS[f"{word} {text}" if word != "trends" else word](door.house, command)
        message = await answer() if callable(answer) else answer
    assert message is not None
    return message
