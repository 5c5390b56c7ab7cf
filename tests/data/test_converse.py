"""Conversations as data: rules worked by hand on four words, wins for every value, and makings that go on as if they had never stopped."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lmrl_gym.core.episode import Ending, Episode, Role, Sample, Turn
from lmrl_gym.core.errors import LmrlError, RunError, UsageError
from lmrl_gym.core.task import Dialogue, Policy, Reply, Task
from lmrl_gym.data import converse as conversing
from lmrl_gym.data.collect import Cast, collect
from lmrl_gym.data.converse import Request, converse
from lmrl_gym.data.sieve import Rules, Sieve, garbled, normalised
from lmrl_gym.data.store import read_dataset
from lmrl_gym.tasks import load_task

WORDS = ("blue", "gold", "pink", "teal")


@pytest.fixture(scope="module")
def recall() -> Task:
    """A word is told first; three turns later it is asked for, and naming it is the success."""
    return load_task("probes/recall")


@dataclass
class Says:
    """An agent that answers by a rule; `calls` counts its batches, and from call `dies` on it fails as an endpoint does."""

    rule: Callable[[Dialogue, int], str]
    name: str = "says"
    sees_scenario: bool = False
    dies: int = 10**9
    calls: list[int] = field(default_factory=list)

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        self.calls.append(len(dialogues))
        if len(self.calls) > self.dies:
            raise RunError("the endpoint is gone; try again")
        return [Reply(self.rule(d, s) + "\n", Sample((1, 2), (-0.5, -0.5))) for d, s in zip(dialogues, seeds, strict=True)]


def chatter(dialogue: Dialogue, seed: int) -> str:
    """Some small talk, so that conversations differ, then any of the words."""
    rng = random.Random(seed)
    return rng.choice(WORDS) if len(dialogue.turns) == 7 else f"ok {rng.randrange(1000)}"


def episode(text: str = "is it red", *, word: str = "blue", ret: float = 1.0, ending: Ending = Ending.SUCCESS) -> Episode:
    turns = (Turn(Role.ENV, "Ask.\n"), Turn(Role.AGENT, text, ret), Turn(Role.ENV, "Done.\n"))
    return Episode("t", "1", {"start": word}, turns, ending, 0)


def verdicts(rules: Rules, episodes: Sequence[Episode], values: Sequence[str] = ()) -> list[str]:
    sieve = Sieve(rules, values)
    return [sieve.take(e) for e in episodes]


def test_each_rule_leaves_out_what_it_says_and_the_first_one_that_applies_is_named() -> None:
    fine, lost = episode(), episode("b", ending=Ending.FAILURE)
    cut = episode("c", ending=Ending.TURN_LIMIT)
    assert verdicts(Rules(), [fine, lost, cut]) == ["", "not a success", "not a success"]
    assert verdicts(Rules("any"), [fine, lost, cut]) == ["", "", "unfinished"]
    assert verdicts(Rules("any", unfinished=True), [cut]) == [""]
    assert verdicts(Rules(min_return=0.5), [episode("a", ret=0.5), episode("b", ret=0.4)]) == ["", "return too low"]
    assert verdicts(Rules(), [episode("  ")]) == ["garbled"]
    assert verdicts(Rules(garbled=0.5), [episode("  ")]) == [""]  # one of the two turns behind the opening
    assert verdicts(Rules(garbled=0.49), [episode("  ")]) == ["garbled"]
    assert verdicts(Rules(), [fine, fine]) == ["", "said before"]
    # What was left out was not said in the data set.
    assert verdicts(Rules(), [episode("x", ending=Ending.FAILURE), episode("x")]) == ["not a success", ""]


@pytest.mark.parametrize(("text", "yes"), [("Is it café? 猫\n", 0), ("", 1), (" \n", 1), ("a\ufffdb", 1), ("a\x00b", 1), ("\ud800", 1), ("a\tb", 0)])
def test_garbled_is_what_nobody_types(text: str, yes: int) -> None:
    assert garbled(text) == bool(yes)


def test_texts_are_compared_without_case_stops_and_spaces() -> None:
    assert normalised("  Is it\na DOG?!\n") == normalised("is it a dog.") == "is it a dog"
    assert normalised("ﬁne") == "fine"
    assert normalised("is it a dog") != normalised("is it a god")
    assert verdicts(Rules(), [episode("Is it a dog?\n"), episode("is  it a Dog")]) == ["", "said before"]


def test_the_last_place_of_a_value_waits_for_a_success() -> None:
    lost = [episode(f"l{i}", ending=Ending.FAILURE) for i in range(3)]
    won = [episode(f"w{i}") for i in range(2)]
    rules = Rules("any", balance="start", most=2)
    assert verdicts(rules, [*lost, *won]) == ["", "enough of its value", "enough of its value", "", "enough of its value"]
    # Once there is a success, anything may take the last place; another value has places of its own.
    assert verdicts(rules, [won[0], lost[0], lost[1], episode("g", word="gold")]) == ["", "", "enough of its value", ""]


def test_each_values_first_success_is_chosen_before_the_earliest() -> None:
    sieve = Sieve(Rules(balance="start"), WORDS)
    for n, word in enumerate(["blue", "blue", "blue", "gold", "blue", "pink"]):
        sieve.take(episode(str(n), word=word))
    assert sieve.missing == ["teal"]
    assert [sieve.chosen(n) for n in (1, 3, 4, 9)] == [{0}, {0, 3, 5}, {0, 1, 3, 5}, set(range(6))]
    account = sieve.account("a", "", 4)
    assert (account.played, account.kept, account.left_out, account.never_won) == (6, 4, {"more than were wanted": 2}, ("teal",))
    assert account.about() == (
        "Conversations of a from the recipe's scenarios: 6 played, 4 kept (left out: 2 more than were wanted). Never won: start teal."
    )


def test_four_words_make_four_conversations(recall: Task, tmp_path: Path) -> None:
    """The ceiling says the same to the same word: everything after the first conversation of a word was said before."""
    header, account = converse(recall, tmp_path / "set", Cast(recall.players["ceiling"]()), Request(4, 100, Rules(balance="start")))
    data = read_dataset(tmp_path / "set", task=recall)
    assert sorted(str(e.scenario["start"]) for e in data) == list(WORDS)
    assert all(e.ending is Ending.SUCCESS for e in data)
    assert (account.kept, account.left_out) == (4, {"said before": account.played - 4})
    assert header.players == {"agent": ("ceiling",)}
    assert header.about == account.about()
    written = json.loads((tmp_path / "set" / "conversations.json").read_text())
    assert written["left_out"] == {"said before": account.played - 4}
    assert written["made_by"]["rules"]["balance"] == "start"


def test_what_nobody_wins_is_told_and_sought_in_every_second_conversation(recall: Task, tmp_path: Path) -> None:
    def teal(dialogue: Dialogue, seed: int) -> str:
        return "teal" if len(dialogue.turns) == 7 else f"ok {seed % 1000}"

    header, account = converse(recall, tmp_path / "set", Cast(Says(teal)), Request(20, 300, Rules(balance="start")))
    assert account.never_won == ("blue", "gold", "pink")
    assert (account.played, account.kept, header.statistics.success) == (300, 20, 1.0)
    assert "Never won: start blue, gold, pink." in header.about
    # A round of 20 first, then rounds of what is wanting, half of each aimed at the three; when there are enough every one is, four to a word.
    played = [Counter(str(e.scenario["start"]) for e in conversing.read_shard(p)) for p in sorted((tmp_path / "set" / "attempts").glob("*"))]
    assert sum(played[0].values()) == 20
    assert sum(played[0][w] for w in WORDS[:3]) >= 10
    assert sum(played[1].values()) == max(8, 20 - played[0]["teal"])
    assert sum(played[-2].values()) == 12
    assert "teal" not in played[-2]
    tried = sum(played, Counter[str]())
    assert max(tried[w] for w in WORDS[:3]) - min(tried[w] for w in WORDS[:3]) <= 1


def test_full_values_are_played_no_more(recall: Task, tmp_path: Path) -> None:
    def blue_or_chat(dialogue: Dialogue, seed: int) -> str:
        told = dialogue.turns[0].text
        return ("blue" if "blue" in told else chatter(dialogue, seed)) if len(dialogue.turns) == 7 else f"ok {seed % 1000}"

    _, account = converse(recall, tmp_path / "set", Cast(Says(blue_or_chat)), Request(20, 400, Rules(balance="start", most=5)))
    data = read_dataset(tmp_path / "set")
    assert Counter(str(e.scenario["start"]) for e in data) == dict.fromkeys(WORDS, 5)
    late = [e.scenario["start"] for p in sorted((tmp_path / "set" / "attempts").glob("*"))[1:] for e in conversing.read_shard(p)]
    assert late
    assert "blue" not in late
    assert account.played == 20 + sum(account.left_out.values())


REQUEST = Request(150, 1000, Rules(), seed=5)


def test_a_making_that_was_cut_off_ends_as_if_it_had_not_been(recall: Task, tmp_path: Path) -> None:
    whole, _ = converse(recall, tmp_path / "whole", Cast(Says(chatter)), REQUEST)
    calls = 0
    for dies in (6, 9, 3, 10**9):  # four batches are a round of 64
        agent = Says(chatter, dies=dies)
        with nullcontext() if dies > 1000 else pytest.raises(RunError, match="the endpoint is gone; try again"):
            again, account = converse(recall, tmp_path / "parts", Cast(agent), REQUEST)
        calls += len(agent.calls)
    assert again == whole
    rounds = len(list((tmp_path / "parts" / "attempts").glob("*.parquet")))
    assert rounds * 4 == calls - (7 - 4) - (10 - 8) - 4  # only what the unfinished rounds had begun was said again
    assert account.kept == 150


def test_no_more_is_played_than_what_is_wanting(recall: Task, tmp_path: Path) -> None:
    """Nothing is left out here: 16, then the 8 that are wanting; for the one that is wanting after them the least there is, 8 again."""
    rules = Rules("any", unfinished=True)
    sizes = []
    for wanted in (16, 24, 25, 32, 100):
        agent = Says(lambda d, s: f"ok {s} {len(d.turns)}")
        converse(recall, tmp_path / "set", Cast(agent), Request(wanted, 1000, rules))
        sizes.append(agent.calls[::4])
    assert sizes == [[16], [8], [8], [], [64, 8]]


def test_a_finished_making_is_handed_back_and_a_larger_one_goes_on(recall: Task, tmp_path: Path) -> None:
    first, _ = converse(recall, tmp_path / "set", Cast(Says(chatter)), REQUEST)
    stamps = {p: p.stat().st_mtime_ns for p in (tmp_path / "set").rglob("*") if p.is_file()}
    idle = Says(chatter, dies=0)
    assert converse(recall, tmp_path / "set", Cast(idle), REQUEST)[0] == first
    assert not idle.calls
    assert {p: p.stat().st_mtime_ns for p in stamps} == stamps
    more = Request(300, 2000, REQUEST.rules, REQUEST.seed)
    larger, _ = converse(recall, tmp_path / "set", Cast(Says(chatter)), more)
    data = list(read_dataset(tmp_path / "set"))
    assert (larger.episodes, len(data), larger.statistics.success) == (300, 300, 1.0)
    rounds = [p for p in stamps if p.parent.name == "attempts"]
    assert {p: p.stat().st_mtime_ns for p in rounds} == {p: stamps[p] for p in rounds}


def test_a_missing_file_of_a_finished_set_is_written_again_from_the_rounds(recall: Task, tmp_path: Path) -> None:
    first, _ = converse(recall, tmp_path / "set", Cast(Says(chatter)), REQUEST)
    next((tmp_path / "set" / "data").iterdir()).unlink()
    assert converse(recall, tmp_path / "set", Cast(Says(chatter, dies=0)), REQUEST)[0] == first
    assert len(list(read_dataset(tmp_path / "set"))) == 150


def test_token_ids_of_the_speakers_do_not_get_into_the_data(recall: Task, tmp_path: Path) -> None:
    converse(recall, tmp_path / "set", Cast(Says(chatter)), REQUEST)
    assert all(t.sample is None for e in read_dataset(tmp_path / "set") for t in e.turns)


def test_a_folder_of_another_making_is_left_alone(recall: Task, tmp_path: Path) -> None:
    converse(recall, tmp_path / "set", Cast(Says(chatter)), REQUEST)
    others: list[tuple[Policy, Request]] = [
        (Says(chatter, name="other"), REQUEST),
        (Says(chatter), Request(150, 1000, Rules("any"), 5)),
        (Says(chatter), Request(150, 1000, Rules(), 6)),
    ]
    for agent, request in others:
        with pytest.raises(RunError, match="was played by others, by other rules or with another seed"):
            converse(recall, tmp_path / "set", Cast(agent), request)
    collect("probes/recall", "small", tmp_path / "collected", workers=1, episodes=20)
    with pytest.raises(RunError, match=r"holds dataset\.json, which is not of this making"):
        converse(recall, tmp_path / "collected", Cast(Says(chatter)), REQUEST)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    with pytest.raises(RunError, match=r"holds letter\.txt, which is not of this making"):
        converse(recall, tmp_path / "mine", Cast(Says(chatter)), REQUEST)


def test_nothing_kept_is_an_error_that_says_why(recall: Task, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"none of 30 conversations is kept \(30 not a success\); loosen the rules or let others speak"):
        converse(recall, tmp_path / "set", Cast(Says(lambda _d, _s: "no")), Request(3, 30, Rules()))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Rules("won"), "keep='won' is no choice"),
        (lambda: Rules(garbled=1.5), "garbled=1.5 is out of range"),
        (lambda: Rules(most=2), "no key is balanced; name one with balance"),
        (lambda: Request(0, 10, Rules()), "0 conversations make no data set"),
        (lambda: Request(20, 10, Rules()), "10 attempts cannot give 20 conversations"),
        (lambda: _start(Request(10, 100, Rules(balance="word"))), "no key of the scenario 'word'"),
        (lambda: _start(Request(3, 100, Rules(balance="start"))), "3 conversations cannot win each of 4 values of start; ask for 4 or more"),
        (lambda: _start(Request(9, 100, Rules(balance="start", most=2))), "2 of each of 4 values are fewer than the 9 asked for"),
        (lambda: _start(Request(9, 100, Rules(balance="word")), "wordle"), "9 conversations cannot win each of"),
    ],
)
def test_requests_that_do_not_fit_are_refused_before_anybody_speaks(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(UsageError) as refused:
        make()
    assert sentence in str(refused.value)
    assert isinstance(refused.value, LmrlError)


def _start(request: Request, name: str = "probes/recall") -> None:
    converse(load_task(name), Path("nowhere"), Cast(Says(chatter, dies=0)), request)


def test_every_object_is_won_by_the_command(tmp_path: Path, lmrl: Callable[..., object]) -> None:
    from lmrl_gym.tasks.twenty_questions.facts import names

    words = ("converse", "twenty_questions", "--agent", "able", "--episodes", 170, "--balance", "object", "--out", tmp_path / "set")
    done = lmrl(*words)
    assert done.code == 0, done.err  # type: ignore[attr-defined]
    data = list(read_dataset(tmp_path / "set"))
    assert len(data) == 170
    assert {e.scenario["object"] for e in data} == set(names())
    assert "Every object was won at least once." in done.out  # type: ignore[attr-defined]
    assert "Conversations of able and embedded" in (tmp_path / "set" / "README.md").read_text()
    assert lmrl(*words, "--seed", 3).sentence.endswith(f"choose another folder, or remove {tmp_path / 'set'}")  # type: ignore[attr-defined]
