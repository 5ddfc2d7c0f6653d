"""Whatever somebody writes into RITUALS.yaml, it is a file or a list of mistakes; never anything else."""

from io import StringIO

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.rituals.as_code.file import FileProblems, RitualsFile, read_file
from bot.rituals.as_code.nodes import Unreadable
from bot.rituals.as_code.schedule import RULE_PARTS, read_rrule
from tests.rituals.as_code.test_file import DESIGN

WORDS = (
    "teams: rituals: digests: timezone: name: lead: channel: members: country: kind: template: team: schedule: "
    "days: rrule: at: zone: window: remind: report: tier: questions: key: ask: type: required: of: - [ ] { } , : "
    '\' | > & * ! % @ ` # ? --- ... ~ null true NO on 09:30 8h mon Checkout check-in daily-check-in "#x" "@ana" '
    "U0A Europe/Berlin FREQ=DAILY &a *a <<: !!python/object on: within: show: from: words_from: by: region about: "
    "pulse feedback-round anonymous confidential 2026-12-04 7 {about}"
)
SCRAPS = st.sampled_from(WORDS.split())
LINES = st.lists(st.tuples(st.integers(0, 6), st.lists(SCRAPS, max_size=5)), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | SCRAPS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(SCRAPS.map(lambda word: word.strip(":")), inner)
    ),
    max_leaves=12,
)


def read(text: str) -> RitualsFile | list[str]:
    try:
        return read_file(text, source="x")
    except FileProblems as problems:
        return [str(problem) for problem in problems.problems]


@given(st.text())
def test_any_text(text: str) -> None:
    assert read(text)


@given(LINES)
@settings(max_examples=150)
def test_lines_of_yaml_scraps(lines: list[tuple[int, list[str]]]) -> None:
    assert read("\n".join(" " * indent + " ".join(scraps) for indent, scraps in lines))


@given(st.dictionaries(st.sampled_from(["timezone", "teams", "rituals", "digests"]), VALUES))
def test_any_values_under_the_right_keys(document: dict[str, object]) -> None:
    stream = StringIO()
    YAML(typ="safe", pure=True).dump(document, stream)
    assert read(stream.getvalue())


@given(st.integers(0, len(DESIGN)), st.integers(0, 30), st.text(max_size=6) | SCRAPS)
@settings(max_examples=150)
def test_a_good_file_with_a_piece_exchanged(start: int, length: int, piece: str) -> None:
    assert read(DESIGN[:start] + piece + DESIGN[start + length :])


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*RULE_PARTS, "COUNT", ""]),
            st.sampled_from(
                ["DAILY", "WEEKLY", "MONTHLY", "MO", "1MO,-1FR", "31", "-1", "2", "20270229", "0", "99"]
            ),
        ),
        max_size=5,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_recurrence(parts: list[tuple[str, str]]) -> None:
    try:
        assert read_rrule(";".join("=".join(part) for part in parts)).startswith(tuple(RULE_PARTS))
    except Unreadable as unreadable:
        told = unreadable.todo
        assert told.endswith((".", "?"))
