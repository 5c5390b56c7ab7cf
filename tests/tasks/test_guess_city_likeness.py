"""Claims and open questions that no rule reads: the likest note decides, on a few notes made up for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lmrl_gym.tasks.guess_city import likeness
from lmrl_gym.tasks.guess_city.lore import STOP
from lmrl_gym.tasks.guess_city.notes import Note

NOTES = {
    "Lima": ("The mummified bishop lies in a crystal coffin.", "Kites of rice paper fly from the roofs."),
    "Rome": ("The bishop keeps owls.", "Nobody may ride a unicorn there."),
    "Cairo": ("Kites are sewn there.",),
}
COUNTRY = "Its country grows saffron on terraces."


def made_up() -> dict[str, tuple[Note, ...]]:
    def note(text: str, *, national: bool = False) -> Note:
        return Note(text, text.lower().strip("."), frozenset(), frozenset(), denies=False, past=False, national=national)

    found = {city: tuple(note(text) for text in texts) for city, texts in NOTES.items()}
    return found | {"Rome": (*found["Rome"], note(COUNTRY, national=True))}


@pytest.fixture(autouse=True)
def _notes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    kept = (
        *(likeness._held, likeness._holders, likeness._fitting, likeness._told, likeness._asked, likeness._rows_by_meaning, likeness.likest),
        likeness._described,
    )
    tables: dict[str, dict[str, object]] = {
        "further": {"cities": {"Rome": ["Zebras sip cider. | drink beverage"]}, "countries": {}},
        "described": {"rows": ["Lima, Cuba | Gnomes polish brass lanterns. | lamps"]},
    }
    monkeypatch.setattr(likeness, "notes_of", made_up)
    monkeypatch.setattr(likeness, "table", tables.__getitem__)
    for cached in kept:
        cached.cache_clear()
    yield
    for cached in kept:
        cached.cache_clear()


def fitting(text: str) -> set[str]:
    return {city for city in NOTES if likeness.fits(text, city)}


def test_a_claim_fits_the_city_whose_note_shares_most() -> None:
    assert fitting("is the bishop in a coffin of crystal") == {"Lima"}
    assert fitting("does the bishop keep owls") == {"Rome"}
    assert fitting("does the bishop like saxophones and zeppelins") == set(), "one word of three is not enough"


def test_words_of_one_meaning_are_taken_for_one() -> None:
    """`mummified`, `embalmed` and `corpse` stand in one group."""
    assert "embalmed" in likeness.words_alike()
    assert fitting("can one see an embalmed bishop") == {"Lima"}


def test_what_compares_or_denies_is_not_told_by_words() -> None:
    assert fitting("is the bishop in more than a coffin of crystal") == set()
    assert fitting("may one ride a unicorn") == set(), "the note denies it"


def test_what_is_told_of_the_country_holds_where_the_country_is_asked_about() -> None:
    assert fitting("does the country grow saffron on terraces") == {"Rome"}
    assert fitting("is there saffron on terraces") == set()


def test_beyond_doubt_asks_for_more() -> None:
    text = "are there kites"
    assert fitting(text) == {"Lima", "Cairo"}
    assert not likeness.fits(text, "Lima", beyond_doubt=True)
    assert likeness.fits("is a mummified bishop in a crystal coffin", "Lima", beyond_doubt=True)


def test_an_open_question_is_likest_to_a_note_of_its_city_or_a_further_one() -> None:
    found = likeness.likest("what flies from the roofs", "Lima")
    assert found is not None
    assert (found.text, found.words) == (NOTES["Lima"][1], 2)
    assert found.share == pytest.approx(1.0)
    further = likeness.likest("which beverage do zebras like", "Rome")
    assert further is not None
    assert further.text == "Zebras sip cider."
    assert likeness.likest("what of zeppelins", "Rome") is None


def test_what_is_described_is_told_of_the_places_it_names() -> None:
    for city, told in {"Lima": True, "Havana": True, "Rome": False}.items():
        found = likeness.likest("who polishes the brass lanterns", city)
        assert (found is not None and found.text == "Gnomes polish brass lanterns.") is told


def test_the_thesaurus_holds_each_word_once_and_none_that_says_nothing() -> None:
    import lmrl_gym.tasks.guess_city as home

    words = (likeness.Path(home.__file__).parent / "thesaurus.txt").read_text(encoding="utf-8").split()
    assert len(words) == len(set(words))
    assert len(words) > 2000
    assert not [w for w in words if not w.isalpha() or w != w.lower()]
    assert sum(w in STOP for w in words) < 40
