"""Every door of the house: commands, buttons, forms, shortcuts and events, each in a module of its own."""

from slack_bolt.async_app import AsyncApp

from bot.handlers import (
    answer_forms,
    away,
    ballots,
    bottleneck_lists,
    bottlenecks,
    categories,
    checkin,
    commands,
    digest,
    digest_notes,
    digest_preview,
    digest_steps,
    doubt,
    errors,
    export,
    feedback,
    feedback_news,
    feedback_pages,
    feedback_steps,
    goals,
    home,
    loop_news,
    loop_steps,
    loops,
    messages,
    my_settings,
    people,
    polls,
    privacy,
    prompts,
    ritual_editing,
    rituals,
    set_up,
    signals,
    teams,
    trends,
    we_did,
    workspace,
)
from bot.handlers.commands import Answer, alone
from bot.handlers.house import House
from bot.handlers.looking import lists

# Bolt asks one door after the other, 13 µs each, and Slack tells of every profile that changes, every message to us
# and every look at Home: those come first.
_DOORS = (
    home,
    messages,
    workspace,
    checkin,
    prompts,
    answer_forms,
    ballots,
    polls,
    set_up,
    ritual_editing,
    rituals,
    away,
    my_settings,
    teams,
    people,
    digest,
    digest_notes,
    digest_preview,
    digest_steps,
    loops,
    loop_steps,
    loop_news,
    bottlenecks,
    bottleneck_lists,
    categories,
    feedback,
    feedback_pages,
    feedback_steps,
    feedback_news,
    we_did,
    privacy,
    signals,
    goals,
    trends,
    doubt,
)


def open_doors(app: AsyncApp, house: House) -> None:
    """Open all of them."""
    errors.register(app, house)
    commands.register(app, house, ANSWERS)
    for door in _DOORS:
        door.register(app, house)


ANSWERS: dict[str, Answer] = {
    "bottleneck": bottlenecks.answer_bottleneck,
    "bottleneck help": bottlenecks.answer_help,
    "bottleneck categories": categories.answer_categories,
    "bottleneck list": lists(bottleneck_lists.answer_list),
    "bottleneck mine": lists(bottleneck_lists.answer_mine),
    "bottleneck poll": polls.answer_poll,
    "bottleneck old": lists(bottleneck_lists.answer_old),
    "bottleneck waits-on": lists(bottleneck_lists.answer_waits_on),
    "checkin": checkin.answer_checkin,
    "checkin new": alone(set_up.answer_new),
    "checkin pause": rituals.answer_pause,
    "checkin resume": rituals.answer_resume,
    "checkin run": rituals.answer_run,
    "checkin status": alone(lists(checkin.answer_status)),
    "digest": digest.answer_digest,
    "drumbeat away": away.answer_away,
    "drumbeat erase": privacy.answer_erase,
    "drumbeat goals": alone(goals.answer_goals),
    "drumbeat people": alone(people.answer_people),
    "drumbeat privacy": privacy.answer_privacy,
    "drumbeat rituals": lists(rituals.answer_rituals),
    "drumbeat settings": alone(my_settings.answer_settings),
    "drumbeat teams": teams.answer_teams,
    "give-feedback": feedback.answer_give,
    "give-feedback list": feedback.answer_list,
    "give-feedback mine": feedback.answer_mine,
    "signal": signals.answer_signal,
    "signal list": lists(signals.answer_list),
    "trends": trends.answer_trends,
    "trends export": export.answer_export,
}
"""Who answers a command, or one verb of it."""
