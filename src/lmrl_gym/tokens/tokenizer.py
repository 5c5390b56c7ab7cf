"""Text to token ids and back, turn by turn.

Every turn is encoded on its own, so the ids of a conversation's prefix are a prefix of the ids of the whole, whatever the tokenizer merges inside a
turn. An agent turn is its text and the end-of-turn token; ids that a model drew are used as drawn, never re-tokenised. A sequence starts with one
start token, so that the first agent token has something to be predicted from. Text that spells a special token is encoded as ordinary text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lmrl_gym.core.episode import Role, Turn
from lmrl_gym.core.errors import UsageError

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

END = "<|end|>"
_MEMO_TEXTS = 100_000


def train_tokenizer(texts: Iterable[str], vocabulary: int, longest: int = 0, ends: str = "", boards: bool = False) -> PreTrainedTokenizerFast:
    """A byte-level BPE tokenizer of at most `vocabulary` tokens, trained on the turns `texts`.

    Merges go across spaces and line ends but never across turns: a frequent phrase becomes one token, and any text at all can still be encoded.
    `longest` limits the characters in one token (0: no limit); a token that holds one of the characters `ends` ends with it; `boards` reads positions
    of chess square by square (`tokens.boards`), the one case in which a text does not come back from its ids as it was. The smallest useful
    size is 257 (all bytes and the end-of-turn token).
    """
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    from lmrl_gym.tokens.boards import cut, spread

    if vocabulary < 257:
        raise UsageError(f"a vocabulary of {vocabulary} tokens cannot hold the 256 bytes and the end token; set model.vocabulary to at least 257")
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    if ends:
        after_ends = pre_tokenizers.Split(Regex("|".join(map(re.escape, ends))), "merged_with_previous")
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([after_ends, tokenizer.pre_tokenizer])
    if boards:
        tokenizer.normalizer = spread()
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([cut(), tokenizer.pre_tokenizer])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[END],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
        max_token_length=longest or None,
    )
    tokenizer.train_from_iterator(map(_clean, texts), trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token=END, eos_token=END, pad_token=END, split_special_tokens=True, clean_up_tokenization_spaces=False
    )


class Encoder:
    """One tokenizer with the conventions above. `start`, `end`: the ids of the start and the end-of-turn token."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        if tokenizer.eos_token_id is None:
            raise UsageError(
                f"tokenizer {tokenizer.name_or_path!r} has no end-of-sequence token to end a turn with; set its eos_token and save it again"
            )
        self.tokenizer = tokenizer
        self.end: int = tokenizer.eos_token_id
        self.start: int = tokenizer.bos_token_id if tokenizer.bos_token_id is not None else self.end
        self._memo: dict[str, tuple[int, ...]] = {}

    def text(self, text: str) -> tuple[int, ...]:
        """The ids of one turn's text, without any special token."""
        ids = self._memo.get(text)
        if ids is None:
            ids = tuple(self.tokenizer(_clean(text), add_special_tokens=False, split_special_tokens=True)["input_ids"])
            if len(self._memo) >= _MEMO_TEXTS:
                self._memo.clear()
            self._memo[text] = ids
        return ids

    def meet(self, texts: Iterable[str]) -> None:
        """Encode many texts in one go, at a fraction of the cost of one by one; `text` finds them afterwards."""
        fresh = [t for t in dict.fromkeys(texts) if t not in self._memo]
        if not fresh:
            return
        ids = self.tokenizer([_clean(t) for t in fresh], add_special_tokens=False, split_special_tokens=True)["input_ids"]
        if len(self._memo) + len(fresh) > _MEMO_TEXTS:
            self._memo.clear()
        self._memo.update(zip(fresh, map(tuple, ids), strict=True))

    def turn(self, turn: Turn) -> tuple[int, ...]:
        """The ids of one turn: as drawn where a model spoke, else the text's and, for the agent, the end-of-turn token."""
        if turn.sample is not None:
            return turn.sample.tokens
        if turn.role is Role.AGENT:
            return (*self.text(turn.text), self.end)
        return self.text(turn.text)

    def prompt(self, turns: Sequence[Turn]) -> list[int]:
        """The ids of a conversation so far: the start token, then every turn."""
        ids = [self.start]
        for turn in turns:
            ids.extend(self.turn(turn))
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        """The text of drawn ids; a final end-of-turn token is dropped, bytes that are no UTF-8 become U+FFFD."""
        if ids and ids[-1] == self.end:
            ids = ids[:-1]
        return str(self.tokenizer.decode(list(ids), skip_special_tokens=False, clean_up_tokenization_spaces=False))

    def pieces(self, ids: Sequence[int]) -> list[str]:
        """What each single id looks like, for views; the end-of-turn token shows as its name."""
        return [self.tokenizer.eos_token if i == self.end else self.decode([i]) for i in ids]

    def save(self, folder: Path) -> None:
        self.tokenizer.save_pretrained(str(folder))


def _clean(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates, which only garbage contains, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
