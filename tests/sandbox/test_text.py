"""How Slack keeps what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.text import escape, stored, unescape

anything = st.text(alphabet="<>&@#!U1|ahtps:/. lgmt;")


@given(anything)
def test_escaping_can_be_undone(text: str) -> None:
    assert unescape(escape(text)) == text


@given(anything)
def test_what_is_stored_stays_as_it_is_when_stored_again(text: str) -> None:
    assert stored(stored(text)) == stored(text)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a & b", "a &amp; b"),
        ("a &amp; b", "a &amp; b"),
        ("1 < 2 > 0", "1 &lt; 2 &gt; 0"),
        ("<@U1> and <#C1|name>", "<@U1> and <#C1|name>"),
        ("<https://example.com|here> <nothing>", "<https://example.com|here> &lt;nothing&gt;"),
        ("<!date^1^{date}|then>", "<!date^1^{date}|then>"),
    ],
)
def test_control_sequences_stay_and_the_rest_is_escaped(sent: str, kept: str) -> None:
    assert stored(sent) == kept
