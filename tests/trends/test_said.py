"""What moved and what is stuck, as people said it from one check-in to the next."""

from datetime import date, timedelta

from bot.store.quotes import SaidRow
from bot.trends.said import moved, not_repeated, stuck

MONDAY = date(2026, 11, 16)
LOOKED_FROM = MONDAY - timedelta(weeks=11)


def row(days_after_monday: int, text: str | None, *, person: str = "Ana", member_id: int = 1) -> SaidRow:
    return SaidRow((1, 1), member_id, person, MONDAY + timedelta(days=days_after_monday), text)


def newest_first(*rows: SaidRow) -> list[SaidRow]:
    return sorted(rows, key=lambda item: item.on, reverse=True)


def test_what_moved_is_each_persons_newest_word() -> None:
    rows = newest_first(row(0, "Started"), row(3, "Shipped"), row(2, "Drew it", person="Ben", member_id=2))
    assert [(item.person, item.text) for item in moved(rows)] == [("Ana", "Shipped"), ("Ben", "Drew it")]


def test_an_empty_word_gives_way_to_the_one_before() -> None:
    assert [item.text for item in moved(newest_first(row(0, "Shipped"), row(1, "-")))] == ["Shipped"]


def test_the_same_thing_counts_back_to_the_first_check_in_that_said_it() -> None:
    rows = newest_first(
        row(-7, None),
        row(-4, "Refund API from Payments"),
        row(0, "still the refund API"),
        row(2, "Refund API!"),
    )
    (item,) = stuck(rows, since=MONDAY, looked_from=LOOKED_FROM)
    assert (item.text, item.since, item.times, item.running) == ("Refund API!", date(2026, 11, 12), 3, 3)
    assert not item.at_least


def test_other_things_in_between_are_counted_honestly_apart() -> None:
    rows = newest_first(row(-1, "Design review"), row(0, "Refund API"), row(1, "refund API"))
    (item,) = stuck(rows, since=MONDAY, looked_from=LOOKED_FROM)
    assert (item.times, item.since) == (2, MONDAY)
    assert (item.running, item.running_since) == (3, MONDAY - timedelta(days=1))


def test_a_check_in_without_a_word_about_it_ends_the_run() -> None:
    rows = newest_first(row(-2, "Refund API"), row(-1, "none"), row(0, "Refund API"))
    (item,) = stuck(rows, since=MONDAY, looked_from=LOOKED_FROM)
    assert item.running == 1


def test_what_the_last_check_in_does_not_say_is_not_stuck_but_not_called_solved_either() -> None:
    rows = newest_first(row(0, "Refund API"), row(1, "nothing"))
    assert stuck(rows, since=MONDAY, looked_from=LOOKED_FROM) == ()
    assert [item.text for item in not_repeated(rows, since=MONDAY)] == ["Refund API"]


def test_what_is_said_again_in_other_words_is_not_listed_twice() -> None:
    rows = newest_first(row(0, "Refund API"), row(1, "Design review"), row(2, "still the refund API"))
    assert [item.text for item in not_repeated(rows, since=MONDAY)] == ["Design review"]


def test_last_weeks_words_are_not_this_weeks() -> None:
    rows = newest_first(row(-3, "Refund API"))
    assert stuck(rows, since=MONDAY, looked_from=LOOKED_FROM) == ()
    assert not_repeated(rows, since=MONDAY) == ()


def test_a_run_that_fills_the_whole_look_back_says_or_earlier() -> None:
    rows = newest_first(*(row(-7 * week, "Refund API") for week in range(12)))
    (item,) = stuck(rows, since=MONDAY, looked_from=LOOKED_FROM)
    assert item.at_least


def test_the_longest_running_comes_first() -> None:
    rows = newest_first(
        row(0, "Design"),
        row(-7, "Legal", person="Ben", member_id=2),
        row(1, "Legal", person="Ben", member_id=2),
    )
    assert [item.person for item in stuck(rows, since=MONDAY, looked_from=LOOKED_FROM)] == ["Ben", "Ana"]
