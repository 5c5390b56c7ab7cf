"""Records on disk: exact round trips, one sentence for whatever is no record, and never half a file."""

from __future__ import annotations

import json
import math
import re
import resource
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from lmrl_gym import __version__
from lmrl_gym.core.episode import Ending, Episode, Role, Turn
from lmrl_gym.core.errors import DataError, RunError
from lmrl_gym.core.task import PaperScale, Reference
from lmrl_gym.evaluation.record import EpisodeRow, Record, code_revision, load_record, now, row_of, save_record, summarise, write_json
from lmrl_gym.evaluation.scores import Interval
from lmrl_gym.tasks import load_task

TASK = replace(
    load_task("probes/bandit"),
    paper=PaperScale(0.0, 2.0, 4.0),
    references={"floor": Reference(1.0, 0.0, 0), "ceiling": Reference(5.0, 0.0, 0)},
)


def rows(*returns: float) -> list[EpisodeRow]:
    """Of lengths 1, 2, …; the first succeeded."""
    return [EpisodeRow(i, 2**62 + i, r, i + 1, "failure" if i else "success", {"moves": i / 3}) for i, r in enumerate(returns)]


def record() -> Record:
    kept = rows(1.0, 2.5, 4.0)
    return Record(
        task=TASK.name,
        version="1",
        policy="ilql",
        play="sampled",
        seed=3,
        split="eval",
        rows=tuple(kept),
        summary=summarise(TASK, [kept], name="test"),
        train_seed=2,
        config={"train": {"steps": 5, "lr": 1e-4}},
        provenance={"data": "abc", "parameters": 7},
        revision="0.1.0+abc",
        created=now(),
    )


def test_a_record_comes_back_as_it_went(tmp_path: Path) -> None:
    save_record(record(), tmp_path / "deep" / "record.json")
    back = load_record(tmp_path / "deep" / "record.json")
    assert back == replace(record(), created=back.created)
    assert isinstance(back.rows[0], EpisodeRow)
    assert isinstance(back.summary.paper_ci, Interval)
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["record.json"], "no temporary file is left"


def test_one_episode_has_no_standard_error_and_still_comes_back(tmp_path: Path) -> None:
    one = rows(1.0)
    save_record(replace(record(), rows=tuple(one), summary=summarise(TASK, [one], name="one")), tmp_path / "r.json")
    assert math.isnan(load_record(tmp_path / "r.json").summary.stderr)


def test_the_summary_by_hand() -> None:
    # Seed means 2 and 5: mean 3.5, standard error of two values 2 and 5: √(4.5/2) = 1.5. Paper 50 + 50·1.5/2, skill 100·2.5/4. Lengths 1, 2, 1.
    s = summarise(TASK, [rows(1.0, 3.0), rows(5.0)], name="x")
    assert (s.episodes, s.mean_return, s.stderr) == (3, 3.5, pytest.approx(1.5))
    assert (s.paper_score, s.skill_score) == (pytest.approx(87.5), pytest.approx(62.5))
    assert (s.mean_length, s.success) == (pytest.approx(4 / 3), pytest.approx(2 / 3))
    assert s.paper_ci is not None
    assert s.skill_ci is not None
    # Draws of seeds: both the first (1…3) or both the second (5): the interval's end is 5, whose scores are 125 and 100.
    assert (s.ci_high, s.paper_ci.high, s.skill_ci.high) == (5.0, 125.0, 100.0)
    assert s.ci_low <= 2.0


def test_a_task_without_scales_gets_no_scores() -> None:
    s = summarise(replace(TASK, paper=None, references={}), [rows(1.0, 3.0)], name="x")
    assert (s.paper_score, s.paper_ci, s.skill_score, s.skill_ci) == (None, None, None, None)


def test_a_skill_score_of_0_is_a_score() -> None:
    s = summarise(TASK, [rows(1.0, 1.0)], name="x")
    assert (s.skill_score, s.skill_ci) == (0.0, (0.0, 0.0))


def test_a_row_says_what_the_episode_came_to() -> None:
    turns = (Turn(Role.ENV, "?"), Turn(Role.AGENT, "a", -1.0), Turn(Role.ENV, "?"), Turn(Role.AGENT, "b", 0.5), Turn(Role.ENV, "."))
    e = Episode("t", "1", {}, turns, Ending.TURN_LIMIT, 9, metrics={"x": 1.0})
    assert row_of(4, e) == EpisodeRow(4, 9, -0.5, 2, "turn_limit", {"x": 1.0})


def stored(tmp_path: Path, **changes: object) -> Path:
    path = tmp_path / "r.json"
    save_record(record(), path)
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    return path


def refused(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        load_record(path)
    message = str(caught.value)
    assert "\n" not in message
    return message.replace(str(path), "FILE")


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    assert refused(stored(tmp_path, schema=2)) == "FILE has record schema 2, this version reads up to 1; update the package"


def test_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "r.json") == "no record at FILE; `lmrl evaluate` and `lmrl bench` write them"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"5", b"{}", b"\xff\xfe", b'{"schema": null}'])
def test_a_file_that_is_no_record(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(content)
    assert refused(path).startswith("FILE is not a")
    assert refused(path).endswith("evaluate again to write it anew")


@pytest.mark.parametrize(
    "changes",
    [{"rows": 5}, {"rows": [[1, 2]]}, {"summary": {}}, {"summary": "abc"}, {"summary": None}, {"schema": "x"}, {"extra": 1}],
    ids=str,
)
def test_a_record_with_a_part_that_is_none(tmp_path: Path, changes: dict[str, object]) -> None:
    assert refused(stored(tmp_path, **changes)).endswith("evaluate again to write it anew")


def test_an_item_of_a_list_has_one_line(tmp_path: Path) -> None:
    write_json(path := tmp_path / "some.json", {"rows": [[0, {"b": 1.5, "a": None}], [1, {}]], "none": [], "in": {"b": (2,), "a": {}}})
    parts = ['"in": {', ' "a": {},', ' "b": [', "  2", " ]", "},", '"none": [],', '"rows": [', ' [0,{"a":null,"b":1.5}],', " [1,{}]", "]"]
    assert path.read_text().splitlines() == ["{", *(f" {part}" for part in parts), "}"]


def test_a_disk_that_takes_no_more_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    write_json(path, {"old": 1})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
        with pytest.raises(RunError) as caught:
            write_json(path, {"new": "x" * 100_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert str(caught.value) == f"cannot write {path}: File too large; free some space or choose another folder, what was there before is intact"
    assert json.loads(path.read_text()) == {"old": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["r.json"]


def test_the_revision_names_the_release_and_the_time_its_zone() -> None:
    assert re.fullmatch(re.escape(__version__) + r"(\+[0-9a-f]{12})?", code_revision())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", now())
