"""The Home tab: what is open for me, what comes next, me; then what I look after, and who may do what."""

from collections.abc import Sequence
from datetime import datetime

from bot.values.deliveries import Block
from bot.values.home import HomeSeen, Led, Me
from bot.values.people import Member, Role
from bot.values.ports import View
from bot.values.rituals import Coming
from bot.values.rounds import Asked, PromptState
from bot.views.answering.prompt import ASK_AGAIN, NOT_FOR_ME
from bot.views.home.bottlenecks import build_my_bottlenecks, build_portfolio
from bot.views.home.digests import build_home_digests, set_up_digest
from bot.views.home.feedback import build_home_feedback
from bot.views.home.goals import build_home_goals
from bot.views.home.trends import build_home_trends
from bot.views.parts import button, buttons, context, section
from bot.views.people.away import GO_AWAY, TAKE_BACK, away_line
from bot.views.people.my_settings import OPEN_SETTINGS, peace_in_words
from bot.views.people.roles import build_home_people
from bot.views.people.team_list import build_home_teams
from bot.views.privacy.page import build_home_privacy
from bot.views.rituals.led import build_led_rituals
from bot.views.rituals.set_up import START
from bot.views.rituals.status import open_button, open_line
from bot.views.schedule_words import coming_in_words
from bot.views.words import escape, listing

_MOST = 4
"""Of a kind: nobody reads as many as fit."""

_BLOCKS = 100
"""What Home holds (docs: surfaces/app-home)."""

_DIVIDER: Block = {"type": "divider"}


def build_home(seen: HomeSeen) -> View:
    """One person's Home tab."""
    blocks: list[Block] = [{"type": "header", "text": {"type": "plain_text", "text": "Drumbeat"}}]
    end: list[Block] = [build_home_privacy()]
    end.append(context("Type `/drumbeat help` anywhere to see everything I can do."))
    if seen.is_first_visit and seen.me.member.role != Role.OBSERVER:
        return {"type": "home", "blocks": [*blocks, *_first_visit(), *end]}
    if seen.me.member.role == Role.OBSERVER:
        blocks += _observing(seen)
        end = [*_looked_after(seen), *end]
    else:
        blocks += [*_open(seen.asked, seen.now), _DIVIDER]
        if seen.goals:
            blocks += [*build_home_goals(seen.goals), _DIVIDER]
        blocks += build_my_bottlenecks(seen.loops, seen.me, _local(seen))
        end = [*_coming(seen.coming), _DIVIDER, *_me(seen.me), *_looked_after(seen), *end]
    room = _BLOCKS - len(blocks) - len(end) - 1
    feedback = build_home_feedback(seen.feedback, _local(seen), room=room)
    return {"type": "home", "blocks": [*blocks, _DIVIDER, *feedback, *end]}


def build_guest_home(text: str) -> View:
    """Home for somebody nobody asks."""
    return {"type": "home", "blocks": [section(text), build_home_privacy()]}


def _first_visit() -> list[Block]:
    return [
        section(
            "I ask your team a few short questions on a schedule, each person in their own time zone, gather the"
            " answers in one thread, and write one honest digest a week."
        ),
        section(
            "Start with a daily check-in: pick a channel, and the people in it are asked at 09:00 on weekdays."
        ),
        buttons("first", button("Start the first check-in", START, "first", style="primary")),
    ]


def _observing(seen: HomeSeen) -> list[Block]:
    who = listing([escape(admin.name) for admin in seen.admins[:3]], "or") or "An admin"
    text = (
        "*You follow along as an observer.* You read what teams share in their channels and the weekly digest; nobody"
        f" asks you anything, and you are missing nowhere. {who} can change that."
    )
    bottlenecks = build_my_bottlenecks(seen.loops, seen.me, _local(seen))
    return [section(text), _DIVIDER, *bottlenecks]


def _local(seen: HomeSeen) -> datetime:
    return seen.now.astimezone(seen.me.member.tz)


def _open(asked: Sequence[Asked], now: datetime) -> list[Block]:
    if not asked:
        return [section("*Open for you*\nNothing right now. Enjoy the quiet.")]
    blocks: list[Block] = [section("*Open for you*")]
    for item in sorted(asked, key=_is_answered)[:_MOST]:
        blocks.append(section(open_line(item, now)))
        blocks.append(buttons(f"open:{item.prompt.id}", open_button(item, style="primary")))
    if len(asked) > _MOST:
        blocks.append(context(f"…and {len(asked) - _MOST} more: `/checkin` shows them."))
    return blocks


def _is_answered(item: Asked) -> bool:
    return item.prompt.state == PromptState.ANSWERED


def _coming(coming: Sequence[Coming]) -> list[Block]:
    if not coming:
        return []
    blocks: list[Block] = [_DIVIDER, section("*You are asked next*")]
    blocks += [_coming_line(item) for item in coming[:_MOST]]
    if len(coming) > _MOST:
        blocks.append(
            context(
                f"… and {len(coming) - _MOST} more. `/checkin` lists all of it once nothing is open for you."
            )
        )
    return blocks


def _coming_line(item: Coming) -> Block:
    name, value = escape(item.name), str(item.ritual_id)
    if item.opted_out:
        text, verb, action = f"{name}: not for you, as you wished.", "Ask me again", ASK_AGAIN
    else:
        when = coming_in_words(item.next_at, item.next_until)
        text, verb, action = f"{name}: {when}", "Not for me", NOT_FOR_ME
    press = button(verb, action, value)
    press.accessibility_label = f"{verb}: {item.name}"[:75]
    return {**section(text), "block_id": f"ritual:{value}", "accessory": press.to_dict()}


def _me(me: Me) -> list[Block]:
    lines = [away_line(me.away, me.today), peace_in_words(me.peace, me.country)]
    back = [button("Take back", TAKE_BACK, str(me.away[0].id))] if me.away else []
    return [
        section("\n".join(["*You*", *filter(None, lines)])),
        buttons(
            "me",
            button("I'm away…", GO_AWAY, "home"),
            *back,
            button("My settings", OPEN_SETTINGS, "home"),
        ),
    ]


def _looked_after(seen: HomeSeen) -> list[Block]:
    led, member = seen.led, seen.me.member
    blocks: list[Block] = []
    if seen.trends is not None:
        blocks += [_DIVIDER, *build_home_trends(seen.trends, _local(seen))]
    if portfolio := build_portfolio(seen.loops, seen.me, _local(seen)):
        blocks += [_DIVIDER, *portfolio]
    if _leads(led, member):
        blocks += [_DIVIDER, *build_led_rituals(led.rituals, seen.now)]
        blocks += [_DIVIDER, *build_home_teams(led.teams)]
        blocks += [_DIVIDER, *build_home_digests(led.digests)]
    elif member.role != Role.OBSERVER:
        start = button("Start another check-in", START, "home")
        blocks += [_DIVIDER, buttons("more", start, set_up_digest())]
    if member.role == Role.ADMIN:
        blocks += [_DIVIDER, *build_home_people(seen.people)]
    return blocks


def _leads(led: Led, member: Member) -> bool:
    return bool(led.rituals or led.teams or led.digests) or member.role in (Role.LEAD, Role.ADMIN)
