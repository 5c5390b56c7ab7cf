"""Reading seller lines: a table written by hand, and what may not be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from lmrl_gym.core.seeds import rng_for
from lmrl_gym.tasks.car_dealer import pitch
from lmrl_gym.tasks.car_dealer.facts import BRANDS, FEATURES, TYPES
from lmrl_gym.tasks.car_dealer.numbers import numbers, spelt_out
from lmrl_gym.tasks.car_dealer.reader import LONGEST, Said, read

TABLE = (Path(__file__).parent / "test_car_dealer_lines.txt").read_text(encoding="utf-8").splitlines()
ROWS = [tuple(row.split(" => ")) for row in TABLE if row and not row.startswith("#")]


def taken(said: Said, asks: bool) -> tuple[str, list[str]]:
    """What was read, in the table's notation."""
    car = ([said.brand] if said.brand else []) + sorted(said.types)
    parts = [f"{key} {value:.10g}" for key in ("price", "sticker", "percent", "off") if (value := getattr(said, key)) is not None]
    parts += ["has " + ",".join(f.split()[0] for f in sorted(said.features))] if said.features else []
    parts += ["asks " + (said.asks[0] if said.asks else "features" if said.wonders else "nothing")] if asks else []
    return " ".join(sorted(parts)), car


def expected(text: str) -> tuple[str, list[str]]:
    words = [] if text == "nothing" else text.split()
    pairs = dict(zip(words[::2], words[1::2], strict=True))
    car = pairs.pop("car", "")
    if "has" in pairs:
        names = {f.split()[0]: f for f in FEATURES}
        pairs["has"] = ",".join(f.split()[0] for f in sorted(names[n] for n in pairs["has"].split(",")))
    return " ".join(sorted(f"{k} {v}" for k, v in pairs.items())), car.split(",") if car else []


def wrong(rows: list[tuple[str, ...]]) -> list[str]:
    found: list[str] = []
    for line, text in rows:
        want, car = expected(text)
        got, seen = taken(read(line), "asks" in text)
        if got != want or not set(car) <= set(seen):
            found.append(f"{line!r}: expected {want} {car}, read {got} {seen}")
    return found


def test_every_line_of_the_table_is_read_as_a_person_would() -> None:
    assert len(ROWS) >= 150
    assert wrong(ROWS) == []


def test_letter_case_and_surroundings_make_no_difference() -> None:
    changed = [(form(line), text) for line, text in ROWS if "E309" not in line.upper() for form in (str.upper, str.lower, lambda s: f"  {s}  \n")]
    assert wrong(changed) == []


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("twenty-seven and a half thousand", "27,500"),
        ("thirty-two nine", "32.9"),
        ("twenty-nine nine fifty", "29950"),
        ("twenty twenty-four", "2024"),
        ("half a grand", "500"),
        ("a couple of thousand", "2,000"),
        ("a few thousand", "a few thousand"),
        ("this one", "this one"),
        ("thirty-one thousand two fifty", "31,250"),
        ("27 and a half grand", "27.5 grand"),
    ],
)
def test_number_words(words: str, digits: str) -> None:
    assert spelt_out(words) == digits


def test_what_is_no_number() -> None:
    for text in ("f-150", "cx-5", "rav4", "3rd row", "1e309", "4x4", "２７５００", "٣٠٠٠٠", "9" * 400):
        assert numbers(text) == [], text
    assert [n.value for n in numbers("-5000 and -$5,000")] == [-5000, -5000]


def test_a_line_is_read_up_to_its_limit_and_garbage_says_nothing() -> None:
    assert read("x" * LONGEST + " $30,000") == read("x" * LONGEST)
    for text in ("", "\n", "\0" * 50, "\ud800", "$", "%", "[" * 900, "k k k", "," * 500, "- - -"):
        said = read(text)
        assert (said.price, said.sticker, said.percent, said.off, said.features, said.brand) == (None, None, None, None, frozenset(), None)


def test_the_scripted_sellers_words_are_read_as_they_are_meant() -> None:
    rng = rng_for("car pitch test")
    for topic in pitch.QUESTIONS:
        for text in pitch.WORDS[topic]:
            assert topic in read(text).asks[:1], text
    for what in ("sticker", "asking", "cut_to"):
        for text in pitch.WORDS[what]:
            for price in ("$27,500", "27.5k", "$9,900"):
                assert read(text.replace("{}", price)).asked == (9900 if "9,9" in price else 27500), text
    for text in pitch.WORDS["cut_dollars"]:
        assert (read(text.replace("{}", "$500")).off, read(text.replace("{}", "$500")).further) == (500, True), text
    for text in pitch.WORDS["cut_percent"]:
        assert read(text.replace("{}", "8")).percent == 8, text
    for reason in pitch.REASONS:
        for text in pitch.WORDS[reason]:
            assert read(text).arguments[:1] == (reason,), text
    for text in pitch.WORDS["agree"]:
        assert "agree" in read(text).moves, text
    for feature in FEATURES:
        assert all(read(text.replace("{}", feature)).features == {feature} for text in pitch.WORDS["has"])
    for brand in BRANDS:
        for kind in TYPES:
            said = read(pitch.say(rng, "car", pitch.car(brand, kind)))
            assert (said.brand, said.types) == (brand, {kind})
    for quiet in ("greet", "talk", "talk_short", "firm", "firm_short", "close", "press", "apology", *pitch.QUESTIONS, *pitch.REASONS):
        assert all(read(text).asked is None and not read(text).features and read(text).brand is None for text in pitch.WORDS[quiet]), quiet
