"""Text to ids and back: prefixes stay prefixes, special tokens in texts are text, drawn ids are used as drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from lmrl_gym.core.episode import Role, Sample, Turn
from lmrl_gym.core.errors import UsageError
from lmrl_gym.tokens.tokenizer import END, Encoder, train_tokenizer

TEXTS = ["Wordle:\n", "s t a r e\n", "b b g y b\n", "c r a n e\n", "move left\n", "The goal is at 3, 4.\n"] * 20
MERGED = Encoder(train_tokenizer(TEXTS, 512))
"""Whole phrases are one token."""
SHORT = Encoder(train_tokenizer(TEXTS, 512, 2))
"""No token is longer than two characters."""
ENDED = Encoder(train_tokenizer([*TEXTS, *["8 / 5 K 2 / 3 k 4 / 7 R   w   -   -\n"] * 20], 512, ends="/w-^"))
"""A token ends where a rank of a chess board does."""
BYTES = Encoder(train_tokenizer(TEXTS, 257))
"""No merges at all."""

ENCODERS = pytest.mark.parametrize("encoder", [MERGED, SHORT, ENDED, BYTES], ids=["merged", "short", "ended", "bytes"])
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.lists(st.sampled_from(["s t", " a r", "e\n", END, "<|", "\x00"])).map(
    "".join
)
"""Everything that UTF-8 can hold, and pieces of what the tokenizers were trained on."""


def env(text: str) -> Turn:
    return Turn(Role.ENV, text)


def agent(text: str, drawn: tuple[int, ...] | None = None) -> Turn:
    return Turn(Role.AGENT, text, sample=None if drawn is None else Sample(drawn, (-1.0,) * len(drawn)))


def test_sizes_are_what_was_asked_for() -> None:
    # 256 bytes and the end token; merges fill up to the size asked for only as long as there is something to merge
    assert len(BYTES.tokenizer) == 257
    assert 257 < len(SHORT.tokenizer) < len(MERGED.tokenizer) <= 512
    assert len(MERGED.text("s t a r e\n")) == 1
    assert 5 <= len(SHORT.text("s t a r e\n")) < 10
    assert BYTES.pieces(BYTES.text("s t")) == ["s", " ", "t"]
    assert max(len(token) for token in SHORT.tokenizer.get_vocab() if token != END) == 2


def test_no_token_goes_on_after_a_character_that_ends_tokens() -> None:
    pieces = ENDED.pieces(ENDED.text("8 / 5 K 2 / 3 k 4 / 7 R   w   -   -\n"))
    assert pieces == ["8 /", " 5 K 2 /", " 3 k 4 /", " 7 R   w", "   -", "   -", "\n"]
    assert not [token for token in ENDED.tokenizer.get_vocab() if token != END and any(end in token[:-1] for end in "/w-^")]
    assert ENDED.pieces(ENDED.text("a^/b")) == ["a", "^", "/", "b"]  # what means something in a pattern is a character like any other


def test_a_vocabulary_too_small_for_all_bytes_is_refused() -> None:
    with pytest.raises(UsageError, match=r"256 tokens cannot hold the 256 bytes and the end token; set model\.vocabulary to at least 257"):
        train_tokenizer(TEXTS, 256)


@ENCODERS
@given(text=ANY_TEXT)
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back(encoder: Encoder, text: str) -> None:
    ids = encoder.text(text)
    assert encoder.end not in ids
    assert encoder.decode(ids) == text
    assert encoder.decode([*ids, encoder.end]) == text  # the end of the turn is not part of what was said


@ENCODERS
@pytest.mark.parametrize(
    "text",
    ["", "\x00\x01\x1b[31m\x7f", "\t\r\n", "👩‍👩‍👧‍👦 🏳️‍🌈", "e\u0301 é ﬁ", "a ,b .c 's n't", "  two  spaces  ", END, f"a{END}b{END}", "<s></s>[PAD]"],
)
def test_odd_text_comes_back_as_it_was(encoder: Encoder, text: str) -> None:
    """Control characters, joined emoji, letters in two spellings, spaces before punctuation, names of special tokens."""
    ids = encoder.text(text)
    assert encoder.decode(ids) == text
    assert encoder.end not in ids
    assert len(ids) <= len(text.encode())


@ENCODERS
@given(texts=st.lists(ANY_TEXT | st.just("a\ud800b"), max_size=6))
@settings(max_examples=30, deadline=None)
def test_texts_met_together_are_encoded_as_each_alone(encoder: Encoder, texts: list[str]) -> None:
    together, alone = Encoder(encoder.tokenizer), Encoder(encoder.tokenizer)
    together.meet(texts)
    assert [together.text(t) for t in texts] == [alone.text(t) for t in texts]


def test_texts_met_are_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Encoder(MERGED.tokenizer)
    encoder.meet(["s t a r e\n", "c r a n e\n", "s t a r e\n"])
    met = encoder.text("c r a n e\n")
    monkeypatch.setattr(encoder, "tokenizer", None)
    encoder.meet(["c r a n e\n"])
    assert encoder.text("c r a n e\n") == met == MERGED.text("c r a n e\n")


@ENCODERS
def test_lone_surrogates_become_question_marks(encoder: Encoder) -> None:
    assert encoder.decode(encoder.text("a\ud800b\udfff")) == "a?b?"
    assert encoder.text("\ud800") == encoder.text("?")


def test_bytes_that_are_no_text_are_decoded_all_the_same() -> None:
    half = BYTES.text("é")[:1]
    assert BYTES.decode(half) == "\ufffd"


@ENCODERS
def test_text_that_spells_the_end_is_not_the_end(encoder: Encoder) -> None:
    said = encoder.turn(agent(f"stop {END} now"))
    assert said.count(encoder.end) == 1
    assert said[-1] == encoder.end
    assert encoder.decode(said) == f"stop {END} now"
    # drawn ids say the same text with the true token inside: a different conversation
    assert encoder.turn(agent("", (encoder.end,))) == (encoder.end,)
    assert encoder.text(END) != (encoder.end,)


def test_a_turn_is_its_text_and_for_the_agent_its_end() -> None:
    text = MERGED.text("c r a n e\n")
    assert MERGED.turn(env("c r a n e\n")) == text
    assert MERGED.turn(agent("c r a n e\n")) == (*text, MERGED.end)
    assert MERGED.prompt([]) == [MERGED.start]
    assert MERGED.prompt([env("Wordle:\n"), agent("c r a n e\n")]) == [MERGED.start, *MERGED.text("Wordle:\n"), *text, MERGED.end]


def test_drawn_ids_are_used_as_drawn() -> None:
    """The model spelt the word letter by letter; the tokenizer would have taken one token for it."""
    drawn = BYTES.text("s t a r e\n")
    assert len(drawn) == 10
    assert MERGED.decode(drawn) == "s t a r e\n"
    assert MERGED.turn(agent("s t a r e\n", drawn)) == drawn  # and no end is added where none was drawn
    assert MERGED.turn(agent("s t a r e\n")) != (*drawn, MERGED.end)


TURNS = st.lists(
    st.tuples(ANY_TEXT, st.none() | st.lists(st.integers(0, 256), max_size=5).map(tuple)),
    max_size=6,
).map(lambda rows: [agent(text, drawn) if k % 2 else env(text) for k, (text, drawn) in enumerate(rows)])


@ENCODERS
@given(turns=TURNS)
@settings(max_examples=40, deadline=None)
def test_the_prompt_of_every_prefix_is_a_prefix_of_the_whole(encoder: Encoder, turns: list[Turn]) -> None:
    whole = encoder.prompt(turns)
    for k in range(len(turns) + 1):
        prompt = encoder.prompt(turns[:k])
        assert whole[: len(prompt)] == prompt


@ENCODERS
def test_saved_and_loaded_it_says_the_same(encoder: Encoder, tmp_path: Path) -> None:
    encoder.save(tmp_path)
    again = Encoder(AutoTokenizer.from_pretrained(str(tmp_path)))
    assert (again.start, again.end) == (encoder.start, encoder.end)
    for text in [*TEXTS[:6], f"x {END} y", "é \x00", ""]:
        assert again.text(text) == encoder.text(text)
        assert again.decode(again.text(text)) == text


def test_the_same_texts_make_the_same_tokenizer() -> None:
    again = train_tokenizer(TEXTS, 512)
    assert again.get_vocab() == MERGED.tokenizer.get_vocab()


def test_pieces_show_the_end_by_its_name() -> None:
    assert MERGED.pieces([*MERGED.text("c r a n e\n"), MERGED.end]) == ["c r a n e\n", END]


def test_a_tokenizer_without_an_end_is_refused() -> None:
    plain = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.BPE({"a": 0}, [])))
    with pytest.raises(UsageError, match="has no end-of-sequence token to end a turn with; set its eos_token and save it again"):
        Encoder(plain)


def test_a_start_token_of_its_own_is_used() -> None:
    inner = Tokenizer(models.BPE({"a": 0, "<s>": 1, "</s>": 2}, []))
    encoder = Encoder(PreTrainedTokenizerFast(tokenizer_object=inner, bos_token="<s>", eos_token="</s>"))
    assert encoder.prompt([agent("aa")]) == [1, 0, 0, 2]
    without = Encoder(PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="</s>"))
    assert without.prompt([]) == [2]
