"""Episodes stored and read back: exact inverses, hashes over the content, one clear sentence for everything that can be wrong."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lmrl_gym.core.episode import Ending, Episode, Role, Sample, Turn
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.seeds import rng_for
from lmrl_gym.core.task import PaperData, PaperScale
from lmrl_gym.data import disk
from lmrl_gym.data.columns import escaped, unescaped
from lmrl_gym.data.header import Header, Tally
from lmrl_gym.data.store import read_dataset, write_dataset
from lmrl_gym.tasks import load_task

BANDIT = load_task("probes/bandit")
TASK = replace(
    BANDIT,
    name="tiny",
    version="3",
    paper=PaperScale(-6, -4.12, -1.94),
    recipe=replace(BANDIT.recipe, paper=PaperData(1000, 4.82, 1.27, 0.7, -4.125, 1.59)),
)
HARD = ["", "\n", "\x00\x07\x1b[31m", "\r\n\u2028", "é😀", "\uffff"]
HARD += ["\ud800", "a\udfffb", "\ud83d\ude00", "\ufdd0", "\ufdd0d800", "\ufdd0fdd0x"]
"""Texts that have broken stores: nothing, control characters, lone surrogates, two that look like a pair, and the escape itself."""


def episode(index: int = 0, **changes: object) -> Episode:
    """Env, agent (sampled), env, agent (written), env; return 1 − index, 2 agent turns."""
    turns = (
        Turn(Role.ENV, f"opening {index}\n"),
        Turn(Role.AGENT, HARD[index % len(HARD)], 1.0, Sample((7, 0, 2**31 - 1), (-0.1, -1e-300, -12.5))),
        Turn(Role.ENV, HARD[(index + 5) % len(HARD)]),
        Turn(Role.AGENT, "written by hand", -float(index)),
        Turn(Role.ENV, "end\n"),
    )
    whole = Episode(
        "tiny",
        "3",
        {"word": "été \ud800", "cell": [1, [2, None]], "deep": {"x": 0.1, "y": True}},
        turns,
        Ending.SUCCESS if index == 0 else Ending.TURN_LIMIT,
        2**63 - 1 - index,
        {"agent": "floor", "partner": "oracle"},
        {"won": 1, "share": 1 / 3},
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def write(folder: Path, count: int = 3, shard: int = 50_000) -> Header:
    return write_dataset(folder, (episode(i) for i in range(count)), task=TASK, about="Made by hand.", seed=5, preset="small", shard=shard)


def first_shard(folder: Path) -> Path:
    return min((folder / "data").glob("*.parquet"))


def test_what_is_read_is_what_was_written_across_shards(tmp_path: Path) -> None:
    header = write(tmp_path / "set", count=25, shard=10)
    data = read_dataset(tmp_path / "set", task=TASK)
    assert list(data) == [episode(i) for i in range(25)]
    assert list(data) == list(data), "iterating twice gives the same"
    assert (len(data), data.header, data.folder) == (25, header, tmp_path / "set")
    assert [(s.file, s.episodes) for s in header.shards] == [
        ("data/train-00000-of-00003.parquet", 10),
        ("data/train-00001-of-00003.parquet", 10),
        ("data/train-00002-of-00003.parquet", 5),
    ]
    assert Header.from_json(json.loads((tmp_path / "set" / "dataset.json").read_text())) == header
    assert sorted(p.name for p in (tmp_path / "set").iterdir()) == ["README.md", "data", "dataset.json"], "no lock, no temporary file"


def test_types_survive_and_not_only_equality(tmp_path: Path) -> None:
    write(tmp_path / "set", count=1)
    (back,) = read_dataset(tmp_path / "set")
    assert back.ending is Ending.SUCCESS
    assert back.turns[0].role is Role.ENV
    assert back.turns[1].sample == Sample((7, 0, 2**31 - 1), (-0.1, -1e-300, -12.5))
    assert back.turns[3].sample is None
    assert isinstance(back.metrics["won"], int)
    assert isinstance(back.turns, tuple)


def test_an_empty_sample_is_not_no_sample(tmp_path: Path) -> None:
    turns = (Turn(Role.ENV, "o"), Turn(Role.AGENT, "", 0.0, Sample((), ())), Turn(Role.ENV, "e"), Turn(Role.AGENT, ""))
    write_dataset(tmp_path / "set", [episode(turns=turns)], task=TASK, about="", seed=0)
    (back,) = read_dataset(tmp_path / "set")
    assert back.turns == turns


@given(st.lists(st.text(st.characters(codec=None), max_size=8) | st.sampled_from(HARD), max_size=6))
@settings(max_examples=200, deadline=None, database=None)
def test_escaping_is_reversible_and_leaves_utf8(texts: list[str]) -> None:
    there = escaped(texts)
    "".join(there).encode("utf-8")
    assert unescaped(there) == texts


def test_ordinary_text_is_not_escaped() -> None:
    assert escaped(["move left\n", "é😀\x00"]) == ["move left\n", "é😀\x00"]
    assert escaped(["a\ud800b\ufdd0"]) == ["a\ufdd0d800b\ufdd0fdd0"]


def test_statistics_by_hand(tmp_path: Path) -> None:
    # Returns 1 − 0, 1 − 1, 1 − 2 = 1, 0, −1: mean 0, variance 2/3. Two agent turns each. One of three succeeds.
    # Two shards, so that the merge is tested too.
    s = write(tmp_path / "set", shard=2).statistics
    assert s.return_mean == pytest.approx(0.0, abs=1e-15)
    assert s.return_std == pytest.approx((2 / 3) ** 0.5)
    assert (s.length_mean, s.length_std, s.success, s.best, s.worst) == (2.0, 0.0, 1 / 3, 1.0, -1.0)


def test_tallies_merge_as_if_taken_at_once() -> None:
    many = [episode(i) for i in range(7)]
    merged, whole = Tally.of(many[:1]) + Tally.of(many[1:3]) + Tally.of(many[3:]), Tally.of(many)
    assert merged.statistics.return_std == pytest.approx(whole.statistics.return_std)
    assert merged.statistics.return_mean == pytest.approx(-2.0)  # (1 + 0 − 1 − 2 − 3 − 4 − 5) / 7
    assert Tally.from_json(json.loads(json.dumps(whole.to_json()))) == whole


def test_header_names_every_player(tmp_path: Path) -> None:
    others = [episode(), episode(players={"agent": "ceiling"})]
    header = write_dataset(tmp_path / "set", others, task=TASK, about="", seed=0)
    assert header.players == {"agent": ("ceiling", "floor"), "partner": ("oracle",)}


# The content hash ----------------------------------------------------------------------------------------------------------------


def content_hash_by_hand(file: Path) -> str:
    """The same definition, written a second time over plain Python values."""
    streams: dict[str, bytes] = {}

    def put(name: str, value: object) -> None:
        if isinstance(value, str):
            raw = value.encode()
            streams[f"{name} length"] = streams.get(f"{name} length", b"") + struct.pack("<i", len(raw))
            streams[name] = streams.get(name, b"") + raw
        elif isinstance(value, float):
            streams[name] = streams.get(name, b"") + struct.pack("<d", value)
        elif isinstance(value, int):
            streams[name] = streams.get(name, b"") + struct.pack("<q", value)
        elif isinstance(value, list) or value is None:
            streams[f"{name} length"] = streams.get(f"{name} length", b"") + struct.pack("<i", -1 if value is None else len(value))
            for v in value or ():
                if isinstance(v, dict):
                    for key, inner in v.items():
                        put(f"{name}.{key}", inner)
                else:
                    put(f"{name}[]", v)
        else:
            raise AssertionError(value)

    for row in pq.read_table(file).to_pylist():
        for name, value in row.items():
            put(name, value)
    lines = "".join(f"{name} {blake2b(streams[name], digest_size=16).hexdigest()}\n" for name in sorted(streams))
    return blake2b(lines.encode(), digest_size=16).hexdigest()


def test_content_hash_is_what_its_definition_says(tmp_path: Path) -> None:
    header = write(tmp_path / "set")
    assert header.shards[0].hash == content_hash_by_hand(first_shard(tmp_path / "set"))
    assert header.content_hash == blake2b(f"{header.shards[0].hash}\n".encode(), digest_size=16).hexdigest()


def test_content_hash_ignores_how_parquet_holds_the_rows(tmp_path: Path) -> None:
    write(tmp_path / "set", count=9)
    shard = first_shard(tmp_path / "set")
    before = shard.read_bytes()
    pq.write_table(pq.read_table(shard), shard, compression="snappy", row_group_size=2, use_dictionary=False, version="1.0")
    assert shard.read_bytes() != before
    assert list(read_dataset(tmp_path / "set")) == [episode(i) for i in range(9)]


def test_content_hash_sees_every_field(tmp_path: Path) -> None:
    base = episode(1)
    turns = list(base.turns)
    changes: list[Episode] = [
        base,
        replace(base, scenario={}),
        replace(base, seed=1),
        replace(base, players={}),
        replace(base, ending=Ending.FAILURE),
        replace(base, metrics={}),
        replace(base, turns=(*turns[:4], replace(turns[4], text="end"))),
        replace(base, turns=(*turns[:3], replace(turns[3], reward=-1.5), turns[4])),
        replace(base, turns=(turns[0], replace(turns[1], sample=None), *turns[2:])),
        replace(base, turns=(turns[0], replace(turns[1], sample=Sample((7, 0, 1), (-0.1, -1e-300, -12.5))), *turns[2:])),
        replace(base, turns=(turns[0], replace(turns[1], sample=Sample((7, 0, 2**31 - 1), (-0.1, -1e-300, -12.0))), *turns[2:])),
        # The same characters, cut elsewhere.
        replace(base, turns=(replace(turns[0], text="opening 1"), replace(turns[1], text="\n\n"), *turns[2:])),
    ]
    hashes = {write_dataset(tmp_path / f"{i}", [e], task=TASK, about="", seed=0).content_hash for i, e in enumerate(changes)}
    assert len(hashes) == len(changes)


# What others read ----------------------------------------------------------------------------------------------------------------


def test_hugging_face_datasets_reads_the_folder(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    write(tmp_path / "set", count=25, shard=10)
    cache = str(tmp_path / "cache")
    rows = datasets.load_dataset(str(tmp_path / "set"), split="train", cache_dir=cache)
    assert len(rows) == 25
    assert rows[1]["return"] == 0.0
    assert rows[1]["length"] == 2
    assert rows[1]["ending"] == "turn_limit"
    assert json.loads(rows[1]["scenario"]) == episode(1).scenario
    assert [t["role"] for t in rows[1]["turns"]] == ["env", "agent", "env", "agent", "env"]
    assert rows[1]["turns"][1]["tokens"] == [7, 0, 2**31 - 1]
    assert rows[1]["turns"][3]["tokens"] is None
    files = str(tmp_path / "set" / "data" / "*.parquet")
    assert len(datasets.load_dataset("parquet", data_files=files, split="train", cache_dir=cache)) == 25


def test_card_has_valid_front_matter_and_the_figures(tmp_path: Path) -> None:
    header = write(tmp_path / "set")
    _, front, prose = (tmp_path / "set" / "README.md").read_text().split("---\n", 2)
    meta = yaml.safe_load(front)
    assert meta["configs"] == [{"config_name": "default", "data_files": [{"split": "train", "path": "data/train-*.parquet"}]}]
    assert (meta["license"], meta["size_categories"], meta["language"]) == ("mit", ["n<1K"], ["en"])
    assert "lmrl-gym" in meta["tags"]
    figures = ("| -4.125 |", "-6, -1.94")
    for part in (header.content_hash, "tiny, version 3: 3 episodes", "Made by hand.", "seed 5", "agent: floor", *figures, TASK.summary):
        assert part in prose


# What can be wrong ---------------------------------------------------------------------------------------------------------------


def refusal(folder: Path, **kwargs: object) -> str:
    with pytest.raises(DataError) as caught:
        list(read_dataset(folder, **kwargs))  # type: ignore[arg-type]
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_missing_folder_and_missing_header(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none") == f"there is no data set at {tmp_path / 'none'}; make one with `lmrl collect`"
    assert "has no dataset.json" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{", "is not JSON"),
        ("[]", "schema None, but this release reads schema 1"),
        ('{"schema": 2}', "schema 2, but this release reads schema 1"),
        ('{"schema": 1}', "the header is malformed (KeyError: 'players')"),
    ],
)
def test_malformed_header(tmp_path: Path, text: str, part: str) -> None:
    write(tmp_path / "set")
    (tmp_path / "set" / "dataset.json").write_text(text)
    message = refusal(tmp_path / "set")
    assert part in message
    assert "dataset.json" in message


def test_header_of_wrong_bytes(tmp_path: Path) -> None:
    write(tmp_path / "set")
    (tmp_path / "set" / "dataset.json").write_bytes(b"\xff\xfe{")
    assert "is not JSON" in refusal(tmp_path / "set")


def test_missing_shard(tmp_path: Path) -> None:
    write(tmp_path / "set")
    first_shard(tmp_path / "set").unlink()
    assert "train-00000-of-00001.parquet is missing" in refusal(tmp_path / "set")


def test_truncated_anywhere(tmp_path: Path) -> None:
    write(tmp_path / "set")
    shard = first_shard(tmp_path / "set")
    whole = shard.read_bytes()
    for keep in (0, 1, 4, 11, 100, len(whole) // 2, len(whole) - 9, len(whole) - 1):
        shard.write_bytes(whole[:keep])
        message = refusal(tmp_path / "set")
        assert message.startswith(f"{shard} is truncated or damaged (")


def test_a_flipped_bit_never_gives_other_episodes(tmp_path: Path) -> None:
    write(tmp_path / "set")
    shard = first_shard(tmp_path / "set")
    whole = shard.read_bytes()
    rng = rng_for("flips")
    refused = 0
    for _ in range(150):
        place = rng.randrange(len(whole))
        shard.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << rng.randrange(8)]) + whole[place + 1 :])
        try:
            found = list(read_dataset(tmp_path / "set"))
        except DataError:
            refused += 1
        else:
            assert found == [episode(i) for i in range(3)]
    assert refused > 75, "most bytes of a shard matter"


def test_changed_rows_do_not_pass(tmp_path: Path) -> None:
    write(tmp_path / "set", count=3)
    write_dataset(tmp_path / "other", [episode(i) for i in (0, 1, 3)], task=TASK, about="", seed=0)
    first_shard(tmp_path / "other").replace(first_shard(tmp_path / "set"))
    assert "holds 3 episodes with hash" in refusal(tmp_path / "set")


def test_other_columns_do_not_pass(tmp_path: Path) -> None:
    write(tmp_path / "set")
    shard = first_shard(tmp_path / "set")
    pq.write_table(pq.read_table(shard).drop_columns(["seed"]), shard)
    assert "is not a shard of episodes" in refusal(tmp_path / "set")


def test_swapped_shards_do_not_pass(tmp_path: Path) -> None:
    write(tmp_path / "set", count=4, shard=2)
    path = tmp_path / "set" / "dataset.json"
    row = json.loads(path.read_text())
    row["shards"].reverse()
    path.write_text(json.dumps(row))
    assert "does not agree with its own shards" in refusal(tmp_path / "set")


def test_other_task_and_other_version(tmp_path: Path) -> None:
    write(tmp_path / "set")
    assert f"{tmp_path / 'set'} holds episodes of tiny version 3, not of tiny version 4; collect them again" in refusal(
        tmp_path / "set", task=replace(TASK, version="4")
    )
    assert "not of grand version 3; collect them again with `lmrl collect grand`" in refusal(
        tmp_path / "set", task=replace(TASK, name="grand")
    )


def test_empty_data_set(tmp_path: Path) -> None:
    write(tmp_path / "set")
    path = tmp_path / "set" / "dataset.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"episodes": 0, "shards": []}))
    assert "is empty; collect it again" in refusal(tmp_path / "set")


# Writing -------------------------------------------------------------------------------------------------------------------------


def test_nothing_to_write(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no episodes to write"):
        write_dataset(tmp_path / "set", [], task=TASK, about="", seed=0)
    assert not (tmp_path / "set").exists()


def test_an_episode_of_another_task_or_version_is_refused(tmp_path: Path) -> None:
    for other in (episode(task="grand"), episode(version="2")):
        with pytest.raises(DataError, match="cannot be stored with those of tiny version 3"):
            write_dataset(tmp_path / "set", [episode(), other], task=TASK, about="", seed=0, shard=1)
        assert not (tmp_path / "set").exists(), "no file is left of a refused data set"


@pytest.mark.parametrize("broken", [episode(seed=2**63), episode(scenario={"x": {1, 2}}), episode(turns=(Turn(Role.ENV, 3),))])  # type: ignore[arg-type]
def test_a_value_that_fits_no_column(tmp_path: Path, broken: Episode) -> None:
    with pytest.raises(DataError, match="an episode of tiny does not fit its columns"):
        write_dataset(tmp_path / "set", [broken], task=TASK, about="", seed=0)


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(RunError, match="is not empty"):
        write(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: as near to a full disk as a test can come without one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_a_disk_that_takes_no_more_leaves_no_half_file(tmp_path: Path, share: float) -> None:
    write(tmp_path / "roomy")
    size = int(share * first_shard(tmp_path / "roomy").stat().st_size)
    with largest_file(size), pytest.raises(RunError, match=r"cannot write .*: file too large; choose a folder"):
        write(tmp_path / "set")
    assert not (tmp_path / "set").exists()
    assert write(tmp_path / "set").episodes == 3, "and the same command works once there is room"


@pytest.mark.parametrize("refused_at", [1, 2, 3])
def test_a_full_disk_at_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused_at: int) -> None:
    """The first shard, the card or the header is what does not fit."""
    real, calls = disk.flush, 0

    def full(path: Path) -> None:
        nonlocal calls
        calls += path.suffix == disk.PART
        if calls == refused_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path)

    monkeypatch.setattr(disk, "flush", full)
    with pytest.raises(RunError, match=r"the disk is full \(\d+ MiB free\) while writing .*; make room and run the same command again"):
        write(tmp_path / "set")
    assert not (tmp_path / "set").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot write"):
        write(tmp_path / "file" / "set")


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with disk.locked(tmp_path / "set"), pytest.raises(RunError, match="another process is writing to"):
        write(tmp_path / "set")
    assert write(tmp_path / "set").episodes == 3
