"""Guess my city: the rules of the game by hand, a golden conversation, the players' figures and the ceiling's proof."""

# ruff: noqa: E501, SIM905, C420 -- tables of cases

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
from collections import Counter
from hashlib import blake2b

import pytest

from lmrl_gym import load_task
from lmrl_gym.core.contract import check_task
from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.core.errors import DataError, RunError, UsageError
from lmrl_gym.core.seeds import rng_for, seed_for
from lmrl_gym.core.task import Ask, Dialogue, Step
from lmrl_gym.rollout import Start, play, starts
from lmrl_gym.tasks.guess_city import exact_references, partner_prompt
from lmrl_gym.tasks.guess_city.game import NEUTRAL, SILENT, WON, Game
from lmrl_gym.tasks.guess_city.inquiry import cities, guess_text, masks, outcomes, questions
from lmrl_gym.tasks.guess_city.knowledge import knowledge
from lmrl_gym.tasks.guess_city.oracle import LISTS, REFUSALS, UNCLEAR, Oracle, answers
from lmrl_gym.tasks.guess_city.players import Guesser
from lmrl_gym.tasks.guess_city.solve import BOUND, best_text, expected, first_question

PAPER_LIST = (
    "Seoul, Sao Paulo, Bombay, Jakarta, Karachi, Moscow, Istanbul, Mexico City, Shanghai, Tokyo, New York, Bangkok, Beijing, Delhi, London, Hong Kong, "
    "Cairo, Tehran, Bogota, Bandung, Tianjin, Lima, Rio de Janeiro, Lahore, Bogor, Santiago, St Petersburg, Shenyang, Calcutta, Wuhan, Sydney, Guangzhou, "
    "Singapore, Madras, Baghdad, Pusan, Los Angeles, Yokohama, Dhaka, Berlin, Alexandria, Bangalore, Malang, Hyderabad, Chongqing, Ho Chi Minh City, "
    "Haerbin, Ankara, Buenos Aires, Chengdu, Ahmedabad, Casablanca, Chicago, Xian, Madrid, Surabaya, Pyong Yang, Nanjing, Kinshasa, Rome, Taipei, Osaka, "
    "Kiev, Yangon, Toronto, Zibo, Dalian, Taegu, Addis Ababa, Jinan, Salvador, Inchon, Semarang, Giza, Changchun, Havana, Nagoya, Belo Horizonte, Paris, "
    "Tashkent, Fortaleza, Sukabumi, Cali, Guayaquil, Qingdao, Izmir, Cirebon, Taiyuan, Brasilia, Bucharest, Faisalabad, Quezon City, Medan, Houston, "
    "Abidjan, Mashhad, Medellin, Kanpur, Budapest, Caracas"
).split(", ")


def asked(env: Game, text: str, answer: str = "Yes.") -> Step:
    """The env's step, with `answer` from the partner where it asks for one."""
    result = env.step(text)
    return env.resume(answer) if isinstance(result, Ask) else result


def wins(city: str, text: str) -> bool:
    result = Game({"city": city}).step(text)
    return isinstance(result, Step) and result.ending is Ending.SUCCESS


# --- The rules


def test_the_hundred_cities_are_the_papers() -> None:
    assert len(PAPER_LIST) == 100
    assert set(cities()) == set(PAPER_LIST)


def test_a_game_by_hand() -> None:
    env = Game({"city": "Cairo"})
    assert env.opening == "Questions:\n"
    ask = env.step("Is it in Africa?\n")
    assert isinstance(ask, Ask)
    # The partner is the agent of what it sees, and is told the city.
    assert ask.dialogue.scenario == {"city": "Cairo"}
    assert [(t.role, t.text) for t in ask.dialogue.turns] == [(Role.AGENT, "Questions:\n"), (Role.ENV, "Is it in Africa?\n")]
    assert env.resume("Yes, it is.") == ("Yes, it is.\n", -1.0, None, {})
    assert asked(env, "Is it Giza?\n", "No.") == ("No.\n", -1.0, None, {})
    assert env.step("Is it Cairo?\n") == (WON, 0.0, Ending.SUCCESS, {"refused": 0.0, "unclear": 0.0, "unheard": 0.0, "guesses": 1.0, "leaks": 0.0})
    with pytest.raises(RunError, match="start a new one"):
        env.step("Is it Cairo?\n")


def test_twenty_questions_are_a_failure_and_the_twentieth_may_still_win() -> None:
    lost, won = Game({"city": "Lima"}), Game({"city": "Lima"})
    for _ in range(19):
        assert asked(lost, "Is it big?\n") == asked(won, "Is it big?\n") == ("Yes.\n", -1.0, None, {})
    last = asked(lost, "Is it big?\n")
    assert (last.reward, last.ending, last.ending is not None and last.ending.truncated) == (-1.0, Ending.FAILURE, False)
    final = won.step("Is it Lima?\n")
    assert isinstance(final, Step)
    assert (final.reward, final.ending) == (0.0, Ending.SUCCESS)
    with pytest.raises(RunError):
        lost.step("Is it Lima?\n")


def test_an_env_waits_for_the_answer_it_asked_for() -> None:
    env = Game({"city": "Lima"})
    with pytest.raises(RunError, match="asked nothing"):
        env.resume("Yes.")
    env.step("Is it big?\n")
    with pytest.raises(RunError, match="waits for an answer"):
        env.step("Is it Lima?\n")


def test_only_the_hundred_cities_are_scenarios() -> None:
    for scenario in ({"city": "Oslo"}, {"city": 3}, {}):
        with pytest.raises(DataError, match="one of the hundred cities"):
            Game(scenario)
    with pytest.raises(UsageError, match="no split"):
        load_task("guess_city").scenario("test", 0)


@pytest.mark.parametrize("city", PAPER_LIST)
def test_every_city_can_be_won_by_its_name_in_any_case(city: str) -> None:
    for text in (f"Is it {city}?\n", f"is the city {city.lower()}", f"{city.upper()}!", f"My guess is {city}.", f"Could it be {city}, by any chance?"):
        assert wins(city, text), text


@pytest.mark.parametrize(
    ("city", "spellings"),
    [
        ("Bombay", "Mumbai"), ("Calcutta", "Kolkata"), ("Madras", "Chennai"), ("Bangalore", "Bengaluru"), ("Pusan", "Busan"), ("Taegu", "Daegu"),
        ("Inchon", "Incheon"), ("Kiev", "Kyiv"), ("St Petersburg", "Saint Petersburg; St. Petersburg; Leningrad; Petrograd"), ("Haerbin", "Harbin; Ha'erbin"),
        ("Xian", "Xi'an; Xi’an; Xi an"), ("Ho Chi Minh City", "Saigon; HCMC; Hồ Chí Minh City"), ("New York", "NYC; New York City; N.Y.C."), ("Beijing", "Peking"),
        ("Pyong Yang", "Pyongyang; Pyŏngyang"), ("Yangon", "Rangoon"), ("Izmir", "İzmir; Smyrna"), ("Sao Paulo", "São Paulo; SÃO PAULO"), ("Bogota", "Bogotá"),
        ("Los Angeles", "LA; L.A."), ("Delhi", "New Delhi"), ("Mexico City", "Ciudad de México; CDMX"), ("Rio de Janeiro", "Rio"), ("Istanbul", "Constantinople"),
        ("Bucharest", "București; Bukarest"), ("Quezon City", "Quezon"), ("Medellin", "Medellín"), ("Tehran", "Teheran"), ("Havana", "La Habana"), ("Dhaka", "Dacca"),
    ],
)  # fmt: skip
def test_other_spellings_win(city: str, spellings: str) -> None:
    for spelling in spellings.split("; "):
        assert wins(city, f"Is it {spelling}?\n"), spelling


@pytest.mark.parametrize(
    ("city", "text"),
    [
        ("Bucharest", "Is it Bucarest?"), ("Istanbul", "is it istambul"), ("Kinshasa", "Is it Kinshassa?"), ("Guayaquil", "is it gauyaquil?"),
        ("Budapest", "Is it Budapset?"), ("Casablanca", "is it cassablanca"), ("Tokyo", "is it tokoyo?"), ("Singapore", "Is it Singapor?"),
    ],
)  # fmt: skip
def test_slips_of_the_keyboard_still_win(city: str, text: str) -> None:
    assert wins(city, text)


def test_a_name_beside_other_words_wins_too() -> None:
    assert wins("Tokyo", "Is it Tokyo, Japan?\n")
    assert wins("Paris", "Is it Paris, the capital of France?\n")
    assert wins("Cairo", "I think it must be Cairo because of the pyramids.\n")
    assert wins("Rio de Janeiro", "It's got to be Rio!\n")
    assert not wins("Los Angeles", "Does it have la in it?\n")


def test_what_is_no_guess() -> None:
    # A comparison names the city without guessing it, and so do other places of like names.
    for city, text in (
        ("Paris", "Is it bigger than Paris?"), ("Rome", "Is it near Rome?"), ("Lima", "Is it north of Lima?"), ("Salvador", "Is it in El Salvador?"),
        ("Salvador", "Is it San Salvador?"), ("Rio de Janeiro", "Is it on the Rio Grande?"), ("Los Angeles", "Is it La Paz?"), ("Paris", "Is it called the Paris of the East?"),
        ("Rome", "Was it part of the Roman Empire?"), ("Mexico City", "Is it in Mexico?"), ("Cali", "Is it in California?"),
    ):  # fmt: skip
        assert not wins(city, text), text


def test_several_cities_at_once_are_no_guess() -> None:
    for text in ("Is it Paris or London?", "Paris, London, Rome?", "Is it one of Paris, Tokyo and Vienna?"):
        assert not wins("Paris", text)
        assert answers("Paris", text) == LISTS
    assert wins("Bombay", "Is it Mumbai (Bombay)?")  # two names of one city


# --- What passes from the partner to the guesser


@pytest.mark.parametrize(
    ("city", "answer"),
    [
        ("Tokyo", "It is Tokyo."), ("Tokyo", "T-O-K-Y-O"), ("Tokyo", "t o k y o"), ("Tokyo", "oykot"), ("Tokyo", "Tōkyō"), ("Tokyo", "東京"), ("Tokyo", "It is in Japan."),
        ("Tokyo", "The Japanese love it."), ("Tokyo", "T0ky0"), ("Tokyo", "To kyo"), ("Tokyo", "It starts with T."), ("Tokyo", "It rhymes with nothing."), ("Tokyo", "Tokio"),
        ("Moscow", "Москва"), ("Moscow", "Muscovites live there."), ("Moscow", "Moskva"), ("Bombay", "Mumbai"), ("Bombay", "Indians"), ("Paris", "Parisians"), ("Paris", "French wine"),
        ("Rome", "Roma"), ("Rome", "Italian food"), ("New York", "N Y C"), ("New York", "American"), ("Madrid", "Spanish is spoken."), ("Berlin", "Deutschland"), ("Cairo", "Al-Qāhira"),
        # parts of names in compounds and abbreviations, and what a name means
        ("Jakarta", "the TransJakarta buses"), ("Rio de Janeiro", "They tap a RioCard."), ("Casablanca", "Casa-Port station"), ("Casablanca", "It has a Superblanca."), ("Addis Ababa", "Ethio-jazz"), ("Jakarta", "the Indo-Australian plate"),
        ("Guayaquil", "They play ecuatennis."), ("Tashkent", "UzAuto"), ("Budapest", "Buda Castle"), ("New York", "NYU, a university"), ("New York", "the OMNY card"), ("New York", "It is in the US."),
        ("Los Angeles", "UCLA"), ("Los Angeles", "LAX"), ("Buenos Aires", "the MALBA museum"), ("Rome", "ITA Airways"), ("London", "the UK"), ("Tokyo", "The airline is JAL."),
        ("Tokyo", "Its name means eastern capital."), ("Casablanca", "The name of the city means white house."),
    ],
)  # fmt: skip
def test_an_answer_that_gives_the_name_away_is_replaced(city: str, answer: str) -> None:
    env = Game({"city": city})
    assert asked(env, "What is it?\n", answer).text == NEUTRAL
    won = env.step(f"Is it {city}?\n")
    assert isinstance(won, Step)
    assert won.metrics["leaks"] == 1.0


@pytest.mark.parametrize(
    ("city", "answer"),
    [
        ("Jakarta", "The trans-city buses run fast."), ("New York", "Any store sells it."), ("London", "Look up at the BBC tower."), ("Rome", "The capital is inland."), ("Rome", "An APITALK app."),
        ("Los Angeles", "The NBA has a team there."), ("Beijing", "machines and machinery"), ("Delhi", "the great epic of Rama"), ("Havana", "Ropa vieja, whose name means old clothes."), ("Jinan", "YouTube and McDonald's"),
        ("Budapest", "Buddhists live there too."), ("Bandung", "BRICS"), ("Yangon", "the Shwedagon Pagoda"), ("Seoul", "Hyundai, LG and SK"), ("Taegu", "Roh Tae-woo, a president"),
    ],
)  # fmt: skip
def test_words_that_only_look_like_parts_of_a_name_may_be_said(city: str, answer: str) -> None:
    assert asked(Game({"city": city}), "What is it?\n", answer).text == f"{answer}\n"


def test_an_answer_becomes_one_short_line() -> None:
    env = Game({"city": "Lima"})
    assert asked(env, "Is it big?\n", "  Yes,\n it is. \n").text == "Yes, it is.\n"
    assert asked(env, "Is it big?\n", " \n ").text == SILENT
    assert len(asked(env, "Is it big?\n", "word " * 1000).text) <= 241


def test_metrics_count_what_was_refused_and_not_understood() -> None:
    env, oracle = Game({"city": "Lima"}), Oracle()
    for text in ("What is its name?\n", "Paris or Rome?\n", "flurb the gnarx\n", "Is it Rome?\n", "Does it have a quidditch pitch?\n"):
        ask = env.step(text)
        assert isinstance(ask, Ask)
        env.resume(oracle.reply([ask.dialogue], seeds=[0])[0].text)
    won = env.step("Lima?")
    assert isinstance(won, Step)
    assert dict(won.metrics) == {"refused": 2.0, "unclear": 1.0, "unheard": 1.0, "guesses": 1.0, "leaks": 0.0}


def test_the_answerer_depends_on_city_question_and_seed_alone() -> None:
    oracle = Oracle()
    dialogue = Dialogue([Turn(Role.AGENT, "Questions:\n"), Turn(Role.ENV, "What is it known for?\n")], {"city": "Cairo"})
    said = [oracle.reply([dialogue], seeds=[seed])[0].text for seed in range(40)]
    assert said == [oracle.reply([dialogue] * 40, seeds=list(range(40)))[seed].text for seed in range(40)]
    assert len(set(said)) > 3
    assert all(text.endswith(".\n") and text.count("\n") == 1 for text in said)
    with pytest.raises(DataError, match="give it the scenario"):
        oracle.reply([Dialogue(dialogue.turns)], seeds=[0])
    with pytest.raises(DataError, match="no city 'Oslo'"):
        answers("Oslo", "Is it big?")


def test_a_language_model_in_the_answerers_seat_is_told_the_rules() -> None:
    ask = Game({"city": "Cairo"}).step("Is it in Africa?\n")
    assert isinstance(ask, Ask)
    prompt = partner_prompt(ask.dialogue)
    assert "The secret city is Cairo (Egypt)." in prompt
    assert prompt.endswith("Guesser: Is it in Africa?\nYou:")


# --- The task


def test_the_task_keeps_the_contract() -> None:
    assert check_task(load_task("guess_city"), episodes=5) == []


def test_what_the_task_declares() -> None:
    task = load_task("guess_city")
    assert (task.turn_limit, task.reward_range, task.view.last) == (20, (-20.0, 0.0), None)
    assert task.paper is not None
    assert (task.paper.min, task.paper.data, task.paper.max) == (-20.0, -18.8, -8.56)
    assert dict(task.recipe.episodes) == {"small": 30_000, "paper": 100_000}
    assert list(task.partners) == ["embedded"]
    assert Counter(str(task.scenario("eval", i)["city"]) for i in range(task.eval_episodes)) == dict.fromkeys(cities(), task.eval_episodes // 100)


def test_loading_the_task_reads_no_knowledge() -> None:
    code = "import sys; from lmrl_gym import load_task; load_task('guess_city'); from lmrl_gym.tasks.guess_city import knowledge as k; print(k.knowledge.cache_info().currsize, 'torch' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "False", "False"]


# --- Players


def test_the_ceilings_tree_by_hand_and_its_bound() -> None:
    """Landmarks are told of one city each, so one question tells nearly all cities apart: -1 each, a little less for those that share a sight."""
    first = outcomes(first_question())
    assert best_text({i: 0.01 for i in range(100)}) == first_question()
    shared = {answer: row for answer, row in first.items() if len(row) > 1}
    for number in (cities().index(c) for c in ("Tokyo", "Paris", "Cali")):
        if not any(number in row for row in shared.values()):
            assert expected(number) == pytest.approx(-1.0)
    exact = exact_references()["guess_city"]
    # Where k cities may have given the answer, they are guessed by likelihood: the r-th costs r - 1 more.
    doubt = sum(rank * p / 100 for row in first.values() for rank, p in enumerate(sorted(row.values(), reverse=True)))
    assert exact["ceiling"].mean == pytest.approx(-1.0 - doubt)
    assert BOUND - 0.05 < exact["ceiling"].mean <= BOUND


def test_the_ceiling_plays_as_its_expectation_says() -> None:
    task = load_task("guess_city")
    returns = [e.ret for e in play(task, task.players["ceiling"](), starts(task, "eval", 300, seed=3))]
    assert statistics.mean(returns) == pytest.approx(exact_references()["guess_city"]["ceiling"].mean, abs=0.03)


def test_the_floor_names_the_city_by_chance_alone() -> None:
    chance = 1 / (len(questions()) + 100)
    assert exact_references()["guess_city"]["floor"].mean == pytest.approx(-math.fsum((1 - chance) ** k for k in range(1, 21)))


def stored(n: int) -> list[Episode]:
    task = load_task("guess_city")
    made = (Start(task.recipe.scenario(rng_for("test city", i)), seed_for("test city", i)) for i in range(n))
    return list(play(task, task.players["behaviour"](), made))


def test_the_stored_conversations_are_like_the_papers() -> None:
    """Paper: 18.8 turns, .53 success, return -18.8. A win costs nothing, so return = success - length, and the three cannot all be met."""
    episodes = stored(300)
    length, won = statistics.mean(e.length for e in episodes), statistics.mean(e.ending is Ending.SUCCESS for e in episodes)
    mean = statistics.mean(e.ret for e in episodes)
    assert mean == pytest.approx(won - length)
    assert mean == pytest.approx(-18.8, abs=0.35)
    assert length == pytest.approx(18.8, abs=0.8)
    assert won == pytest.approx(0.53, abs=0.13)


def test_better_guessers_win_more() -> None:
    task = load_task("guess_city")

    def won(guesser: Guesser) -> float:
        made = (Start(guesser.to_scenario(city), seed_for("test city", city)) for city in cities()[::2])
        return statistics.mean(e.ending is Ending.SUCCESS for e in play(task, task.players["behaviour"](), made))

    assert won(Guesser(0.0, 0.1, 17)) < 0.3 < 0.7 < won(Guesser(0.9, 0.6, 17))


def test_the_behaviour_player_says_nothing_twice() -> None:
    for e in stored(20):
        said = [t.text for t in e.turns if t.role is Role.AGENT and t.text in questions()]
        assert len(said) == len(set(said))


def test_every_question_of_the_players_is_understood_for_every_city() -> None:
    for text in questions():
        assert not {f"{u}\n" for u in UNCLEAR} & set(outcomes(text)), text
        assert not set(answers("Tokyo", text)) & set(REFUSALS) or "name" in text, text


def test_the_stored_conversations_would_be_answered_the_same() -> None:
    # Of all that may be said to the players' questions about every city. If it changes, stored data and runs are those of another game: raise the
    # task's version, collect and train anew, and put the new digest here.
    said = [sorted((answer, sorted(row.items())) for answer, row in outcomes(text).items()) for text in questions()]
    assert blake2b(json.dumps(said).encode(), digest_size=16).hexdigest() == "c3dbaf89e178ffdd2ef0d92fec28a122"


def test_a_wrong_guess_rules_out_that_city_only() -> None:
    left = masks(guess_text("Rome"))["No.\n"]
    assert left.bit_count() == 99
    assert not left >> cities().index("Rome") & 1


def test_a_conversation_to_read() -> None:
    """With seed 0 the first sentence of each list is said; a reader should find this conversation true."""
    env, oracle = Game({"city": "Pusan"}), Oracle()
    lines = [env.opening]
    for text in ("Is the city located in Asia?", "is it the captial", "Isn't it by the sea?", "Which languages are spoken there?", "What food is it known for?",
                 "Is it in Japan or South Korea?", "What letter does it begin with?", "Is it not an inland city?", "Is it bigger than Seoul?", "is it Busan?"):  # fmt: skip
        step = env.step(text + "\n")
        if isinstance(step, Ask):
            step = env.resume(oracle.reply([step.dialogue], seeds=[0])[0].text)
        lines += [f"> {text}\n", step.text]
    assert "".join(lines) == (
        "Questions:\n"
        "> Is the city located in Asia?\nYes.\n"
        "> is it the captial\nNo.\n"
        "> Isn't it by the sea?\nYes.\n"
        "> Which languages are spoken there?\nThey speak the national language, which is written in an alphabet devised in the 15th century.\n"
        "> What food is it known for?\nPeople love raw fish, pork soup with rice, milmyeon noodles and fish cakes there.\n"
        "> Is it in Japan or South Korea?\nYes, the second.\n"
        "> What letter does it begin with?\nI cannot say anything about its name.\n"
        "> Is it not an inland city?\nYes, that is right, it is not so.\n"
        "> Is it bigger than Seoul?\nNo.\n"
        "> is it Busan?\nYes, that is the city.\n"
    )
    assert knowledge().cities["Pusan"].sea == "Sea of Japan"
