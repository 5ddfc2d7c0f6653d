"""What the documentation says is true: commands, variables, files and scopes it names exist, and the reverse."""

import json
import re
from pathlib import Path

import pytest

from bot.cli.commands import COMMANDS
from bot.rituals.as_code.entries import DIGEST_KEYS, TEAM_KEYS
from bot.rituals.as_code.file import read_file
from bot.rituals.as_code.questions import QUESTION_KEYS
from bot.rituals.as_code.rituals import RITUAL_KEYS
from bot.rituals.as_code.schedule import SCHEDULE_KEYS
from bot.rituals.as_code.tiers import SHOW_KEYS
from bot.values.questions import QuestionType
from bot.views.help import USAGES
from config.settings import VARIABLES
from config.templates import template_names

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "sandbox" / "README.md"])
README = (ROOT / "README.md").read_text("utf-8")
MANIFEST = json.loads((ROOT / "manifest.json").read_text("utf-8"))
MAKEFILES = "".join(path.read_text("utf-8") for path in [ROOT / "Makefile", *ROOT.glob("make/*.mk")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_into_a_page_leads_to_one_of_its_headings(page: Path) -> None:
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text("utf-8")):
        text = (page.parent / target if target else page).read_text("utf-8")
        assert anchor in _anchors(text), f"{page.name} links to {target}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_variable_that_is_named_is_read(page: Path) -> None:
    named = re.findall(
        r"\b((?:SLACK|DRUMBEAT|KEEP|LOG|DATABASE|HEARTBEAT)_[A-Z_]+)\b", page.read_text("utf-8")
    )
    assert sorted({*named} - {*VARIABLES}) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_word_that_is_named_after_a_slash_command_is_known_there(page: Path) -> None:
    words = {usage.word: {*usage.words} for usage in USAGES}
    words["drumbeat"] |= {*words}
    for command, word in re.findall(r"`/(checkin|digest|drumbeat) ([a-z-]+)", page.read_text("utf-8")):
        assert word in words[command], f"{page.name} names /{command} {word}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    for target in re.findall(r"(?:^|`)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:", MAKEFILES, re.MULTILINE), f"{page.name} names make {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_the_command_line_that_is_named_exists(page: Path) -> None:
    for command in re.findall(r"(?:`drumbeat|python -m bot) ([a-z-]+)", page.read_text("utf-8")):
        assert command in COMMANDS, f"{page.name} names drumbeat {command}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_a_page_names_exists(page: Path) -> None:
    for file, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page.read_text("utf-8")):
        defined = re.search(rf"^(?:async )?def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE)
        assert defined, f"{page.name} names {file}::{name}"


def test_the_readme_names_every_command_of_the_command_line() -> None:
    missing = [command for command in COMMANDS if f"`{command}" not in README]
    assert missing == []


def test_every_slash_command_of_the_manifest_has_its_usage_and_the_reverse() -> None:
    declared = {command["command"] for command in MANIFEST["features"]["slash_commands"]}
    assert declared == {f"/{usage.word}" for usage in USAGES}


def test_every_variable_is_in_the_example_file_or_documented_as_the_sandboxes() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    only_for_the_sandbox = {"SLACK_API_URL", "DRUMBEAT_CLOCK_URL", "DRUMBEAT_PACING"}
    missing = [name for name in VARIABLES if name not in example and name not in only_for_the_sandbox]
    assert missing == []


def test_rituals_as_code_names_every_template_and_every_type_of_question() -> None:
    page = (ROOT / "docs" / "rituals-as-code.md").read_text("utf-8")
    assert [name for name in template_names() if name not in page] == []
    assert [type_ for type_ in QuestionType if f"`{type_}`" not in page] == []


def test_every_place_and_list_that_contributing_names_is_there() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    places = re.findall(r"`((?:bot|config|tests|docs)/[\w./-]+)`", page)
    assert len(places) > 20
    assert [place for place in places if not ((ROOT / place).exists() or "your-" in place)] == []
    lists = re.findall(r"`(_?[A-Z][A-Z_]+)` of\s+`([\w./]+)`", page)
    assert {name for name, _ in lists} == {"TYPES", "IN_GROUPS", "_TYPED"}
    for name, place in lists:
        assert re.search(rf"^{name}\b", (ROOT / place).read_text("utf-8"), re.MULTILINE), (name, place)


def test_the_map_of_the_house_has_every_room() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = [path.parent.name for path in ROOT.glob("bot/*/__init__.py")]
    assert [room for room in rooms if f"`bot/{room}`" not in page] == []


def test_the_file_that_rituals_as_code_shows_can_be_read_and_every_key_is_explained() -> None:
    page = (ROOT / "docs" / "rituals-as-code.md").read_text("utf-8")
    (shown,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    file = read_file(shown, source="rituals-as-code.md")
    assert (len(file.teams), len(file.rituals), len(file.digests)) == (2, 4, 1)
    keys = {*SHOW_KEYS, *TEAM_KEYS, *RITUAL_KEYS, *QUESTION_KEYS, *SCHEDULE_KEYS, *DIGEST_KEYS}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", page)] == []


@pytest.mark.parametrize(("name", "more_than"), [("bottlenecks", 15), ("feedback", 15), ("goals", 8)])
def test_every_button_that_these_pages_name_is_there(name: str, more_than: int) -> None:
    page = (ROOT / "docs" / f"{name}.md").read_text("utf-8")
    views = [path.read_text("utf-8") for path in (ROOT / "bot" / "views").glob("**/*.py")]
    said = "".join([*views, json.dumps(MANIFEST, ensure_ascii=False)])
    named = {" ".join(words.split()) for words in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", page)}
    assert len(named) > more_than
    assert [words for words in sorted(named) if words not in said] == []


def test_no_path_of_a_machine_and_no_package_host_is_in_the_locks() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text("utf-8")
        assert "://" not in text
        assert "--index-url" not in text
        assert "--hash=sha256:" in text


def _anchors(text: str) -> set[str]:
    """What the headings of a page are called in an address: letters and digits, with dashes for blanks."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
