"""The game: word lists, letter rules, the env.

All feedback of a list under a rule is computed once, as a table of one byte a (target, guess) pair; playing is looking up. A feedback
is a code in 0..242: five base-3 digits, first letter first, 0 = absent `b`, 1 = elsewhere `y`, 2 = right place `g`. Words are numbered
by their place in the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from lmrl_gym.core.episode import Ending, Role, Turn
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.task import Step

if TYPE_CHECKING:
    import numpy as np

Rule: TypeAlias = Literal["paper", "official"]
"""`paper` ignores how often a letter occurs; `official` marks a letter only as often as the target holds it, right places first."""

OPENING = "Wordle:\n"
TRIES = 6
WIN = 242
FEEDBACK = tuple(" ".join(marks) + "\n" for marks in product("byg", repeat=5))
"""The env's text of each code."""
CODES = {text: code for code, text in enumerate(FEEDBACK)}
MAX_WORDS = 15_000
"""The table takes words² bytes: 225 MB at this size, which holds the longest lists in use."""

_STEPS = tuple(Step(text, -1.0) for text in FEEDBACK)
_NOTHING = Step("\n", -1.0)


def spell(word: str) -> str:
    """A word as it is played: `stare` -> `s t a r e\\n`."""
    return " ".join(word) + "\n"


def read_words(path: Path) -> tuple[str, ...]:
    """The words of a list file, sorted. DataError names the line that is not a word of five letters a-z or stands there twice."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the word list '{path}' cannot be read ({type(error).__name__}); give a text file with one word a line") from error
    seen: dict[str, int] = {}
    for number, word in enumerate(lines, 1):
        if len(word) != 5 or not (word.isascii() and word.isalpha() and word.islower()):
            raise DataError(f"line {number} of the word list '{path}' is {word[:40]!r}, not five letters a-z; correct it or take it out")
        if word in seen:
            raise DataError(f"line {number} of the word list '{path}' repeats '{word}' of line {seen[word]}; take one of them out")
        seen[word] = number
    if not 2 <= len(seen) <= MAX_WORDS:
        raise DataError(f"the word list '{path}' has {len(seen)} words, but a game needs 2 to {MAX_WORDS}; give another list")
    return tuple(sorted(seen))


def words_hash(words: Sequence[str]) -> str:
    """Eight hex digits that tell one list from another, whatever the order of its file."""
    return blake2b("\n".join(words).encode(), digest_size=4).hexdigest()


def feedback_table(targets: Sequence[str], guesses: Sequence[str], rule: Rule) -> list[bytes]:
    """The codes of all pairs: one row of len(guesses) bytes a target. The words need be in no list; each is five letters a-z."""
    import numpy as np

    guess_GP = _letters(guesses)
    mark_row = _mark_paper if rule == "paper" else _mark_official
    powers_P = 3 ** np.arange(4, -1, -1)
    return [(mark_row(target_P, guess_GP) @ powers_P).astype(np.uint8).tobytes() for target_P in _letters(targets)]


def _letters(words: Sequence[str]) -> np.ndarray[Any, Any]:
    import numpy as np

    return np.frombuffer("".join(words).encode("ascii"), np.uint8).reshape(-1, 5)


def _mark_paper(target_P: np.ndarray[Any, Any], guess_GP: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """0, 1 or 2 for each letter of each guess: elsewhere means that the target holds the letter at all."""
    same_GPP = guess_GP[:, :, None] == target_P
    green_GP = guess_GP == target_P
    marks_GP: np.ndarray[Any, Any] = same_GPP.any(axis=2).astype(int) + green_GP
    return marks_GP


def _mark_official(target_P: np.ndarray[Any, Any], guess_GP: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """0, 1 or 2: the target's letters that are not in their right place go to the guess's equal letters from left to right, each once."""
    green_GP = guess_GP == target_P
    marks_GP: np.ndarray[Any, Any] = 2 * green_GP
    free_GP = ~green_GP  # the target's letters that nobody has been given yet
    for p in range(5):
        waiting_G = ~green_GP[:, p]
        for q in range(5):
            gives_G = waiting_G & free_GP[:, q] & (guess_GP[:, p] == target_P[q])
            marks_GP[gives_G, p] = 1
            free_GP[gives_G, q] = False
            waiting_G = waiting_G & ~gives_G
    return marks_GP


class Lexicon:
    """A word list under a rule, with everything that is computed from both. It never changes (but for a cache), so copies share it."""

    __slots__ = ("_masks", "everything", "index", "rows", "rule", "words")

    def __init__(self, words: tuple[str, ...], rule: Rule) -> None:
        self.words = words
        self.rule: Rule = rule
        self.index = {word: i for i, word in enumerate(words)} | {spell(word): i for i, word in enumerate(words)}
        """The number of each word by both of its spellings."""
        self.rows = feedback_table(words, words, rule)
        """rows[target][guess] is a code."""
        self.everything = (1 << len(words)) - 1
        """The set of all words. A set is an int whose bit i says that word i is in it."""
        self._masks: dict[int, dict[int, int]] = {}

    def __deepcopy__(self, memo: object) -> Lexicon:
        return self

    def find(self, text: str) -> int | None:
        """The number of the word that `text` spells, None if none: letter case and ASCII white space anywhere make no difference."""
        found = self.index.get(text)
        if found is None and text.isascii():
            found = self.index.get("".join(text.split()).lower())
        return found

    def masks(self, guess: int) -> dict[int, int]:
        """For each code that `guess` can be answered with: the set of targets that answer so."""
        masks = self._masks.get(guess)
        if masks is None:
            masks = {}
            for target, row in enumerate(self.rows):
                masks[row[guess]] = masks.get(row[guess], 0) | 1 << target
            if len(self._masks) >= 1024:  # a long list's sets are long: keep memory bounded
                self._masks.clear()
            self._masks[guess] = masks
        return masks

    def history(self, turns: Sequence[Turn]) -> list[tuple[int, int]]:
        """(guess, code) of every exchange that says something; what is no word of the list or no feedback is passed over."""
        known: list[tuple[int, int]] = []
        for i in range(len(turns) - 1):
            if turns[i].role is Role.AGENT:
                code = CODES.get(turns[i + 1].text)
                guess = None if code is None else self.find(turns[i].text)
                if code is not None and guess is not None:
                    known.append((guess, code))
        return known

    def consistent(self, turns: Sequence[Turn]) -> int:
        """The set of words that could be the target after what was said; 0 if the feedback contradicts itself."""
        mask = self.everything
        for guess, code in self.history(turns):
            mask &= self.masks(guess).get(code, 0)
        return mask


@lru_cache(maxsize=8)
def lexicon(words: tuple[str, ...], rule: Rule) -> Lexicon:
    """The one Lexicon of a list and a rule, made on first use."""
    return Lexicon(words, rule)


class Game:
    """One hidden word and six guesses (`core.task.Env`)."""

    __slots__ = ("_invalid", "_left", "_lexicon", "_row")

    opening = OPENING

    def __init__(self, lexicon: Lexicon, word: str) -> None:
        target = lexicon.index.get(word)
        if target is None:
            raise DataError(f"the scenario's word {word!r} is not in the task's word list; use scenarios of this task and version")
        self._lexicon = lexicon
        self._row = lexicon.rows[target]
        self._left = TRIES
        self._invalid = 0

    def step(self, text: str, /) -> Step:
        """Answer one guess. RunError after the end."""
        if self._left == 0:
            raise RunError("this game of wordle is over; start a new one")
        self._left -= 1
        guess = self._lexicon.find(text)
        if guess is None:
            self._invalid += 1
            step = _NOTHING
        else:
            code = self._row[guess]
            if code == WIN:
                self._left = 0
                return Step(FEEDBACK[WIN], 0.0, Ending.SUCCESS, {"invalid": float(self._invalid)})
            step = _STEPS[code]
        return step if self._left else Step(step.text, step.reward, Ending.FAILURE, {"invalid": float(self._invalid)})
