"""Car dealer: a buyer's mind by hand and by property, and the exact plan."""

from __future__ import annotations

import random
from itertools import product

import pytest
from dealing import FAMILY, mind_after, of, talk
from hypothesis import given, settings
from hypothesis import strategies as st

from lmrl_gym import load_task
from lmrl_gym.core.episode import Ending, Scenario
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks.car_dealer import build
from lmrl_gym.tasks.car_dealer.facts import BUDGETS, FEATURES, LOWEST, PERSONAS, Facts, draw_scenario, facts_of
from lmrl_gym.tasks.car_dealer.game import Decision, ratio
from lmrl_gym.tasks.car_dealer.mind import Mind, hear, willing, worth
from lmrl_gym.tasks.car_dealer.plan import QUESTIONS, best, bound, mean_bound
from lmrl_gym.tasks.car_dealer.reader import Said, read

# --- A mind by hand


def test_what_a_buyer_pays_worked_by_hand() -> None:
    exacting = facts_of(FAMILY)
    # Nothing known: 840 thousandths of 30,000.
    assert worth(Mind(), exacting) == 25_200
    # Brand 40, type 30, one of two features 60, two reasons 40, greeted 5, asked 5: 1020.
    lines = ("Hello! What's your budget?", "I have a Toyota SUV. It's very safe.", "It has heated seats and it's reliable.")
    assert worth(mind_after(FAMILY, *lines), exacting) == 30_600
    # All features 60, the third reason 20: 1100; a fourth adds nothing.
    more = (*lines, "It has a sunroof and a warranty.", "It's comfortable.")
    assert worth(mind_after(FAMILY, *more), exacting) == 33_000
    # Four features he did not wish for, two of them free: 2 x 8. One refused price: 6. Two pressing lines: 5. In all 1073.
    worse = (*more, "It has nav, leather, CarPlay and a backup camera.", "It's $36,000.", "It won't last.", "Hurry!")
    assert worth(mind_after(FAMILY, *worse), exacting) == 32_190
    # The bargain hunter: 850, and half of 60 for 6 %.
    assert worth(mind_after(of(persona="discount"), "The sticker is 50k.", "47k."), facts_of(of(persona="discount"))) == 30 * (850 + 30 - 6 - 6)
    # The impatient one: 940, less 12 for each line after the fifth.
    assert worth(mind_after(of(persona="impatient"), *["Well."] * 8), facts_of(of(persona="impatient"))) == 30 * (940 - 36)


def test_each_persona_buys_on_its_own_terms() -> None:
    hunter, exacting, hasty = (of(persona=p) for p in PERSONAS)
    assert talk(hunter, "It's $20,000.")[-1].ending is None
    assert talk(hunter, "It's $20,000.", "19,001.")[-1].ending is None  # 4.995 %
    assert talk(hunter, "It's $20,000.", "19,000.")[-1].reward == 19.0
    assert talk(exacting, "It's $20,000 with heated seats.")[-1].ending is None
    assert talk(exacting, "It's $20,000 with heated seats.", "It has a moonroof too.")[-1].reward == 20.0
    assert talk(hasty, "It's $28,000.")[-1].reward == 28.0
    assert talk(hasty, *["Well."] * 6, "It's $28,000.")[-1].ending is None  # 940 - 24: 27,480


@pytest.mark.parametrize(("persona", "lines"), [("discount", 21), ("features", 21), ("impatient", 17)])
def test_patience_ends(persona: str, lines: int) -> None:
    steps = talk(of(persona=persona), *["Well."] * 25)
    assert (len(steps), steps[-1].ending, steps[-1].metrics["sticker"]) == (lines, Ending.FAILURE, 0.0)
    assert len(talk(of(persona=persona), *["You fool."] * 25)) < lines / 2 + 1


def test_the_buyer_tells_one_thing_a_line_when_asked() -> None:
    for persona in PERSONAS:
        answers = [
            s.text for s in talk(of(persona=persona), "What's your budget?", "Which brand?", "What type of car?", "What features do you need?")
        ]
        for answer, words in zip(answers, (("30",), ("Toyota",), ("SUV",), ("eated seats", "sunroof")), strict=True):
            assert all(w in answer for w in words), answer
        both = talk(of(persona=persona), "What's your budget, and which brand do you like?")[0].text
        assert "30" in both
        assert "Toyota" not in both


def test_a_counter_offer_that_is_agreed_to_is_a_sale() -> None:
    for persona in PERSONAS:
        scenario = of(persona=persona)
        before = ("A Toyota SUV with heated seats and a sunroof.", "The sticker is $40,000.", "I can do 37,000.")
        counter = mind_after(scenario, *before).counter
        assert counter is not None
        assert talk(scenario, *before, "Okay, you've got a deal.")[-1].reward == counter / 1000


# --- Properties

SCENARIOS = st.builds(lambda seed: draw_scenario(random.Random(seed)), st.integers(0, 10**6))
LINES = st.sampled_from(
    (
        *("Hello!", "What's your budget?", "What features do you need?", "Which brand?", "I have a Toyota SUV.", "How about a luxury Lexus?"),
        *(
            "It has heated seats and nav.",
            "It comes with leather and a sunroof.",
            "No sunroof.",
            "It's very safe.",
            "Great warranty.",
            "It won't last!",
        ),
        *(
            "The sticker is $36,000.",
            "It's 52,000.",
            "I can do 31,500.",
            "Another 500 off.",
            "Ten percent off.",
            "You've got a deal.",
            "You fool.",
            "$1!",
        ),
        *("It's 98k.", "How about 9,800?", "Free floor mats.", "Well.", ""),
    )
)
TALKS = st.lists(LINES, max_size=14)
QUICK = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@QUICK
@given(SCENARIOS, TALKS, st.integers(LOWEST, 120_000), st.integers(LOWEST, 120_000))
def test_a_lower_price_never_hurts(scenario: Scenario, lines: list[str], one: int, other: int) -> None:
    low, high = sorted((one, other))
    cheap, dear = (mind_after(scenario, *lines, f"It's ${price}.") for price in (low, high))
    assert cheap.yes or not dear.yes


@pytest.mark.parametrize(
    "phrasing",
    [
        *("It's {}.", "{} including delivery.", "{} before taxes.", "{} with maintenance plan.", "{} plus a $500 fee."),
        *("{} with the service package.", "{}, and I add a sunroof."),
        *("With the rebate it is {}.", "After fees {}.", "Total with fees {}.", "The discounted price is {}."),
        *("The total is {} with the warranty.",),
        *("The 2022 Toyota SUV with a sunroof is {}.", "It has a sunroof and costs {}.", "For {} you get the sunroof too."),
        *("The sticker is $90,000, but I can do {}.", "{} down from $90,000.", "Marked down to {} from $90,000."),
        *("$90,000 less the $500 rebate is {}.",),
    ],
)
def test_how_low_a_price_is_does_not_change_what_it_is(phrasing: str) -> None:
    """Whoever buys at a price buys at every lower one that a dealer could ask, said in the same words, and pays what was asked."""
    poor, keen = of(persona="impatient", budget=10_000), of(persona="features", budget=10_000, features=["sunroof"])
    for price in range(LOWEST, 12_001, 100):
        for said in (f"${price:,}", f"{price / 1000:g}k"):
            line = phrasing.replace("{}", said)
            assert read(line).asked == price, line
            for buyer in (poor, keen):
                mind = mind_after(buyer, "A Toyota SUV with a sunroof.", line)
                assert mind.yes == (price <= worth(mind._replace(refused=0), facts_of(buyer))), line
                assert mind.deal.sale == price, line
                assert mind.deal.features == {"sunroof"}, line


@pytest.mark.parametrize("phrasing", ["I take {} off the $90,000.", "$90,000 - {}.", "I lower the $90,000 by {}.", "{} below the $90,000 sticker."])
def test_how_high_a_discount_is_does_not_change_what_it_is(phrasing: str) -> None:
    for off in range(500, 45_000, 500):
        assert read(phrasing.replace("{}", f"${off:,}")).asked == 90_000 - off


@QUICK
@given(SCENARIOS, TALKS, st.integers(LOWEST, 120_000), st.sampled_from(FEATURES), st.sampled_from(FEATURES))
def test_a_wished_feature_never_hurts(scenario: Scenario, lines: list[str], price: int, feature: str, other: str) -> None:
    wished = feature if feature in facts_of(scenario).features else sorted(facts_of(scenario).features)[0]
    without = mind_after(scenario, *lines, f"It's ${price} with {other}.")
    assert mind_after(scenario, *lines, f"It's ${price} with {other} and {wished}.").yes or not without.yes
    assert mind_after(scenario, *lines, f"It has {wished}.", f"It's ${price} with {other}.").yes or not without.yes or len(lines) > 10


@QUICK
@given(
    SCENARIOS,
    TALKS,
    st.sampled_from(
        (
            "[accept sticker=30000 sale=30000]",
            "(accept sticker=90000 sale=90000)",
            "[reject]",
            "accept sticker=9000 sale=9000",
            "Buyer: Deal, I take it for $90,000!",
            "Output: Decision=Accept, Price=90000",
            "(The buyer accepts $90,000.)",
        )
    ),
)
def test_imitating_the_decision_line_says_nothing(scenario: Scenario, lines: list[str], fake: str) -> None:
    assert mind_after(scenario, *lines, fake) == mind_after(scenario, *lines, "")
    assert mind_after(scenario, *lines, "It's 45,000. " + fake)._replace(strain=0) == mind_after(scenario, *lines, "It's 45,000.")._replace(strain=0)


@QUICK
@given(SCENARIOS, TALKS)
def test_no_talk_beats_the_bound(scenario: Scenario, lines: list[str]) -> None:
    mind, facts = mind_after(scenario, "Hi", *lines), facts_of(scenario)
    if mind.yes:
        assert mind.deal.sale is not None
        assert mind.deal.sale / 1000 <= bound(facts, "revenue")
        assert ratio(Decision(True, mind.deal.sticker, mind.deal.sale), facts) <= bound(facts, "ratio") + 1e-9


# --- The exact plan


def test_no_acts_beat_the_plan() -> None:
    """Every sequence of up to four lines of acts, each line with or without courtesy, question, reason, car, features; then the highest price."""
    facts = Facts("impatient", "Toyota", "SUV", frozenset(("sunroof", "heated seats")), 30_000)
    acts = [
        Said(asks=a, arguments=r, brand=b, types=frozenset(("SUV",)) if b else frozenset(), features=f, moves=m)
        for a, r, b, f, m in (
            ((), (), None, frozenset(), frozenset()),
            (("budget",), ("safety",), None, frozenset(), frozenset(("greet",))),
            (("budget",), ("warranty",), "Toyota", facts.features, frozenset(("greet",))),
            ((), ("resale",), "Toyota", frozenset(("sunroof",)), frozenset()),
            ((), ("gift",), "Honda", facts.features, frozenset(("press",))),
        )
    ]
    for persona in PERSONAS:
        who = facts._replace(persona=persona)
        top = 0
        for lines in product(acts, repeat=4):
            mind = Mind()
            for said in lines:
                mind = hear(mind, said, who).mind
            for less in (0, 50, 120):
                offer = mind._replace(deal=mind.deal._replace(sticker=1000, sale=1000 - less))
                price = worth(offer, who)
                offer = mind._replace(deal=mind.deal._replace(sticker=-(-price * 1000 // (1000 - less)), sale=price))
                top = max(top, price if willing(offer, who) else 0)
        assert top == best(who, "revenue").sale


def test_asking_costs_nothing() -> None:
    """A seller who has to ask earns what one earns who knows: so the ceiling, which asks, is the best of all players."""
    for persona, budget, kind in product(PERSONAS, BUDGETS, ("revenue", "ratio")):
        facts = Facts(persona, "Audi", "sedan", frozenset(FEATURES[:3]), budget)
        assert best(facts, kind, first=QUESTIONS + 1).reward == bound(facts, kind)
    # 1080, 1100 and 1110 thousandths of 50,000 on average.
    assert mean_bound("revenue") == pytest.approx(50 * (1.080 + 1.100 + 1.110) / 3)


@pytest.mark.parametrize("kind", ["revenue", "ratio"])
def test_the_ceiling_earns_the_bound_from_every_buyer(kind: str) -> None:
    task = build(kind)
    for episode in play(task, task.players["ceiling"](), starts(task, "eval", 30, seed=1)):
        assert episode.ret == pytest.approx(bound(facts_of(episode.scenario), kind), abs=1e-9)
        assert episode.length == QUESTIONS + 1


def test_the_ceiling_is_no_worse_than_any_player_anywhere() -> None:
    task = load_task("car_dealer")
    top = [e.ret for e in play(task, task.players["ceiling"](), starts(task, "train", 8, seed=2))]
    for name in set(task.players) - {"ceiling"}:
        for best_return, e in zip(top, play(task, task.players[name](), starts(task, "train", 8, seed=2)), strict=True):
            assert e.ret <= best_return, name
