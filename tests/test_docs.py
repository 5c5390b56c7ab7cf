"""The README does what it says: every `lmrl` line and every Python block in it runs, in order, in an empty folder."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lmrl_gym.config import reference
from lmrl_gym.evaluation.record import load_record
from lmrl_gym.tasks import load_task, task_names

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
def blocks_of(page: str) -> list[tuple[str, str]]:
    return re.findall(r"^```(sh|python|toml)\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)




BLOCKS = blocks_of("README.md")


def commands(blocks: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """(kind, text) in a page's order: each `lmrl` line by itself, each Python block whole."""
    found = []
    for kind, body in blocks:
        if kind == "python":
            found.append((kind, body))
        else:
            found.extend((kind, line) for line in body.splitlines() if line.startswith("lmrl "))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme")


def test_the_readme_begins_with_the_two_commands() -> None:
    first = [line.split("#")[0].strip() for line in BLOCKS[0][1].splitlines()]
    assert first == ["make demo", "make test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{command.removeprefix('make ')}: " in makefile for command in first)


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def run(blocks: list[tuple[str, str]], folder: Path, **environ: str) -> None:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", **environ}
    for kind, text in commands(blocks):
        arguments = ["-c", text] if kind == "python" else ["-m", "lmrl_gym.cli", *shlex.split(text)[1:]]
        done = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, f"{text}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def test_everything_the_readme_shows_runs(folder: Path) -> None:
    """One test, because later commands use what earlier ones made."""
    run(BLOCKS, folder)
    assert (folder / "stitch" / "report.html").exists()


def test_everything_the_page_on_training_shows_runs(tmp_path: Path) -> None:
    run(blocks_of("docs/training.md"), tmp_path)
    assert (tmp_path / "runs" / "probes" / "chain" / "ilql" / "seed-0" / "records" / "sampled.json").exists()
    assert (tmp_path / "runs" / "mine" / "finished.json").exists()


def test_the_page_on_tasks_is_a_whole_one(tmp_path: Path) -> None:
    """Its package, installed as pip would leave it: a folder and the entry points beside it."""
    (_, code), (_, project), (_, config), shown = blocks_of("docs/tasks.md")
    path = install(tmp_path, "higher_lower", code, tomllib.loads(project)["project"])
    (tmp_path / "site" / "higher_lower" / "configs").mkdir()
    (tmp_path / "site" / "higher_lower" / "configs" / "bc.toml").write_text(config)
    run([shown], tmp_path, PYTHONPATH=path)
    assert load_record(tmp_path / "numbers" / "players" / "higher_lower" / "ceiling.json").summary.mean_return > -5
    assert (tmp_path / "numbers" / "runs" / "higher_lower" / "bc" / "seed-0" / "records" / "sampled.json").exists()


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("maze", "VARIANTS = {}", "a task family is called 'maze' already, so that of the distribution mine (maze_of_mine) cannot be"),
        ("mine", "import nowhere", "distribution mine (maze_of_mine) cannot be loaded (ModuleNotFoundError: No module named 'nowhere')"),
        ("mine", "VARIANTS = {'other': None}", "the task family 'mine' has a variant 'other'; its variants are called 'mine' or 'mine/...'"),
    ],
)
def test_a_task_of_another_distribution_that_is_none(tmp_path: Path, name: str, code: str, said: str) -> None:
    path = install(tmp_path, "maze_of_mine", code, {"name": "mine", "version": "1", "entry-points": {"lmrl_gym.tasks": {name: "maze_of_mine"}}})
    command, environment = [sys.executable, "-m", "lmrl_gym.cli", "list"], {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_broken_task_of_another_distribution_stops_no_other(tmp_path: Path) -> None:
    about = {"name": "mine", "version": "1", "entry-points": {"lmrl_gym.tasks": {"mine": "maze_of_mine"}}}
    path = install(tmp_path, "maze_of_mine", "import nowhere", about)
    for arguments in ("evaluate --task probes/bandit --policy ceiling --episodes 1", "configs probes/bandit/bc"):
        command, environment = [sys.executable, "-m", "lmrl_gym.cli", *arguments.split()], {**os.environ, "PYTHONPATH": path}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr


def install(folder: Path, module: str, code: str, project: dict[str, Any]) -> str:
    """The PYTHONPATH on which a package of this module and these entry points is installed."""
    site = folder / "site"
    (site / module).mkdir(parents=True)
    (site / module / "__init__.py").write_text(code)
    about = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = [f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in found.items()) for group, found in project["entry-points"].items()]
    (about / "entry_points.txt").write_text("\n".join(points))
    return os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])


def test_the_page_of_settings_is_the_one_the_code_writes() -> None:
    assert (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8") == reference()


def test_the_readmes_table_names_every_task_and_its_length() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|[^|]*\| (\d+) \|([^|]*)\|$", README, flags=re.MULTILINE)
    tasks = [load_task(name) for name in task_names() if not name.startswith("probes/")]
    assert {(name, int(turns), bool(other.strip())) for name, turns, other in rows} == {(t.name, t.turn_limit, bool(t.partners)) for t in tasks}
    assert len(rows) == len(tasks)


def test_every_link_to_a_file_of_ours_leads_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_numbers_in_the_readme_come_from_the_committed_table() -> None:
    """The results between the markers are the ones that the table of the committed records prints."""
    from lmrl_gym.report.readme import results_section

    shown = README.split("<!-- results -->")[1].split("<!-- /results -->")[0].strip()
    assert shown == results_section(ROOT / "results").strip()
