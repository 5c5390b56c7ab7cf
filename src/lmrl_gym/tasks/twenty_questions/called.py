"""What the objects are called: every name of every object, however it is spaced or spelt, and the words that say which sort of it is meant.

The names are those of objects.csv and names.txt, the sorts those of sorts.toml.
"""

from __future__ import annotations

from functools import lru_cache

from lmrl_gym.tasks.twenty_questions.facts import FOLDER, knowledge, numbers, table, things
from lmrl_gym.tasks.twenty_questions.words import distance, letters, plain, stem, word_list


def joined(words: list[str]) -> str:
    """The words as stems without articles and spaces: `hair clips` and `hairclip` are the same."""
    return "".join([stem(word) for word in words if word not in ("a", "an", "the")])


def number_of(words: list[str]) -> int | None:
    """The object whose name the words are, in whatever way they are spaced."""
    if words and words[-1].endswith(("ing", "ed")) and words[-1] not in _ends():
        return None  # what is done with it: `drilling`, `dressing`
    if len(words) == 1 and words[0] in spoken():
        return spoken()[words[0]]
    found = _called().get(joined(words))
    return _called().get(stem("".join(words))) if found is None and len(words) > 1 else found


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, int], ...]:
    """Every name of every object in plain words, with its number."""
    found = [(plain(name), i) for i, thing in enumerate(things()) for name in thing.variants]
    for line in (FOLDER / "names.txt").read_text(encoding="utf-8").splitlines():
        name, colon, others = line.partition(":")
        if colon and not line.startswith("#"):
            found += [(plain(other), numbers()[name]) for other in others.split(",")]
    return tuple(found)


@lru_cache(maxsize=1)
def _ends() -> frozenset[str]:
    """The last words of names."""
    return frozenset(name.split()[-1] for name, _ in _names())


@lru_cache(maxsize=1)
def _called() -> dict[str, int]:
    """Every name, joined -> the number of its object; the names of objects.csv go before."""
    return {joined(name.split()): number for name, number in reversed(_names())}


@lru_cache(maxsize=1)
def spoken() -> dict[str, int]:
    """The names of one word, as they are and with an s."""
    return {form: number for name, number in reversed(_names()) if " " not in name for form in (name, f"{name}s")}


def called_so(words: list[str], number: int) -> int:
    """The objects that the name of object `number` is said of, as a set: where it is the name of objects.csv, a ship is a boat too."""
    name = joined(words)
    own = any(name == joined(plain(variant).split()) for variant in things()[number].variants)
    return (kinds().get(name, 0) if own else 0) | 1 << number


@lru_cache(maxsize=1)
def kinds() -> dict[str, int]:
    """What else the knowledge calls things, joined -> the objects: `bigcat`, `sweetpotato`."""
    return {phrase.replace(" ", ""): mask for phrase, mask in knowledge().slots["is"].items()}


# --- Sorts


def says_which(word: str, number: int) -> bool:
    """Whether a word before the name of an object can hardly be anything but a sort or a quality of it; no verb, that is."""
    root, slots = stem(word), knowledge().slots
    if root in slots["is"] or word in word_list("brands") or word in sorts()[number]:
        return True
    if root in slots["does"] or root in slots["done"] or word in word_list("kin"):
        return False
    if word.endswith(("ing", "ed")):
        return root not in slots["for"] and root not in _verbs()
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return False
    return root not in _verbs() or any(root in slots[slot] for slot in ("made", "who", "at"))


@lru_cache(maxsize=1)
def sorts() -> tuple[frozenset[str], ...]:
    """For each object the words of sorts.toml."""
    words = table("sorts")
    return tuple(frozenset(words.get(thing.name, "").split()) for thing in things())


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    """The stems of what is done with things and of what they do."""
    slots = knowledge().slots
    return frozenset(phrase.split()[0] for slot in ("does", "done") for phrase in slots[slot])


# --- Slips of the keyboard


def means(word: str) -> bool:
    """Whether a word is known, other than as a word of a name."""
    return stem(word) in knowledge().words or word in word_list("structure") or word in word_list("fine")


@lru_cache(maxsize=5_000)
def near(written: str) -> int | None:
    """The one object with a name that `written` may be a slip of."""
    length = len(written)
    best: dict[int, set[int]] = {}
    here = letters(written)
    for name, number, signs in _spelt().get(written[:1], ()):
        most = 1 if max(len(name), length) < 7 else 2
        if not 4 <= length <= 24 or len(name) < 5 or abs(len(name) - length) > most:
            continue
        if (here ^ signs).bit_count() > 2 * most:
            continue  # too far, as letters that only one of them has tell sooner
        far = distance(written, name, most)
        # A letter changed in a short word is as likely another word as a slip.
        if far <= most and not (len(name) == length == 5 and sorted(name) != sorted(written)):
            best.setdefault(far, set()).add(number)
    nearest = best[min(best)] if best else set()
    return nearest.pop() if len(nearest) == 1 else None


@lru_cache(maxsize=1)
def _spelt() -> dict[str, list[tuple[str, int, int]]]:
    """First letter -> names without spaces, singular and plural, their numbers and their letters."""
    table: dict[str, list[tuple[str, int, int]]] = {}
    for name, number in _names():
        whole = name.replace(" ", "")
        table.setdefault(whole[0], []).append((whole, number, letters(whole)))
        if not whole.endswith("s"):
            table[whole[0]].append((f"{whole}s", number, letters(f"{whole}s")))
    return table
