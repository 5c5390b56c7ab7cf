"""Which conversations are kept: declared rules, asked in a fixed order, and the account of what they left out.

A sieve is shown every conversation once, in the order of playing; what it says of one depends on the rules and on those before it alone. So the same
conversations give the same data set, whoever played them and however often they were interrupted.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b

from lmrl_gym.core.episode import Ending, Episode, Json, Scenario
from lmrl_gym.core.errors import UsageError, check_choice, check_range, no_such

NO_SUCCESS, TOO_LOW, UNFINISHED, GARBLED = "not a success", "return too low", "unfinished", "garbled"
SAID_BEFORE, ENOUGH, SURPLUS = "said before", "enough of its value", "more than were wanted"
KEEP = ("success", "any")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a conversation must be to be kept."""

    keep: str = "success"
    """`success`: only those that end in success; `any`: whatever the ending."""
    min_return: float | None = None
    """The least return; None: any."""
    unfinished: bool = False
    """Whether those are kept too that a limit of turns or length cut off."""
    garbled: float = 0.0
    """The largest share of a conversation's turns, the opening left out, that may be garbled (see `garbled`)."""
    balance: str = ""
    """A key of the scenario (object, city, word): every value it takes is to be won at least once. Empty: no balance."""
    most: int = 0
    """The most conversations kept of one value of that key; the last place waits for a success until there is one. 0: no limit."""

    def __post_init__(self) -> None:
        check_choice("keep", self.keep, KEEP)
        check_range("garbled", self.garbled, 0, 1)
        check_range("most", self.most, 0)
        if self.min_return is not None:
            check_range("min_return", self.min_return, -1e9)
        if self.most and not self.balance:
            raise UsageError(f"most={self.most} limits how many are kept of one value, but no key is balanced; name one with balance, such as object")

    def to_json(self) -> dict[str, Json]:
        return asdict(self)

    def value(self, scenario: Scenario) -> str:
        """The value of the balanced key, as text; empty where none is balanced. UsageError where the scenario has no such key."""
        if not self.balance:
            return ""
        if self.balance not in scenario:
            raise no_such("key of the scenario", self.balance, scenario)
        return str(scenario[self.balance])


@dataclass(frozen=True, slots=True)
class Account:
    """How a data set came out of what was played."""

    agent: str
    partner: str
    """Empty where the envs ask nobody."""
    wanted: int
    played: int
    kept: int
    left_out: Mapping[str, int]
    """Reason -> how many conversations were left out for it; the first reason that applies."""
    balance: str
    never_won: tuple[str, ...]
    """Values of the balanced key without a kept success."""

    def to_json(self) -> dict[str, Json]:
        return {**asdict(self), "left_out": dict(self.left_out), "never_won": list(self.never_won)}

    def about(self) -> str:
        """Some sentences for the data set's header and card."""
        who = f"{self.agent} and {self.partner}" if self.partner else self.agent
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.left_out.items())
        text = f"Conversations of {who} from the recipe's scenarios: {self.played} played, {self.kept} kept"
        text += f" (left out: {reasons})." if reasons else "."
        if self.never_won:
            shown, more = ", ".join(self.never_won[:10]), len(self.never_won) - 10
            text += f" Never won: {self.balance} {shown}" + (f" and {more} more." if more > 0 else ".")
        elif self.balance:
            text += f" Every {self.balance} was won at least once."
        return text


class Sieve:
    """The rules at work. `values` are all the values of the balanced key; empty without one."""

    def __init__(self, rules: Rules, values: Sequence[str] = ()) -> None:
        self.rules, self.values = rules, tuple(values)
        self.kept: list[int] = []
        """Numbers of the conversations kept, in order of playing."""
        self.played = 0
        self.tried: Counter[str] = Counter()
        """Value -> conversations played."""
        self._reasons: Counter[str] = Counter()
        self._kept_of: Counter[str] = Counter()
        self._first_win: dict[str, int] = {}
        self._said: set[bytes] = set()

    def take(self, episode: Episode) -> str:
        """Judge the next conversation: empty if it is kept, else the reason why not."""
        number, value = self.played, self.rules.value(episode.scenario)
        self.played += 1
        self.tried[value] += 1
        said = _fingerprint(episode)
        reason = self._reason(episode, value, said)
        if reason:
            self._reasons[reason] += 1
            return reason
        self.kept.append(number)
        self._said.add(said)
        self._kept_of[value] += 1
        if episode.ending is Ending.SUCCESS:
            self._first_win.setdefault(value, number)
        return ""

    def _reason(self, episode: Episode, value: str, said: bytes) -> str:
        rules, won = self.rules, episode.ending is Ending.SUCCESS
        texts = [t.text for t in episode.turns[1:]]
        if rules.keep == "success" and not won:
            return NO_SUCCESS
        if rules.min_return is not None and episode.ret < rules.min_return:
            return TOO_LOW
        if episode.ending.truncated and not rules.unfinished:
            return UNFINISHED
        if sum(map(garbled, texts)) > rules.garbled * len(texts):
            return GARBLED
        if said in self._said:
            return SAID_BEFORE
        return "" if self._room(value, won) else ENOUGH

    def _room(self, value: str, won: bool) -> bool:
        waiting = not won and value not in self._first_win
        return not self.rules.most or self._kept_of[value] < self.rules.most - waiting

    def full(self, value: str) -> bool:
        """Whether nothing more of `value` can be kept."""
        return not self._room(value, won=True)

    @property
    def missing(self) -> list[str]:
        """The values of the balanced key that have no kept success yet, in order."""
        return [v for v in self.values if v not in self._first_win]

    def chosen(self, wanted: int) -> set[int]:
        """The numbers of at most `wanted` kept conversations: each value's first success, then the earliest."""
        first = sorted(self._first_win.values())[:wanted] if self.rules.balance else []
        rest = [n for n in self.kept if n not in set(first)]
        return {*first, *rest[: wanted - len(first)]}

    def account(self, agent: str, partner: str, wanted: int) -> Account:
        """The account of a data set of at most `wanted`."""
        surplus = max(0, len(self.kept) - wanted)
        order = (NO_SUCCESS, TOO_LOW, UNFINISHED, GARBLED, SAID_BEFORE, ENOUGH)
        reasons = {r: self._reasons[r] for r in order if self._reasons[r]} | ({SURPLUS: surplus} if surplus else {})
        kept = len(self.kept) - surplus
        return Account(agent, partner, wanted, self.played, kept, reasons, self.rules.balance, tuple(self.missing))


def garbled(text: str) -> bool:
    """Whether a turn is no text that a person would type: blank, or with characters of broken encodings or of control."""
    return not text.strip() or any(c == "\ufffd" or (c not in "\n\r\t" and unicodedata.category(c) in _NO_TEXT) for c in text)


_NO_TEXT = ("Cc", "Cs", "Co", "Cn")
"""Unicode categories: control, surrogate, private use, unassigned."""
_STOPS = str.maketrans(dict.fromkeys(".,!?", " "))


def normalised(text: str) -> str:
    """A text as it is compared: compatibility forms as one, case, stops and the amount of white space left out."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_STOPS).split())


def _fingerprint(episode: Episode) -> bytes:
    """Equal for conversations whose turns are equal as they are compared."""
    text = "\n".join(normalised(t.text) for t in episode.turns)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
