"""The rituals that ship with Drumbeat can be used as they are."""

from datetime import time, timedelta

import pytest

from bot.rituals.as_code.file import read_file
from config.durations import read_duration, write_duration
from config.templates import BrokenTemplate, load_template, read_template, template_names

MINIMAL = """
name: Daily
description: A few lines a day.
kind: check-in
schedule: {days: [mon], at: "09:00"}
window: 8h
questions: [{key: progress, ask: What moved?}]
"""


def test_the_daily_check_in_asks_what_the_digest_understands() -> None:
    template = load_template("daily-check-in")
    assert [question.key for question in template.questions] == ["progress", "plan", "stuck"]
    assert [question.required for question in template.questions] == [True, True, False]
    assert (template.at, template.window, template.remind_before) == (
        time(9, 0),
        timedelta(hours=8),
        timedelta(hours=1),
    )


@pytest.mark.parametrize("name", template_names())
def test_every_template_can_be_named_in_a_rituals_file(name: str) -> None:
    text = f"""
teams: [{{name: A, lead: "@ana", channel: "#a"}}]
rituals: [{{name: R, template: {name}, team: A}}]
"""
    (ritual,) = read_file(text, source="RITUALS.yaml").rituals
    template = load_template(name)
    assert [question.ask for question in ritual.plan.questions] == [item.ask for item in template.questions]
    assert ritual.plan.template == name


def test_an_unknown_template_is_no_surprise() -> None:
    with pytest.raises(KeyError):
        load_template("../settings")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [", "is not YAML"),
        ("- a", "cannot be used"),
        (MINIMAL.replace("kind: check-in\n", ""), "lacks 'kind'"),
        (MINIMAL.replace("8h", "soon"), "soon is no length of time"),
        (MINIMAL.replace("What moved?", "[1]"), "ask is not text"),
        (MINIMAL + "tier: named\n", "nothing reads tier"),
        (MINIMAL.replace('"09:00"', "25:00"), "cannot be used"),
        ("", "cannot be used"),
    ],
)
def test_a_broken_template_names_its_file_and_what_is_wrong(text: str, told: str) -> None:
    with pytest.raises(BrokenTemplate, match=rf"t\.yaml .*{told}"):
        read_template("t", text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("90m", 90), ("8h", 480), ("1d", 1440), ("15 min", 15), ("0h", None), ("h", None)]
)
def test_lengths_of_time_are_read_as_people_write_them(text: str, minutes: int | None) -> None:
    assert read_duration(text) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize("text", ["90m", "8h", "1d"])
def test_lengths_of_time_are_written_as_they_are_read(text: str) -> None:
    length = read_duration(text)
    assert length is not None
    assert write_duration(length) == text
