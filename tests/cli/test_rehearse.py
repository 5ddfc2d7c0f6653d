"""`drumbeat rehearse`: weeks are played in a workspace made for the file, and told with what was held back."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.rehearsing.company import Cast, zone_of_country
from bot.cli.rehearsing.plan import Plan
from bot.cli.rehearsing.playing import Rehearsed
from bot.cli.rehearsing.telling import tell
from bot.cli.rehearsing.words import WIDTH, as_json, as_text
from bot.rituals.as_code.file import read_file
from bot.values.deliveries import DeliveryKind
from bot.values.rehearsals import Happened, Written
from bot.values.rounds import PromptState
from tests.cli.conftest import Drumbeat
from tests.demo import is_running

ROOT = Path(__file__).parents[2]
FILE = """
timezone: Europe/Berlin
teams:
  - {name: Checkout, lead: "@Ana", channel: "#checkout", country: DE}
  - {name: Growth, lead: U0BOB, channel: C0GROWTH, members: [U0BOB, "@Cem"], country: US}
rituals:
  - name: Daily check-in
    template: daily-check-in
    teams: [Checkout, Growth]
    schedule: {days: [mon, tue, wed], at: "09:30"}
  - name: Early one
    kind: check-in
    team: Growth
    schedule: {days: [tue], at: "10:00", zone: Europe/Berlin}
    questions: [{key: mood, ask: "How is it going?"}]
"""
COLUMBUS_DAY = date(2026, 10, 12)


@asynccontextmanager
async def rehearsing(folder: Path, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot rehearse`, with a token in the environment that no rehearsal may ever use."""
    (folder / "rituals.yaml").write_text(FILE, "utf-8")
    temporary = folder / "temporary"
    temporary.mkdir()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "rehearse", "rituals.yaml", *arguments),
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(temporary),
            "SLACK_BOT_TOKEN": "xoxb-1-1-real",
            "SLACK_API_URL": "http://127.0.0.1:9/api/",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.mark.timeout(300)
async def test_a_week_is_told_with_what_was_held_back_and_why(tmp_path: Path) -> None:
    arguments = ("--weeks", "1", "--people", "5", "--from", str(COLUMBUS_DAY), "--format", "json")
    async with rehearsing(tmp_path, *arguments) as process:
        said, complaints = await asyncio.wait_for(process.communicate(), 280)
    assert process.returncode == 0, complaints.decode()
    told = json.loads(said)
    monday, tuesday, *_ = told["days"]
    assert monday["date"] == str(COLUMBUS_DAY)
    asked = {line["at"]: line["to"] for line in monday["messages"] if line["what"] == "asks"}
    assert "Ana" in asked["09:30"]
    assert not {"Cem", "U0BOB"} & {name for names in asked.values() for name in names}
    held = held_back(monday, "Daily check-in")
    assert held["people"] == ["Cem", "U0BOB"]
    assert "Columbus Day" in held["why"]
    early = held_back(tuesday, "Early one")
    assert early["people"] == ["Cem", "U0BOB"]
    assert early["why"] == "moved from 04:00 to 07:00: quiet hours"
    nobody = [item for item in monday["held_back"] if item["people"] == ["Growth"]]
    assert [item["why"] for item in nobody] == ["nobody to ask, so nothing is posted"]
    opened = [line for line in monday["messages"] if line["what"] == "opens"]
    assert [line["to"] for line in opened] == [["#checkout"]]
    loads = {load["name"]: load for load in told["totals"]["loads"]}
    assert len(loads) == 5
    assert all(load["most_an_hour"] <= 1 for load in loads.values())
    assert loads["Ana"]["weeks"][0] >= 3
    assert told["totals"]["over"] == []
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.timeout(300)
async def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    async with rehearsing(tmp_path, "--weeks", "26") as process:
        # The bar names the day as soon as there is one: by then everything has been started.
        await asyncio.wait_for(_said(process, r"% [A-Z][a-z]{2} \d"), 200)
        children = await _children(process)
        process.send_signal(signal.SIGINT)
        said, complaints = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, said) == (0, b""), complaints.decode()
    assert b"Traceback" not in complaints
    assert children
    assert not any(map(is_running, children))
    assert list((tmp_path / "temporary").iterdir()) == []


async def test_every_mistake_in_the_file_is_told_and_nothing_is_played(
    drumbeat: Drumbeat, tmp_path: Path
) -> None:
    (tmp_path / "wrong.yaml").write_text(FILE.replace("wed]", "wen]").replace("Europe/Berlin}", "Berlin}"))
    said = await drumbeat("rehearse", "wrong.yaml")
    assert said.code == 1
    assert "wrong.yaml, line 10, column 33: “wen” is no day. Did you mean wed?" in said.err
    assert "“Berlin” is no time zone. Did you mean Europe/Berlin?" in said.err
    assert "cannot be read" in (await drumbeat("rehearse", "missing.yaml")).err


def test_the_workspace_fits_the_file_and_is_the_same_every_time() -> None:
    file = read_file(FILE, source="rituals.yaml")
    company = Cast(file, 8, seed=3).company()
    people = {person["display_name"]: person for person in company["people"]}
    channels = {channel["name"]: channel for channel in company["channels"]}
    assert len(people) == 8
    assert people["U0BOB"]["id"] == "U0BOB"
    assert (people["Ana"]["timezone"], people["Cem"]["timezone"]) == ("Europe/Berlin", "America/New_York")
    assert len(channels["checkout"]["members"]) == 6
    assert channels["c0growth"]["id"] == "C0GROWTH"
    assert channels["c0growth"]["members"] == ["u0bob", "cem"]
    assert company == Cast(file, 8, seed=3).company()
    assert company != Cast(file, 8, seed=4).company()


def test_countries_have_the_zone_most_people_live_in() -> None:
    assert zone_of_country("DE-BY") == "Europe/Berlin"
    assert zone_of_country("BR") == "America/Sao_Paulo"
    assert zone_of_country("NZ") == "Pacific/Auckland"


def a_rehearsal() -> Rehearsed:
    """One Monday: Ana is asked two things in one message, Cem waits, Bob has a holiday."""
    file = read_file(FILE, source="rituals.yaml")
    plan = Plan(file, Cast(file, 3, seed=1), COLUMBUS_DAY, 1, 1, is_answered=True)
    daily, early = (entry.plan.schedule for entry in file.rituals)
    nine_thirty = datetime(2026, 10, 12, 7, 30, tzinfo=UTC)

    def prompt(ritual: str, person: str, **fields: Any) -> Happened:
        usual = {
            "schedule": daily if ritual == "Daily check-in" else early,
            "day": COLUMBUS_DAY,
            "team": "Checkout",
            "zone": "Europe/Berlin",
            "state": PromptState.SENT,
            "reason": None,
            "due_at": nine_thirty,
            "closes_at": nine_thirty + timedelta(hours=8),
            "dm": f"prompt:{person}",
        }
        return Happened(ritual, person=person, **{**usual, **fields})

    def dm(person: str, at: datetime) -> Written:
        return Written(f"prompt:{person}", DeliveryKind.PROMPT, person, "Europe/Berlin", None, at, "Daily")

    happened = [
        prompt("Early one", "Ana", due_at=nine_thirty - timedelta(minutes=30)),
        prompt("Daily check-in", "Ana"),
        prompt("Daily check-in", "Cem"),
        prompt("Daily check-in", "U0BOB", state=PromptState.EXCUSED, reason="Columbus Day.", dm=None),
    ]
    board = Written(
        "round:1:1", DeliveryKind.ROUND, "C0C", None, None, nine_thirty, "*Daily check-in* · 0 of 2"
    )
    written = [
        dm("Ana", nine_thirty - timedelta(minutes=30)),
        dm("Cem", nine_thirty + timedelta(minutes=30)),
        board,
    ]
    return Rehearsed(plan, happened, written, {"C0C": "checkout"}, [], [])


def test_it_reads_day_by_day_with_the_rule_that_held_something_back() -> None:
    rehearsed = a_rehearsal()
    text = as_text(rehearsed.plan, tell(rehearsed))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "Monday 12 October 2026" in lines
    assert "09:00 asks Daily check-in Ana" in lines
    assert "10:00 asks Daily check-in Cem" in lines
    assert "09:30 opens Daily check-in #checkout" in lines
    told = " ".join(lines)
    assert "U0BOB (not asked: Columbus Day)" in told
    assert "Ana (joined Early one at 09:00 instead of 09:30: one message an hour)" in told
    assert "Cem (waited from 09:30 to 10:00: one message an hour)" in told
    assert "Over a limit: nothing." in lines
    assert max(map(len, text.splitlines())) <= WIDTH
    assert json.loads(as_json(rehearsed.plan, tell(rehearsed)))["totals"]["busiest"]["messages"] == 1


def test_of_a_sealed_round_its_messages_are_left_to_tell_and_not_who_was_reminded() -> None:
    open_one = a_rehearsal()
    asks = replace(open_one.written[0], text="Daily check-in, Checkout, Mon 12 Oct. Anonymous.")
    excused = [item for item in open_one.happened if item.state == PromptState.EXCUSED]
    sealed = {("Daily check-in", COLUMBUS_DAY)}
    rehearsed = replace(open_one, happened=excused, written=[asks], sealed=sealed)
    told = " ".join(as_text(rehearsed.plan, tell(rehearsed)).split())
    assert "09:00 asks Daily check-in Ana" in told
    assert "U0BOB (not asked: Columbus Day)" in told
    assert "nobody to ask" not in told
    assert "Not listed: the reminders of Daily check-in. Of a sealed round nothing says who got one." in told


def test_a_ritual_about_goals_is_rehearsed_with_some_and_that_is_said() -> None:
    assert "Goals are kept in Slack" not in as_text(a_rehearsal().plan, tell(a_rehearsal()))
    file = read_file(FILE.replace("daily-check-in", "goal-confidence"), source="rituals.yaml")
    rehearsed = replace(a_rehearsal(), plan=replace(a_rehearsal().plan, file=file))
    told = " ".join(as_text(rehearsed.plan, tell(rehearsed)).split())
    assert "here each team that is asked has one, which its lead looks after" in told


def test_what_goes_over_a_limit_is_said() -> None:
    rehearsed = a_rehearsal()
    again = rehearsed.written[0]
    rehearsed.written.append(
        Written("prompt:2", again.kind, again.to, again.zone, None, again.sent_at, again.text)
    )
    rehearsed.broken.append("chat.postMessage: the text is too long")
    over = tell(rehearsed).totals.over
    assert over == (
        "Ana gets 2 direct messages within one hour",
        "chat.postMessage: the text is too long",
    )


def held_back(day: dict[str, Any], ritual: str) -> dict[str, Any]:
    return next(item for item in day["held_back"] if item["ritual"] == ritual and "Cem" in item["people"])


async def _said(process: asyncio.subprocess.Process, pattern: str) -> None:
    assert process.stderr is not None
    said = ""
    while not re.search(pattern, said):
        chunk = await process.stderr.read(4096)
        assert chunk, f"it ended by itself: {said}"
        said += chunk.decode(errors="replace")


async def _children(process: asyncio.subprocess.Process) -> list[int]:
    listed = await asyncio.create_subprocess_exec(
        "ps", "-o", "pid=", "--ppid", str(process.pid), stdout=asyncio.subprocess.PIPE
    )
    found, _ = await listed.communicate()
    return [int(line) for line in found.split()]
