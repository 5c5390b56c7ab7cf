"""Wordle: letter rules by hand, the table against a rule written another way, the trees replayed and proved, the players' figures."""

from __future__ import annotations

import math
import random
import statistics
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from lmrl_gym import load_task
from lmrl_gym.core.contract import check_task
from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import Dialogue, PaperScale, Task
from lmrl_gym.rollout import Start, play, starts
from lmrl_gym.tasks.wordle import build_paper_rule, exact_references
from lmrl_gym.tasks.wordle.game import CODES, FEEDBACK, TRIES, WIN, Lexicon, Rule, feedback_table, lexicon, read_words, spell
from lmrl_gym.tasks.wordle.players import Guesser, nth
from lmrl_gym.tasks.wordle.solve import best_guess, describe, lower_bound, plan, read_tree, replay, search_tree

RULES: tuple[Rule, ...] = ("paper", "official")
NAMES: dict[Rule, str] = {"paper": "wordle", "official": "wordle/official"}
WORDS = read_words(Path(__file__).parents[2] / "src/lmrl_gym/tasks/wordle/words.txt")


def naive(target: str, guess: str, rule: Rule) -> str:
    """The env's text, by counting: of equal letters out of place, as many are y as the target has left after those in place."""
    marks: list[str] = []
    for i, letter in enumerate(guess):
        if target[i] == letter:
            marks.append("g")
        elif rule == "paper":
            marks.append("y" if letter in target else "b")
        else:
            free = sum(t == letter != g for t, g in zip(target, guess, strict=True))
            earlier = sum(guess[k] == letter != target[k] for k in range(i))
            marks.append("y" if earlier < free else "b")
    return " ".join(marks) + "\n"


def answer(target: str, guess: str, rule: Rule) -> str:
    return FEEDBACK[feedback_table([target], [guess], rule)[0][0]]


def played(task: Task, player: str, games: int, *, seed: int = 0) -> list[Episode]:
    return list(play(task, task.players[player](), starts(task, "train", games, seed=seed)))


def says(*texts: str) -> Dialogue:
    """A dialogue: opening, then guess, answer, guess, answer …"""
    return Dialogue([Turn(Role.AGENT if i % 2 else Role.ENV, text) for i, text in enumerate(("Wordle:\n", *texts))])


# --- The letter rules


@pytest.mark.parametrize(
    ("target", "guess", "paper", "official"),
    [
        ("abbey", "bbbbb", "y g g y y\n", "b g g b b\n"),
        ("abbey", "eerie", "y y b b y\n", "y b b b b\n"),  # one e to give: the first gets it
        ("abbey", "bobby", "y b g y g\n", "y b g b g\n"),  # the b in place is paid first, the other goes to the left
        ("crane", "eerie", "y y y b g\n", "b b y b g\n"),  # the only e is in place
        ("eagle", "geese", "y y y b g\n", "y y b b g\n"),
        ("crane", "stare", "b b g y g\n", "b b g y g\n"),
        ("stare", "stare", "g g g g g\n", "g g g g g\n"),
    ],
)
def test_letter_rules_worked_by_hand(target: str, guess: str, paper: str, official: str) -> None:
    assert answer(target, guess, "paper") == paper
    assert answer(target, guess, "official") == official


@pytest.mark.parametrize("rule", RULES)
def test_the_table_agrees_with_counting_letters(rule: Rule) -> None:
    rng = random.Random(5)
    rows = lexicon(WORDS, rule).rows
    for _ in range(1000):
        t, g = rng.randrange(431), rng.randrange(431)
        assert FEEDBACK[rows[t][g]] == naive(WORDS[t], WORDS[g], rule)
    # Words of three letters repeat letters all the time.
    few = ["".join(rng.choice("abc") for _ in range(5)) for _ in range(64)]
    for target, row in zip(few[:32], feedback_table(few[:32], few[32:], rule), strict=True):
        for guess, code in zip(few[32:], row, strict=True):
            assert FEEDBACK[code] == naive(target, guess, rule)


def test_the_243_feedbacks() -> None:
    assert len(set(FEEDBACK)) == 243
    assert (FEEDBACK[0], FEEDBACK[1], FEEDBACK[81], FEEDBACK[WIN]) == ("b b b b b\n", "b b b b y\n", "y b b b b\n", "g g g g g\n")
    assert all(FEEDBACK[code] == text for text, code in CODES.items())


# --- The game


def test_a_game_byte_for_byte() -> None:
    task = load_task("wordle")
    env = task.start({"word": "crane"})
    assert env.opening == "Wordle:\n"
    assert env.step("s t a r e\n") == ("b b g y g\n", -1.0, None, {})
    assert env.step("q u i c k\n") == ("b b b y b\n", -1.0, None, {})
    assert env.step("c r a n e\n") == ("g g g g g\n", 0.0, Ending.SUCCESS, {"invalid": 0.0})
    with pytest.raises(RunError, match="this game of wordle is over; start a new one"):
        env.step("c r a n e\n")


def test_six_wrong_guesses_are_a_failure_and_the_sixth_may_still_win() -> None:
    task = load_task("wordle")
    lost, won = task.start({"word": "crane"}), task.start({"word": "crane"})
    for _ in range(5):
        assert lost.step("s t a r e\n") == won.step("s t a r e\n") == ("b b g y g\n", -1.0, None, {})
    assert lost.step("s t a r e\n") == ("b b g y g\n", -1.0, Ending.FAILURE, {"invalid": 0.0})
    assert won.step("c r a n e\n") == ("g g g g g\n", 0.0, Ending.SUCCESS, {"invalid": 0.0})
    assert not Ending.FAILURE.truncated
    with pytest.raises(RunError):
        lost.step("c r a n e\n")


def test_no_word_of_the_list_costs_a_try_and_tells_nothing() -> None:
    plain = ["", "\n", "z z z z z\n", "s t a r\n", "s t a r e d\n", "stare crane", "s,t,a,r,e\n", "Wordle:\n", "g g g g g\n"]
    control = ["\0", "s t a r e\0", "\x07" * 5, "\ud800", "s\ud800tare"]
    letters = ["ſtare", "ｓｔａｒｅ\n", "st\u00e1re", "s\u0301tare", "ıvory", "s t a r e\u00a0", "стаrе"]
    for text in [*plain, *control, *letters, "stare" * 200_000, " " * 1_000_000]:
        env = load_task("wordle").start({"word": "stare"})
        for _ in range(5):
            assert env.step(text) == ("\n", -1.0, None, {})
        assert env.step(text) == ("\n", -1.0, Ending.FAILURE, {"invalid": 6.0})


@pytest.mark.parametrize("text", ["s t a r e\n", "stare", " STARE ", "S t A r E", "s\tt\na r e\r\n"])
def test_letter_case_and_white_space_make_no_difference(text: str) -> None:
    assert load_task("wordle").start({"word": "stare"}).step(text).ending is Ending.SUCCESS


def test_charged_texts_are_counted() -> None:
    env = load_task("wordle").start({"word": "stare"})
    env.step("zzzzz")
    env.step("c r a n e\n")
    env.step("")
    assert env.step("s t a r e\n") == ("g g g g g\n", 0.0, Ending.SUCCESS, {"invalid": 2.0})


def test_a_word_of_another_list_is_no_scenario() -> None:
    with pytest.raises(DataError, match="the scenario's word 'zzzzz' is not in the task's word list; use scenarios of this task"):
        load_task("wordle").start({"word": "zzzzz"})
    with pytest.raises(DataError, match=r"is an object with a word, not \{'start': 3\}"):
        load_task("wordle").start({"start": 3})


# --- The task


def test_what_the_task_declares() -> None:
    task, official = load_task("wordle"), load_task("wordle/official")
    assert (task.turn_limit, task.reward_range, task.eval_episodes, task.view.last) == (6, (-6.0, 0.0), 4096, None)
    assert task.paper == PaperScale(-6.0, -4.12, -1.94)
    assert official.paper is None
    assert dict(task.recipe.episodes) == {"small": 120_000, "paper": 1_000_000}
    assert task.recipe.player == "behaviour"
    assert official.start({"word": "eagle"}).step("geese").text == "\n"  # not in the list
    # level and eagle: the first e finds one, the second is one too many only under the official rule, the l too.
    assert task.start({"word": "eagle"}).step("l e v e l\n") == ("y y b y y\n", -1.0, None, {})
    assert official.start({"word": "eagle"}).step("l e v e l\n") == ("y y b y b\n", -1.0, None, {})


def test_the_list_is_431_words_in_order() -> None:
    assert len(WORDS) == 431
    assert sorted(set(WORDS)) == list(WORDS)
    assert all(len(w) == 5 and w.isascii() and w.isalpha() and w.islower() for w in WORDS)


def test_scenarios_are_drawn_uniformly_and_by_name() -> None:
    task = load_task("wordle")
    for split, index in (("eval", 0), ("eval", 4095), ("train", 7)):
        assert task.scenario(split, index) == {"word": WORDS[rng_for("wordle", split, index).randrange(431)]}
    drawn = Counter(str(task.scenario("train", i)["word"]) for i in range(43_100))
    assert len(drawn) == 431
    # Mean 100, standard deviation 10 each; the sum of squares over 100 is chi-square with 430 degrees, 430 ± 29.
    assert abs(sum((n - 100) ** 2 for n in drawn.values()) / 100 - 430) < 4 * 29.3
    rng = random.Random(0)
    assert len({str(task.recipe.scenario(rng)["word"]) for _ in range(8000)}) == 431


# --- A list of one's own


def test_another_list_is_another_task_and_version(tmp_path: Path) -> None:
    file, turned = tmp_path / "mine.txt", tmp_path / "turned.txt"
    file.write_text("night\nlight\neight\nfight\n")
    turned.write_text("fight\neight\nlight\nnight")
    task = load_task(f"wordle[words={file}]")
    assert task.name == f"wordle[words={file}]"
    assert task.version.startswith("1+")
    assert len(task.version) == 10
    assert load_task(f"wordle[words={turned}]").version == task.version
    assert load_task(f"wordle/official[words={file}]").name == f"wordle/official[words={file}]"
    turned.write_text("fight\neight\nlight\nright\n")
    assert load_task(f"wordle/official[words={turned}]").version != task.version
    assert task.references == {}
    assert {str(task.scenario("eval", i)["word"]) for i in range(100)} == {"eight", "fight", "light", "night"}
    # The seeds hang on the file's path: take a list on which floor and ceiling lie too far apart for chance to turn them round.
    file.write_text("\n".join(WORDS[::5]))
    assert check_task(build_paper_rule(str(file)), episodes=6) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("crane\nstares\n", "line 2 of the word list '.*' is 'stares', not five letters a-z; correct it or take it out"),
        ("Crane\nstare\n", "line 1 of the word list '.*' is 'Crane', not five letters"),
        ("crane\n\nstare\n", "line 2 of the word list '.*' is '', not five letters"),
        ("cráne\nstare\n", "line 1 of the word list '.*' is 'cráne', not five letters"),
        ("crane\nstare\ncrane\n", "line 3 of the word list '.*' repeats 'crane' of line 1; take one of them out"),
        ("crane\n", "has 1 words, but a game needs 2 to 15000; give another list"),
        ("", "has 0 words"),
    ],
)
def test_a_list_that_cannot_be_used(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "bad.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        load_task(f"wordle[words={file}]")


def test_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"the word list '.*gone.txt' cannot be read \(FileNotFoundError\); give a text file"):
        load_task(f"wordle[words={tmp_path / 'gone.txt'}]")
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="UnicodeDecodeError"):
        load_task(f"wordle[words={tmp_path / 'bytes.txt'}]")


# --- Trees


@pytest.mark.parametrize("rule", RULES)
def test_the_stored_tree_scores_what_is_stated_and_no_tree_scores_more(rule: Rule) -> None:
    task, words = load_task(NAMES[rule]), lexicon(WORDS, rule)
    stored = read_tree(words)
    assert stored is not None
    assert (stored.cost, stored.proven) == ({"paper": 824, "official": 823}[rule], True)
    games = play(task, task.players["ceiling"](), [Start({"word": word}, 0) for word in WORDS])
    returns = [episode.ret for episode in games]
    assert sum(returns) == -stored.cost
    assert [-r for r in returns] == replay(words, stored.tree)
    assert task.references["ceiling"].mean == pytest.approx(-stored.cost / 431)
    assert search_tree(words, None).cost == stored.cost  # the proof, again


@pytest.mark.parametrize("rule", RULES)
def test_the_search_finds_the_optimum_of_small_lists(rule: Rule) -> None:
    rng = random.Random(11)
    for letters, size in (("ab", 7), ("ab", 9), ("abc", 9), ("aght", 8)):
        pool: set[str] = set()
        while len(pool) < size:
            pool.add("".join(rng.choice(letters) for _ in range(5)))
        words = tuple(sorted(pool))
        assert search_tree(Lexicon(words, rule), None).cost == exhaustive(words, rule)


def exhaustive(words: tuple[str, ...], rule: Rule) -> int:
    """The least cost, by trying every guess everywhere."""

    @cache
    def cost(targets: frozenset[str], tries: int) -> int:
        if not tries:
            return 0
        totals: list[int] = []
        for guess in words:
            classes: dict[str, set[str]] = {}
            for target in targets - {guess}:
                classes.setdefault(naive(target, guess, rule), set()).add(target)
            totals.append(len(targets - {guess}) + sum(cost(frozenset(c), tries - 1) for c in classes.values()))
        return min(totals)

    return cost(frozenset(words), TRIES)


def test_a_set_that_no_tries_are_left_for_is_lost() -> None:
    # The answers to a guess of this list say right or wrong only: each try finds one word, and six of nine words are found.
    words = tuple(sorted(f"{a}igh{a}" for a in "abcdefjkm"))
    tree, cost, _ = search_tree(Lexicon(words, "official"), None)
    assert cost == 0 + 1 + 2 + 3 + 4 + 5 + 3 * 6
    assert sorted(replay(Lexicon(words, "official"), tree)) == [0, 1, 2, 3, 4, 5, 6, 6, 6]
    assert exhaustive(words, "official") == cost


def test_another_list_gets_a_tree_and_a_bound() -> None:
    words = Lexicon(tuple(sorted(rng_for("test", "words").sample(WORDS, 60))), "paper")
    assert read_tree(words) is None
    found = plan(words)
    assert sum(replay(words, found.tree)) == found.cost
    assert not found.proven
    assert lower_bound(words) <= search_tree(words, None).cost <= found.cost
    first = words.words[found.tree.guess]
    assert describe(words).startswith(f"60 words, paper rule: first guess {first}, mean return {-found.cost / 60:.4f}; no player can")
    assert describe(lexicon(WORDS, "paper")) == "431 words, paper rule: first guess stare, mean return -1.9118; no player can do better"


# --- Players


def test_the_floor_scores_what_the_formula_says() -> None:
    # Six independent draws of 431: the k-th guess is made and wrong with probability (430/431)^k.
    exact = exact_references()["wordle"]["floor"].mean
    assert exact == pytest.approx(-sum((430 / 431) ** k for k in range(1, 7)))
    returns = [e.ret for e in played(load_task("wordle"), "floor", 4000)]
    assert abs(statistics.mean(returns) - exact) < 4 * statistics.stdev(returns) / math.sqrt(4000)


@pytest.mark.parametrize("rule", RULES)
def test_the_consistent_player_never_contradicts_what_it_was_told(rule: Rule) -> None:
    for episode in played(load_task(NAMES[rule]), "consistent", 150):
        texts = [turn.text for turn in episode.turns[1:]]
        guesses = [text.replace(" ", "").strip() for text in texts[::2]]
        for later, guess in enumerate(guesses):
            for earlier in range(later):
                assert naive(guess, guesses[earlier], rule) == texts[2 * earlier + 1]


FOUR_LEFT = ("s t a r e\n", "b b g y g\n", "c o u c h\n", "b b b b b\n")
"""After this, the word is brave, frame, grade or grape."""
FOUR = {"brave", "frame", "grade", "grape"}


def test_the_behaviour_player_guesses_a_possible_word_one_time_in_three() -> None:
    assert {w for w in WORDS if naive(w, "stare", "paper") == FOUR_LEFT[1] and naive(w, "couch", "paper") == FOUR_LEFT[3]} == FOUR
    replies = load_task("wordle").players["behaviour"]().reply([says(*FOUR_LEFT)] * 20_000, seeds=range(20_000))
    count = Counter(reply.text.replace(" ", "").strip() for reply in replies)
    # One of the four: 1/3 + 2/3 · 4/431 = .33952, standard deviation .00335 at 20,000; all other words: equally often.
    assert abs(sum(count[word] for word in FOUR) / 20_000 - 0.33952) < 4 * 0.00335
    assert all(1500 < count[word] < 1900 for word in FOUR)  # 1697 each, standard deviation 39
    assert len(count) == 431
    assert max(n for word, n in count.items() if word not in FOUR) < 62  # 31 each, standard deviation 5.5


def test_the_data_reference_is_the_behaviour_players_mean() -> None:
    task = load_task("wordle")
    episodes = played(task, "behaviour", 3000, seed=1)
    returns = [e.ret for e in episodes]
    assert abs(statistics.mean(returns) - task.references["data"].mean) < 4 * statistics.stdev(returns) / math.sqrt(3000)
    # The paper's figures on its own 431 words: 4.82 ± 1.27 turns, .70 won, -4.12 ± 1.59.
    assert abs(statistics.mean(e.length for e in episodes) - 4.82) < 0.15
    assert abs(statistics.mean(e.ending is Ending.SUCCESS for e in episodes) - 0.70) < 0.04
    assert abs(statistics.mean(returns) + 4.12) < 0.15


@pytest.mark.parametrize("player", ["floor", "behaviour", "consistent", "ceiling"])
def test_players_answer_whatever_was_said_before(player: str) -> None:
    policy = load_task("wordle").players[player]()
    strange = [
        says(),
        says("", "\n"),
        says("\ud800" * 9, "\n", "s t a r e\n", "b b g y g\n", "\0", "y\n"),
        says("s t a r e\n", "what?"),
        says("s t a r e\n", "g g g g g\n"),
        says("s t a r e\n", "b b b b b\n", "s t a r e\n", "y y y y y\n"),  # contradicts itself
        says("x" * 1_000_000, "\n"),
        Dialogue([]),
        Dialogue([Turn(Role.AGENT, "s t a r e\n")]),
        says(*["s t a r e\n", "b b g y g\n"] * 10),
    ]
    for reply in policy.reply(strange, seeds=range(len(strange))):
        assert reply.text.replace(" ", "").strip() in WORDS
        assert spell(reply.text.replace(" ", "").strip()) == reply.text


def test_the_ceiling_player_finds_its_way_back_to_a_tree() -> None:
    ceiling = load_task("wordle").players["ceiling"]()

    def guess(*texts: str) -> str:
        return ceiling.reply([says(*texts)], seeds=[0])[0].text

    assert guess() == "s t a r e\n"
    assert guess("zzzzz", "\n") == "s t a r e\n"  # nothing was learnt
    assert guess("zzzzz", "\n", "STARE", "b b g y g\n") == guess("s t a r e\n", "b b g y g\n")
    # brave, frame, grade, grape are told apart by one of them or not at all: the guess is the one with the least bound.
    off = guess(*FOUR_LEFT).replace(" ", "").strip()
    answers = {naive(word, off, "paper") for word in FOUR}
    assert len(answers) == max(len({naive(word, other, "paper") for word in FOUR}) for other in WORDS)
    assert guess("z", "\n", "c r a n e\n", "b g g b g\n", "g r a p e\n", "b g g b g\n", "f r a m e\n", "b g g b g\n") == "b r a v e\n"


def test_feedback_that_no_word_gives_contradicts_itself_and_every_word_counts_again() -> None:
    words = lexicon(WORDS, "paper")
    impossible = says("s t a r e\n", "y y y y y\n")
    assert words.consistent(impossible.turns) == 0
    assert words.consistent(says("s t a r e\n", "b b g y g\n", "s t a r e\n", "b b b b b\n").turns) == 0
    assert words.consistent(says(*FOUR_LEFT).turns) == sum(1 << WORDS.index(word) for word in FOUR)
    ceiling = load_task("wordle").players["ceiling"]()
    assert ceiling.reply([impossible], seeds=[0])[0].text == spell(WORDS[best_guess(words, words.everything)])


def test_best_guess_prefers_a_word_that_may_be_it() -> None:
    words = lexicon(WORDS, "paper")
    for word in ("above", "zebra"):
        assert words.words[best_guess(words, 1 << WORDS.index(word))] == word
    two = {WORDS.index("fight"), WORDS.index("light")}
    assert best_guess(words, sum(1 << i for i in two)) in two


def test_nth_counts_set_bits_from_below() -> None:
    assert [nth(0b1011_0100, n) for n in range(4)] == [2, 4, 5, 7]


def test_a_reply_depends_on_its_own_seed_alone() -> None:
    words = lexicon(WORDS, "paper")
    policy = Guesser("half", lambda: words, 0.5)
    dialogues = [says(), says(*FOUR_LEFT), says("zz", "\n")]
    together = policy.reply(dialogues, seeds=[3, 4, 5])
    assert together == [policy.reply([d], seeds=[s])[0] for d, s in zip(dialogues, [3, 4, 5], strict=True)]


def test_references_are_the_exact_ones() -> None:
    for name, references in exact_references().items():
        stored = load_task(name).references
        assert set(stored) == {"floor", "data", "ceiling"}
        assert {key: stored[key] for key in references} == references
        assert stored["data"].episodes == load_task(name).recipe.episodes["small"]
