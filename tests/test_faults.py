"""Everything that can go wrong: one sentence on standard error, an exit code that says whose fault it is, no traceback, and nothing lost."""

from __future__ import annotations

import json
import resource
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from lmrl_gym import cli
from lmrl_gym.core.episode import Episode
from lmrl_gym.core.task import Dialogue, Reply, Task
from lmrl_gym.data.store import read_dataset, write_dataset
from lmrl_gym.rollout import play, starts
from lmrl_gym.tasks import load_task
from lmrl_gym.training.folder import RunFolder
from lmrl_gym.training.run import train

Call = Callable[..., cli.Any]
BANDIT = load_task("probes/bandit")


# ---- requests that do not exist or do not fit: exit code 2

REQUESTS = [
    ("evaluate --task maze/ful --policy floor", "no task 'maze/ful'; did you mean 'maze/full'?"),
    ("evaluate --task maze/full --policy flor", "no player of maze/full and no run folder 'flor'; did you mean 'floor'?"),
    (
        "evaluate --task maze/full --policy floor --episodes -5",
        "--episodes -5 is not a number of episodes; give 0 for the task's own or a positive one",
    ),
    (
        "evaluate --task maze/full[garbage=-4] --policy floor",
        "no option of task maze/full 'garbage'; did you mean 'garbage_reward'?",
    ),
    (
        "evaluate --task maze/full[garbage_reward=x] --policy floor",
        "option garbage_reward=x of task maze/full is not of type float",
    ),
    (
        "evaluate --task maze/full[garbage_reward=4] --policy floor",
        "garbage_reward=4.0 of task maze/full is not a charge; choose a finite number that is 0 or less",
    ),
    (
        "evaluate --task maze/full[garbage_reward --policy floor",
        "task name 'maze/full[garbage_reward' opens a bracket and does not close it; write maze/full[option=value]",
    ),
    (
        "evaluate --task maze/full[garbage_reward] --policy floor",
        "option 'garbage_reward' of task maze/full has no value; write maze/full[garbage_reward=value]",
    ),
    ("check probes/bandit[x=1]", "task probes/bandit takes no options; leave out [x=1]"),
    ("check probes/bandi", "no task 'probes/bandi'; did you mean 'probes/bandit'?"),
    ("collect probes/bandit --preset smal --out OUT", "no preset 'smal'; did you mean 'small'?"),
    ("collect probes/bandit --workers 0 --out OUT", "workers 0 leaves nobody to play; it must be at least 1"),
    ("train", "no configuration to train; give a TOML file or a shipped name such as maze/full/bc, or --resume FOLDER"),
    ("train maze/full/bcc --out OUT", "no configuration 'maze/full/bcc'; did you mean 'maze/full/bc'?"),
    ("train maze/full/bc task=maze/fulll --out OUT", "no task 'maze/fulll'; did you mean 'maze/full'?"),
    ("train maze/full/bc --resume OUT", "--resume goes on with the configuration in OUT; leave out 'maze/full/bc' and any overrides"),
    ("train maze/full/bc train.stepz=1 --out OUT", "SHIPPED/maze/full/bc.toml, section train, has no key 'stepz'; did you mean 'steps'?"),
    ("train maze/full/bc train.steps=0 --out OUT", "train.steps=0 is out of range; it must be at least 1"),
    ("bench --tasks maze/ful --out OUT", "no task 'maze/ful'; did you mean 'maze/full'?"),
    ("bench --tasks maze/full --algos ilq --out OUT", "no algorithm 'ilq'; did you mean 'ilql'?"),
    ("bench --tasks maze/full --set train.stepz=1 --out OUT", "SHIPPED/maze/full/bc.toml, section train, has no key 'stepz'; did you mean 'steps'?"),
    ("bench --tasks probes/bandit --preset tiny --out OUT", "no preset 'tiny'; choose from paper, small"),
    ("bench --seeds 0 --out OUT", "--seeds 0, --workers 0, --episodes 0: seeds must be at least 1, the others at least 0"),
    ("bench --episodes -1 --out OUT", "--seeds 3, --workers 0, --episodes -1: seeds must be at least 1, the others at least 0"),
    ("play maze/full --index -1", "--index -1 is no evaluation episode; they are numbered from 0"),
    ("play maze/fulll", "no task 'maze/fulll'; did you mean 'maze/full'?"),
    ("import OUT --task maze/ful --out OUT", "no task 'maze/ful'; did you mean 'maze/full'?"),
    ("references mase", "no task family 'mase'; did you mean 'maze'?"),
]


@pytest.mark.parametrize(("request_", "sentence"), REQUESTS, ids=[r for r, _ in REQUESTS])
def test_a_request_that_does_not_fit(lmrl: Call, tmp_path: Path, request_: str, sentence: str) -> None:
    folder = tmp_path / "out"
    done = lmrl(*(str(folder) if word == "OUT" else word for word in request_.split()))
    said = done.sentence.replace(str(folder), "OUT").replace(str(Path(cli.__file__).parents[1] / "configs"), "SHIPPED")
    assert (done.code, said) == (2, sentence)
    assert not folder.exists(), "nothing was begun"


@pytest.mark.parametrize("request_", ["trian", "train --steps 5", "evaluate --task maze/full", "evaluate --episodes many", "bench --seeds 1.5"])
def test_what_the_command_line_itself_refuses(lmrl: Call, request_: str) -> None:
    done = lmrl(*request_.split())
    assert done.code == 2
    assert "Traceback" not in done.out + done.err
    assert "--help" in done.out + done.err


def test_a_failure_in_a_process_of_its_own(lmrl_process: Call) -> None:
    done = lmrl_process("evaluate", "--task", "maze/ful", "--policy", "floor")
    assert done == (2, "", "lmrl: no task 'maze/ful'; did you mean 'maze/full'?\n")


def test_debug_shows_where_it_came_from(lmrl_process: Call) -> None:
    done = lmrl_process("check", "maze/ful", "--debug")
    assert done.code == 1
    assert done.err.startswith("Traceback")
    assert "did you mean 'maze/full'?" in done.err


# ---- data that cannot be learnt from


def stored(folder: Path, episodes: int = 20, task: Task = BANDIT, player: str = "behaviour") -> Path:
    played = play(task, task.players[player](), starts(task, "train", episodes, seed=0))
    write_dataset(folder, played, task=task, about="Made for a test.", seed=0)
    return folder


def edit(path: Path, change: Callable[[dict[str, object]], object]) -> None:
    body = json.loads(path.read_text())
    change(body)
    path.write_text(json.dumps(body))


def truncate(path: Path, share: float = 0.6) -> None:
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])


def _another_version(folder: Path) -> None:
    stored(folder, task=replace(BANDIT, version="0"))


def _another_task(folder: Path) -> None:
    stored(folder, task=load_task("probes/stitch"))


def _truncated(folder: Path) -> None:
    truncate(next((stored(folder) / "data").iterdir()))


def _empty(folder: Path) -> None:
    edit(stored(folder) / "dataset.json", lambda body: body.update(episodes=0, shards=[]))


def _unfinished(folder: Path) -> None:
    (stored(folder) / "dataset.json").unlink()


def _missing(folder: Path) -> None:
    assert not folder.exists()


AGAIN = "not of probes/bandit version 1; collect them again with `lmrl collect probes/bandit`"
DATA = {
    _another_version: f"DATA holds episodes of probes/bandit version 0, {AGAIN}",
    _another_task: f"DATA holds episodes of probes/stitch version 1, {AGAIN}",
    _truncated: "DATA/data/train-00000-of-00001.parquet is truncated or damaged (",
    _empty: "the data set at DATA is empty; collect it again with `lmrl collect probes/bandit`",
    _unfinished: "DATA has no dataset.json, so it holds no finished data set; make one with `lmrl collect`",
    _missing: "there is no data set at DATA; make one with `lmrl collect`",
}


@pytest.mark.parametrize(("spoil", "sentence"), DATA.items(), ids=[f.__name__.strip("_") for f in DATA])
def test_data_that_cannot_be_used(
    lmrl: Call, small: tuple[str, ...], tmp_path: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    data, run = tmp_path / "data", tmp_path / "run"
    spoil(data)
    request = ("train", "probes/bandit/bc", *small, f"data.path={data}", "train.steps=1", "--out", run)
    done = lmrl(*request)
    assert done.code == 1
    assert done.sentence.replace(str(data), "DATA").startswith(sentence)
    # Once the data are mended, the same command goes through: the failure left no half-begun run.
    shutil.rmtree(data, ignore_errors=True)
    stored(data)
    assert lmrl(*request) == (0, f"finished: {run}\n", "")


def test_a_filter_that_keeps_nothing(lmrl: Call, small: tuple[str, ...], tmp_path: Path) -> None:
    a = replace(BANDIT, players={"a": lambda: Says(["a\n"])})
    data = stored(tmp_path / "data", task=a, player="a")
    done = lmrl("train", "probes/bandit/filtered_bc", *small, f"data.path={data}", "algo.successes=true", "--out", tmp_path / "run")
    assert done.sentence == f"filtered_bc keeps none of the 20 episodes of {data}; loosen its filter or collect data that passes it"
    assert done.code == 2


def test_a_view_of_an_episode_that_is_not_there(lmrl: Call, tmp_path: Path) -> None:
    data = stored(tmp_path / "data", episodes=3)
    for index in (-1, 3):
        done = lmrl("view", data, "--index", index)
        assert (done.code, done.sentence) == (2, f"{data} has no episode {index}; it holds 0 to 2")


def test_an_import_of_what_is_not_there_or_no_published_file(lmrl: Call, tmp_path: Path) -> None:
    done = lmrl("import", tmp_path / "no.jsonl", "--task", "maze/full", "--out", tmp_path / "set")
    assert (done.code, done.sentence.startswith(f"{tmp_path / 'no.jsonl'} cannot be read: no such file or directory; ")) == (1, True)
    (tmp_path / "odd.jsonl").write_text('{"a": 1}\n')
    done = lmrl("import", tmp_path / "odd.jsonl", "--task", "maze/full", "--out", tmp_path / "set")
    assert (done.code, done.sentence.startswith(f"line 1 of {tmp_path / 'odd.jsonl'}: ")) == (1, True)
    assert not (tmp_path / "set").exists()


# ---- odd replies: played, stored, read back, shown

ODD = ["", "\n", "\x00\x01\x07\x08\x1b[2J\x1b]0;title\x07\x7f\x9b31m\n", "\udcff\udc00 half a \ud83d pair"]
ODD += ["\u202e\u2028\u200b\ufeff", "[red]bold[/red]"]


class Says:
    """Says `texts` in turn, then the last one for ever."""

    name = "says"
    sees_scenario = False

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts

    def reply(self, dialogues: Sequence[Dialogue], *, seeds: Sequence[int]) -> list[Reply]:
        del seeds
        return [Reply(self.texts[min(len(d.turns) // 2, len(self.texts) - 1)]) for d in dialogues]


def odd_episodes(texts: Sequence[str]) -> list[Episode]:
    """Episodes of the partial maze, whose view lets a policy count its turns."""
    task = load_task("maze/partial")
    return list(play(task, Says([*texts, "move up\n"]), starts(task, "eval", 2, seed=0)))


@pytest.mark.parametrize("texts", [ODD, ["x" * 2**20, "\u00e9\U0001f600" * 2**17 + "\n"]], ids=["odd", "a megabyte"])
def test_odd_replies_are_charged_stored_read_back_and_shown(lmrl: Call, tmp_path: Path, texts: list[str]) -> None:
    episodes = odd_episodes(texts)
    for e in episodes:
        assert (e.length, e.ret, [t.text for t in e.turns[1 : 2 * len(texts) : 2]]) == (101, -101.0, texts)
    write_dataset(tmp_path / "set", episodes, task=load_task("maze/partial"), about="Odd.", seed=0)
    assert list(read_dataset(tmp_path / "set")) == episodes
    done = lmrl("view", tmp_path / "set", "--index", 1)
    assert (done.code, done.err) == (0, "")
    shown = done.out
    shown.encode("utf-8")
    assert {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")} == {"\n"}, "nothing that steers a terminal gets through"
    assert shown.count("\nagent ") == 101
    if texts is ODD:
        assert "\nagent ␀␁␇␈␛[2J␛]0;title␇␡⟨U+009B⟩31m  reward −1.00\n" in shown
        assert "\nagent ⟨U+DCFF⟩⟨U+DC00⟩ half a ⟨U+D83D⟩ pair  reward −1.00\n" in shown
        assert "\nagent [red]bold[/red]  reward −1.00\n" in shown


def test_odd_replies_can_be_learnt_from(lmrl: Call, small: tuple[str, ...], tmp_path: Path) -> None:
    task = load_task("maze/partial")
    write_dataset(tmp_path / "set", odd_episodes(ODD), task=task, about="Odd.", seed=0)
    request = ("train", "maze/full/bc", *small, "task=maze/partial", f"data.path={tmp_path / 'set'}", "train.steps=2", "--out", tmp_path / "run")
    done = lmrl(*request)
    assert (done.code, done.err) == (0, "")
    shown = lmrl("view", tmp_path / "set", "--run", tmp_path / "run")
    assert (shown.code, shown.err) == (0, "")


# ---- runs and their folders


@pytest.fixture
def run(trained: dict[str, Path], tmp_path: Path) -> Path:
    """A finished ILQL run of this test's own."""
    return shutil.copytree(trained["ilql"], tmp_path / "run")


@pytest.fixture
def half(run: Path, tmp_path: Path) -> Path:
    """The same run stopped after 10 of its 20 steps, with a checkpoint there."""
    config = RunFolder(run).config()
    config = replace(config, train=replace(config.train, checkpoint_every=5))

    def stop(done: int, _total: int, _stats: object) -> None:
        if done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(config, tmp_path / "half", on_step=stop)
    return tmp_path / "half"


def test_a_folder_that_holds_a_run_is_left_as_it_is(lmrl: Call, small: tuple[str, ...], bandit_data: Path, run: Path) -> None:
    before = {p: p.read_bytes() for p in run.rglob("*") if p.is_file()}
    done = lmrl("train", "probes/bandit/bc", *small, f"data.path={bandit_data}", "--out", run)
    assert (done.code, done.sentence) == (1, f"{run} already holds a run; go on with `lmrl train --resume {run}` or choose another folder")
    assert {p: p.read_bytes() for p in run.rglob("*") if p.is_file()} == before


def test_a_finished_run_has_nothing_to_go_on_with(lmrl: Call, run: Path) -> None:
    before = {p: p.read_bytes() for p in run.rglob("*") if p.is_file()}
    assert lmrl("train", "--resume", run) == (0, f"finished: {run}\n", "")
    assert {p: p.read_bytes() for p in run.rglob("*") if p.is_file()} == before


def test_two_runs_into_one_folder_at_once(lmrl: Call, half: Path) -> None:
    with RunFolder(half).hold():
        done = lmrl("train", "--resume", half)
    assert (done.code, done.sentence) == (1, f"another process is writing into {half}; wait for it or choose another folder")
    assert lmrl("train", "--resume", half).code == 0


@pytest.mark.parametrize("there", [False, True], ids=["no folder", "an empty folder"])
def test_going_on_with_what_is_no_run(lmrl: Call, tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "none"
    if there:
        folder.mkdir()
    done = lmrl("train", "--resume", folder)
    assert (done.code, done.sentence) == (1, f"{folder} is not a run folder (no config.json); `lmrl train` makes one")
    assert folder.exists() == there


@pytest.mark.parametrize("under", ["file", "file/deep"])
def test_a_folder_that_cannot_be_made(lmrl: Call, small: tuple[str, ...], bandit_data: Path, tmp_path: Path, under: str) -> None:
    (tmp_path / "file").write_text("keep me")
    done = lmrl("train", "probes/bandit/bc", *small, f"data.path={bandit_data}", "--out", tmp_path / under)
    assert done.code == 1
    assert done.sentence.startswith(f"cannot write into {tmp_path / under}: ")
    assert lmrl("bench", "--tasks", "probes/bandit", "--out", tmp_path / under).code == 1
    assert lmrl("evaluate", "--task", "probes/bandit", "--policy", "floor", "--out", tmp_path / "file" / "r.json").code == 1
    assert lmrl("report", tmp_path / "file").code == 1
    assert (tmp_path / "file").read_text() == "keep me"


@pytest.mark.parametrize("content", [b"", b'{"task": ', b"[]", b"{}", b"\xff\xfe", b'{"task": "probes/bandit", "algo": {"name": "bc"}}'])
def test_a_damaged_configuration(lmrl: Call, half: Path, run: Path, content: bytes) -> None:
    (half / "config.json").write_bytes(content)
    (run / "config.json").write_bytes(content)
    for done, folder in ((lmrl("train", "--resume", half), half), (lmrl("evaluate", "--task", "probes/bandit", "--policy", run), run)):
        assert done.code == 1
        assert done.sentence.startswith(f"{folder / 'config.json'} is damaged (")
        assert done.sentence.endswith("; start the run again in another folder")


def test_a_truncated_checkpoint_and_its_remedy(lmrl: Call, half: Path, run: Path) -> None:
    state = half / "checkpoints" / "step-10" / "state.safetensors"
    truncate(state)
    done = lmrl("train", "--resume", half)
    assert done.code == 1
    assert done.sentence.startswith(f"checkpoint {state} cannot be read (")
    assert done.sentence.endswith("); remove its folder and resume from the start")
    shutil.rmtree(state.parent)
    assert lmrl("train", "--resume", half).code == 0
    assert (half / "model" / "heads.safetensors").read_bytes() == (run / "model" / "heads.safetensors").read_bytes()


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: a full disk that needs no disk of its own."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_too_full_for_a_checkpoint(lmrl: Call, half: Path, run: Path) -> None:
    with largest_file(100_000):
        done = lmrl("train", "--resume", half)
    assert done.code == 1
    assert done.sentence.startswith(f"cannot store the checkpoint of step 15 in {half / 'checkpoints'} (")
    end = f"the checkpoint of step 10 is intact, free some space and go on with `lmrl train --resume {half}`"
    assert done.sentence.endswith(end)
    assert [p.name for p in (half / "checkpoints").iterdir()] == ["step-10"]
    # With room again the run ends where it would have ended.
    assert lmrl("train", "--resume", half) == (0, f"finished: {half}\n", "")
    for file in ("metrics.jsonl", "model/heads.safetensors", "model/model.safetensors"):
        assert (half / file).read_bytes() == (run / file).read_bytes()


def test_a_disk_too_full_for_the_rest(lmrl: Call, half: Path, run: Path) -> None:
    with largest_file(30):
        done = lmrl("train", "--resume", half)
        assert done.code == 1
        assert "File too large" in done.sentence
        done = lmrl("evaluate", "--task", "probes/bandit", "--policy", run)
        assert (done.code, done.sentence.startswith(f"cannot write {run / 'records' / 'sampled.json'}: File too large; ")) == (1, True)
    assert lmrl("train", "--resume", half).code == 0


def test_data_that_changed_since_the_run_began(lmrl: Call, half: Path, tmp_path: Path) -> None:
    other = stored(tmp_path / "other")
    edit(half / "config.json", lambda body: body["data"].update(path=str(other)))  # type: ignore[attr-defined]
    done = lmrl("train", "--resume", half)
    remedy = "put those back or train anew in another folder"
    assert (done.code, done.sentence) == (1, f"{other} does not hold the data that {half} began with; {remedy}")


# ---- evaluating what cannot be evaluated


def evaluated(lmrl: Call, run: Path, task: str = "probes/bandit") -> tuple[int, str]:
    done = lmrl("evaluate", "--task", task, "--policy", run, "--episodes", 2)
    assert not (run / "records").exists()
    return done.code, done.sentence


def test_a_run_is_evaluated_on_its_own_task_and_version(lmrl: Call, run: Path) -> None:
    assert evaluated(lmrl, run, "probes/stitch") == (2, f"the run {run} was trained on probes/bandit, not on probes/stitch; evaluate it there")
    edit(run / "provenance.json", lambda body: body.update(version="0"))
    assert evaluated(lmrl, run) == (2, f"the run {run} was trained on version 0 of probes/bandit, this is 1; train it again")
    (run / "provenance.json").unlink()
    code, sentence = evaluated(lmrl, run)
    assert (code, sentence.startswith(f"{run / 'provenance.json'} is missing or damaged (FileNotFoundError); ")) == (1, True)


def test_an_unfinished_run_is_not_evaluated(lmrl: Call, half: Path) -> None:
    assert evaluated(lmrl, half) == (1, f"the run {half} is not finished; finish it with `lmrl train --resume {half}`")


def test_a_folder_that_is_no_run_is_not_evaluated(lmrl: Call, tmp_path: Path) -> None:
    players = "floor, ceiling, behaviour"
    assert evaluated(lmrl, tmp_path) == (
        2,
        f"{tmp_path} is not a run folder (no config.json); give a folder made by `lmrl train` or a player: {players}",
    )


@pytest.mark.parametrize(
    ("file", "share", "code", "part"),
    [
        ("model/model.safetensors", 0.6, 1, "cannot load a causal LM from 'RUN/model'"),
        ("model/model.safetensors", None, 1, "cannot load a causal LM from 'RUN/model'"),
        ("model/config.json", 0.5, 1, "cannot load a causal LM from 'RUN/model'"),
        ("model/tokenizer.json", 0.5, 1, "cannot load a causal LM from 'RUN/model'"),
        ("policy/model.safetensors", 0.6, 1, "cannot load a causal LM from 'RUN/policy'"),
        ("model/heads.safetensors", 0.6, 1, "RUN/model/heads.safetensors cannot be read (SafetensorError: "),
        ("model/heads.safetensors", 0.0, 1, "RUN/model/heads.safetensors cannot be read (SafetensorError: "),
        ("model/heads.safetensors", None, 1, "RUN/model/heads.safetensors is missing: the folder holds a policy without value heads"),
    ],
)
def test_a_damaged_model(lmrl: Call, run: Path, file: str, share: float | None, code: int, part: str) -> None:
    if share is None:
        (run / file).unlink()
    else:
        truncate(run / file, share)
    found, sentence = evaluated(lmrl, run)
    assert found == code
    assert sentence.replace(str(run), "RUN").startswith(part)


def test_a_damaged_record_and_a_damaged_run_are_left_out_of_the_report(lmrl: Call, run: Path, tmp_path: Path) -> None:
    for seed, algo in enumerate(("bc", "ilql")):
        shutil.copytree(run, tmp_path / "bench" / "runs" / "probes" / "bandit" / algo / f"seed-{seed}")
        assert lmrl("evaluate", "--task", "probes/bandit", "--policy", tmp_path / f"bench/runs/probes/bandit/{algo}/seed-{seed}").code == 0
    truncate(tmp_path / "bench/runs/probes/bandit/bc/seed-0/records/sampled.json")
    (tmp_path / "bench/runs/probes/bandit/ilql/seed-1/config.json").write_text("{")
    assert lmrl("report", tmp_path / "bench").code == 0
    (row,) = json.loads((tmp_path / "bench" / "table.json").read_text())
    assert row["algo"] == "ilql"
    done = lmrl("report", tmp_path / "nothing")
    assert (done.code, "holds no runs and no records to report on" in done.sentence) == (1, True)


# ---- base runs


def test_a_base_run_that_is_missing_unfinished_or_not_named(
    lmrl: Call, small: tuple[str, ...], bandit_data: Path, half: Path, tmp_path: Path
) -> None:
    def begun(init: Path | str) -> tuple[int, str]:
        done = lmrl("train", "probes/bandit/ilql", *small, f"data.path={bandit_data}", f"init={init}", "--out", tmp_path / "new")
        assert not (tmp_path / "new" / "config.json").exists()
        return done.code, done.sentence

    missing = tmp_path / "missing"
    first = "train one first, as with `lmrl train probes/bandit/bc`, or name one with init=FOLDER"
    assert begun(missing) == (1, f"there is no run at {missing} for this one to start from; {first}")
    assert begun(half) == (1, f"the run {half} that this one starts from is not finished; finish it with `lmrl train --resume {half}`")
    assert begun("") == (2, "ilql adjusts the policy of a finished BC run and starts from it; train bc first and set init=FOLDER")
    shipped = lmrl("train", "probes/bandit/ilql", *small, f"data.path={bandit_data}", "--out", tmp_path / "new")
    assert shipped.sentence == f"there is no run at runs/probes/bandit/bc/seed-0 for this one to start from; {first}"


def test_a_window_longer_than_the_models_context(lmrl: Call, small: tuple[str, ...], bandit_data: Path, tmp_path: Path) -> None:
    done = lmrl("train", "probes/bandit/bc", *small, f"data.path={bandit_data}", "model.context=3", "model.vocabulary=257", "--out", tmp_path / "run")
    assert done.code == 2
    assert done.sentence.endswith("the model's context is 3; raise model.context or take a longer model")


def test_a_vocabulary_too_small_for_the_bytes(lmrl: Call, small: tuple[str, ...], bandit_data: Path, tmp_path: Path) -> None:
    done = lmrl("train", "probes/bandit/bc", *small, f"data.path={bandit_data}", "model.vocabulary=256", "--out", tmp_path / "run")
    assert done.sentence == "a vocabulary of 256 tokens cannot hold the 256 bytes and the end token; set model.vocabulary to at least 257"


def test_a_model_that_is_not_there(lmrl: Call, small: tuple[str, ...], bandit_data: Path, tmp_path: Path) -> None:
    done = lmrl("train", "probes/bandit/bc", *small, f"data.path={bandit_data}", f"model.name={tmp_path / 'none'}", "--out", tmp_path / "run")
    assert done.code == 2
    assert done.sentence.startswith(f"cannot load a causal LM from '{tmp_path / 'none'}': ")


def test_a_loss_that_is_no_number(lmrl: Call, small: tuple[str, ...], bandit_data: Path, tmp_path: Path) -> None:
    done = lmrl("train", "probes/bandit/bc", *small, f"data.path={bandit_data}", "train.lr=1e30", "train.clip=0", "--out", tmp_path / "run")
    assert done.code == 1
    assert "nothing can be learnt from there; lower train.lr or raise train.clip" in done.sentence


