"""Playing many conversations: order, width, views, scenarios, partners, and what is refused."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from lmrl_gym import Ask, Dialogue, Ending, Reply, Role, Sample, Start, Step, Task, play, starts
from lmrl_gym.core.episode import Scenario
from lmrl_gym.core.errors import RunError, UsageError
from lmrl_gym.core.seeds import seed_for
from lmrl_gym.core.task import Recipe, View


class Countdown:
    """Ends after `turns` replies; pays the length of each."""

    def __init__(self, scenario: Scenario) -> None:
        self.left = int(scenario["turns"])  # type: ignore[arg-type]
        self.opening = f"{self.left} to go"

    def step(self, text: str) -> Step | Ask:
        self.left -= 1
        return Step(f"{self.left} to go", float(len(text)), *([Ending.SUCCESS, {"left": 0}] if self.left == 0 else []))


@dataclass
class Speaker:
    """Says a number drawn from its seed; notes every batch it was shown."""

    name: str = "speaker"
    sees_scenario: bool = False
    batches: list[list[tuple[tuple[str, ...], Scenario | None]]] = field(default_factory=list)

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        self.batches.append([(tuple(t.text for t in d.turns), d.scenario) for d in dialogues])
        return [Reply(str(random.Random(seed).randrange(10**6)), Sample((seed % 97,), (-1.0,))) for seed in seeds]


TASK = Task(
    name="countdown",
    version="3",
    summary="Speak until the end.",
    skills=(),
    turn_limit=9,
    reward_range=(0.0, 99.0),
    view=View(),
    scenario=lambda _, index: {"turns": (5, 1, 3, 2)[index % 4]},
    eval_episodes=4,
    start=Countdown,
    players={},
    recipe=Recipe("speaker", lambda _: {"turns": 1}, {}, ""),
)


def test_starts_name_scenario_and_seed_by_index() -> None:
    whole = list(starts(TASK, "eval", 6, seed=5))
    assert [s.scenario["turns"] for s in whole] == [5, 1, 3, 2, 5, 1]
    assert list(starts(TASK, "eval", 2, seed=5, first=4)) == whole[4:]
    assert [s.seed for s in whole] == [seed_for(5, "play", "countdown", "eval", k) for k in range(6)]
    others = [list(starts(TASK, split, 6, seed=seed)) for split, seed in [("eval", 6), ("train", 5)]]
    for other in others:
        assert [s.scenario for s in other] == [s.scenario for s in whole]  # the seed moves only what the speakers draw
        assert not {s.seed for s in other} & {s.seed for s in whole}


def test_an_episode_is_what_was_said() -> None:
    (episode,) = play(TASK, Speaker(), [Start({"turns": 2}, 11)])
    first, second = (str(random.Random(seed_for(11, "agent", k)).randrange(10**6)) for k in (0, 1))
    assert [(t.role, t.text, t.reward) for t in episode.turns] == [
        (Role.ENV, "2 to go", 0.0),
        (Role.AGENT, first, len(first)),
        (Role.ENV, "1 to go", 0.0),
        (Role.AGENT, second, len(second)),
        (Role.ENV, "0 to go", 0.0),
    ]
    assert episode.turns[1].sample == Sample((seed_for(11, "agent", 0) % 97,), (-1.0,))
    assert (episode.task, episode.version, episode.scenario, episode.seed) == ("countdown", "3", {"turns": 2}, 11)
    assert (episode.ending, episode.metrics, episode.players) == (Ending.SUCCESS, {"left": 0}, {"agent": "speaker"})


@pytest.mark.parametrize("width", [1, 2, 3, 7, 64])
def test_the_stream_is_the_same_at_any_width(width: int) -> None:
    begin = list(starts(TASK, "eval", 23, seed=1))
    episodes = list(play(TASK, Speaker(), begin, width=width))
    assert [e.length for e in episodes] == [(5, 1, 3, 2)[k % 4] for k in range(23)]  # in the order of their starts
    assert [e.seed for e in episodes] == [s.seed for s in begin]
    assert episodes == [e for s in begin for e in play(TASK, Speaker(), [s])]


def test_a_slot_is_refilled_the_moment_its_episode_ends() -> None:
    """Lengths 5 1 3 2 5 1 in two slots. Live in each round: 01 02 02 02 03 43 45 4 4 4; no slot idles while a start waits."""
    speaker = Speaker()
    list(play(TASK, speaker, starts(TASK, "eval", 6, seed=1), width=2))
    assert [len(batch) for batch in speaker.batches] == [2] * 7 + [1] * 3


def test_starts_are_drawn_as_needed_and_finished_episodes_do_not_pile_up() -> None:
    """One endless first episode and then short ones: after 16 · width have finished, no more are begun until the first one is out."""
    drawn = 0

    def begin() -> list[Start]:
        nonlocal drawn
        for k in range(1000):
            drawn += 1
            yield Start({"turns": 500 if k == 0 else 1}, k)  # type: ignore[misc]

    stream = play(TASK, Speaker(), begin(), width=4)
    assert drawn == 0
    assert next(stream).seed == 0
    assert drawn <= 16 * 4 + 4 + 3
    assert sum(1 for _ in stream) == 999


def test_views_let_through_what_they_say() -> None:
    seen: dict[int | None, list[tuple[str, ...]]] = {}
    for last in (None, 1, 2, 3):
        speaker = Speaker()
        list(play(replace(TASK, view=View(last)), speaker, [Start({"turns": 3}, 0)]))
        seen[last] = [shown for batch in speaker.batches for shown, _ in batch]
    whole = seen[None][-1]
    assert len(whole) == 5
    assert seen[None] == [whole[:1], whole[:3], whole]
    assert seen[1] == [("3 to go",), ("2 to go",), ("1 to go",)]
    assert seen[2] == [whole[:1], whole[1:3], whole[3:]]
    assert seen[3] == [whole[:1], whole[:3], whole[2:]]
    assert (View(1).markov, View(2).markov, View().markov) == (True, False, False)


def test_only_players_that_say_so_see_the_scenario() -> None:
    for sees in (False, True):
        speaker = Speaker(sees_scenario=sees)
        list(play(TASK, speaker, [Start({"turns": 1}, 0)]))
        assert speaker.batches[0][0][1] == ({"turns": 1} if sees else None)


def test_what_cannot_be_played_is_refused() -> None:
    class Mute(Speaker):
        def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
            return super().reply(dialogues, seeds=seeds)[1:]

    begin = [Start({"turns": 1}, 0)]
    with pytest.raises(RunError, match="width 0 leaves no live episode; it must be at least 1"):
        list(play(TASK, Speaker(), begin, width=0))
    with pytest.raises(RunError, match="policy speaker gave 0 replies to 1 dialogues; it must give one for each"):
        list(play(TASK, Mute(), begin))
    with pytest.raises(RunError, match="task countdown asks for a partner, but the task names no partners"):
        list(play(replace(TASK, start=Asking), Speaker(), begin))
    with pytest.raises(RunError, match="partner speaker gave 0 answers to 1 dialogues"):
        list(play(replace(TASK, start=Asking), Speaker(), begin, partner=Mute()))
    assert list(play(TASK, Speaker(), [])) == []


class Asking(Countdown):
    """Asks its partner as many times as turns are left, and passes the last answer on."""

    def step(self, text: str) -> Step | Ask:
        self.asked, self.heard = self.left, text
        return self.resume("")

    def resume(self, text: str) -> Step | Ask:
        if self.asked == 0:
            step = super().step(self.heard)
            assert isinstance(step, Step)
            return step._replace(text=text)
        self.asked -= 1
        return Ask(Dialogue([]))


def test_partners_are_asked_in_batches_with_seeds_of_their_own() -> None:
    task = replace(TASK, start=Asking)
    partner = Speaker("partner")
    begin = [Start({"turns": 1}, 5), Start({"turns": 2}, 6)]
    one, two = play(task, Speaker(), begin, partner=partner)

    def answer(*names: str | int) -> str:
        return str(random.Random(seed_for(*names)).randrange(10**6))

    # asks of an episode are counted through: the second env asks twice in turn 0, once in turn 1
    assert one.turns[-1].text == answer(5, "partner", 0, 0)
    assert [two.turns[2].text, two.turns[4].text] == [answer(6, "partner", 0, 1), answer(6, "partner", 1, 2)]
    assert [len(batch) for batch in partner.batches] == [2, 1, 1]  # both envs' first asks go out together
    assert one.players == {"agent": "speaker", "partner": "partner"}
    assert [one, two] == list(play(task, Speaker(), begin, partner=Speaker("partner"), width=1))


def test_without_a_given_partner_the_first_of_the_tasks_own_is_asked_and_closed_afterwards() -> None:
    closed: list[str] = []

    class Closing(Speaker):
        def close(self) -> None:
            closed.append(self.name)

    task = replace(TASK, start=Asking, partners={"first": lambda: Closing("first"), "second": lambda: Closing("second")})
    (episode,) = play(task, Speaker(), [Start({"turns": 2}, 5)])
    assert episode.players["partner"] == "first"
    assert closed == ["first"]
    list(play(task, Speaker(), [Start({"turns": 2}, 5)], partner=task.partner("second")))
    assert closed == ["first"]  # whoever made the second one closes it
    with pytest.raises(UsageError, match="no partner of countdown 'secnd'; did you mean 'second'"):
        task.partner("secnd")
