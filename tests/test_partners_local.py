"""Local models in a seat: causal and sequence to sequence, with and without a chat template, made on the spot with random weights."""

from __future__ import annotations

import math
from collections import Counter as Count
from pathlib import Path

import pytest
import torch
from misbehaving import GUESSING, Counter
from transformers import T5Config, T5ForConditionalGeneration

from lmrl_gym import play, starts
from lmrl_gym.core.errors import RunError, UsageError
from lmrl_gym.models.pretrained import ModelConfig, save_trunk, tiny_model
from lmrl_gym.partners.completion import Completion, Message
from lmrl_gym.partners.local import LocalModel
from lmrl_gym.partners.seats import partner_seat
from lmrl_gym.tokens.tokenizer import Encoder, train_tokenizer

TEMPLATE = "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"
NO_SYSTEM = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}" + TEMPLATE
TALK = [Message("system", "Rules."), Message("user", "a"), Message("assistant", "b"), Message("user", "c")]


def causal(folder: Path, template: str | None = None, context: int = 256) -> Path:
    tokenizer = train_tokenizer(["Is it an animal?\n", "Yes.\n", "No.\n"] * 10, 280)
    tokenizer.chat_template = template
    encoder = Encoder(tokenizer)
    save_trunk(tiny_model(ModelConfig(positions="rotary", context=context, width=16, layers=1), encoder, 0), encoder, folder)
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> LocalModel:
    return LocalModel(str(causal(tmp_path_factory.mktemp("models") / "plain")))


@pytest.fixture(scope="module")
def seq2seq(tmp_path_factory: pytest.TempPathFactory) -> LocalModel:
    folder = tmp_path_factory.mktemp("models") / "t5"
    tokenizer = train_tokenizer(["Is it an animal?\n", "Yes.\n", "No.\n"] * 10, 280)
    end = tokenizer.eos_token_id
    config = T5Config(
        vocab_size=len(tokenizer),
        d_model=16,
        d_kv=8,
        d_ff=32,
        num_layers=1,
        num_heads=2,
        pad_token_id=end,
        eos_token_id=end,
        decoder_start_token_id=end,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        T5ForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return LocalModel(str(folder))


def complete(model: LocalModel, *texts: str, seeds: range = range(99), limit: int = 6, greedy: bool = False) -> list[Completion]:
    return model.complete([[Message("user", text)] for text in texts], seeds=list(seeds)[: len(texts)], limit=limit, greedy=greedy)


@pytest.mark.parametrize("kind", ["plain", "seq2seq"])
def test_an_answer_depends_on_its_prompt_and_its_seed_alone(kind: str, request: pytest.FixtureRequest) -> None:
    model = request.getfixturevalue(kind)
    texts = ["Is it an animal?", "x", "Is it bigger than a house and smaller than a mountain?"]
    together = complete(model, *texts)
    assert together == [complete(model, text, seeds=range(k, k + 1))[0] for k, text in enumerate(texts)]
    assert complete(model, *texts, seeds=range(10, 20)) != together
    assert complete(model, texts[0], texts[0], greedy=True) == complete(model, texts[0], greedy=True) * 2


def test_drawing_is_from_the_models_own_distribution(plain: LocalModel) -> None:
    """First tokens of 400 answers to one prompt against the softmax of the model's logits, by Pearson's chi-squared.

    The four likeliest texts and the rest are five classes. Four degrees of freedom: 23.5 is passed once in ten thousand times.
    """
    ids = plain.tokenizer("x", return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        p = plain.model(input_ids=ids).logits[0, -1].double().softmax(-1)
    share: dict[str, float] = {}
    for token, probability in enumerate(p.tolist()):
        # Many single bytes are no text of their own, and look the same.
        text = plain.tokenizer.decode([token], skip_special_tokens=True)
        share[text] = share.get(text, 0.0) + probability
    expected = dict(sorted(((text, 400 * q) for text, q in share.items()), key=lambda pair: -pair[1])[:4])
    answers = plain.complete([[Message("user", "x")]] * 400, seeds=range(400), limit=1, greedy=False)
    seen = Count(answer.text for answer in answers)
    rest = 400 - math.fsum(expected.values())
    squares = [(seen[text] - e) ** 2 / e for text, e in expected.items()]
    squares.append((400 - sum(seen[text] for text in expected) - rest) ** 2 / rest)
    assert min([rest, *expected.values()]) > 1
    assert math.fsum(squares) < 23.5


def test_tokens_are_counted_and_a_cut_answer_says_so(plain: LocalModel) -> None:
    answers = complete(plain, *["x"] * 40, limit=5)
    assert {c.tokens_in for c in answers} == {1}
    assert all(c.tokens_out == 5 if c.cut else 1 <= c.tokens_out <= 5 for c in answers)
    assert any(c.cut for c in answers)


def test_the_paper_oracles_prompt_reaches_the_model_as_it_is(plain: LocalModel) -> None:
    assert plain.prompt([Message("user", "object: cat\nanswer (yes or no):")]) == "object: cat\nanswer (yes or no):"


def test_a_conversation_without_a_template_is_written_as_at_a_terminal(plain: LocalModel) -> None:
    assert plain.prompt(TALK) == "Rules.\n\na\n> b\nc\n>"


def test_a_chat_template_is_used_and_one_that_knows_no_system_message_is_told_in_the_first_turn(tmp_path: Path) -> None:
    assert LocalModel(str(causal(tmp_path / "a", TEMPLATE))).prompt(TALK) == "<system>Rules.<user>a<assistant>b<user>c<assistant>"
    model = LocalModel(str(causal(tmp_path / "b", NO_SYSTEM)))
    assert model.prompt(TALK) == "<user>Rules.\n\na<assistant>b<user>c<assistant>"


def test_a_template_that_refuses_everything(tmp_path: Path) -> None:
    model = LocalModel(str(causal(tmp_path / "a", "{{ raise_exception('not me') }}")))
    with pytest.raises(UsageError, match=r"^the chat template of local:a cannot show this conversation \(not me\); choose another model$"):
        model.prompt(TALK[1:])


@pytest.mark.parametrize("kind", ["plain", "seq2seq"])
def test_a_local_model_takes_the_partners_seat(kind: str, request: pytest.FixtureRequest) -> None:
    model = request.getfixturevalue(kind)
    (episode,) = play(GUESSING, Counter(), starts(GUESSING, "eval", 1, seed=0, first=3), partner=partner_seat(GUESSING, model))
    assert episode.players == {"agent": "counter", "partner": model.name}
    assert {turn.text for turn in episode.turns[2::2]} == {"No.\n"}, "what it says is noise, and noise is no yes"


def test_what_does_not_fit_into_the_context(tmp_path: Path) -> None:
    model = LocalModel(str(causal(tmp_path / "small", context=32)))
    with pytest.raises(RunError, match=r"^a prompt of 30 tokens and an answer of 3 do not fit into the 32 that local:small can hold; lower --shots"):
        complete(model, "q" * 30, limit=3)
    assert len(complete(model, "q" * 29, limit=3)) == 1


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"^cannot load a language model from '.*nothing': .*; give a folder written by save_pretrained or a hub name$"
    ):
        LocalModel(str(tmp_path / "nothing"))
