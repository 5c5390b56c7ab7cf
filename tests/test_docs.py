"""The README does what it says: every `lmrl` line and every Python block in it runs, in order, in an empty folder."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from lmrl_gym.config import reference
from lmrl_gym.tasks import load_task, task_names

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|python)\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)


TRAINING = re.findall(r"^```(sh|python)\n(.*?)^```$", (ROOT / "docs" / "training.md").read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


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


def run(blocks: list[tuple[str, str]], folder: Path) -> None:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    for kind, text in commands(blocks):
        arguments = ["-c", text] if kind == "python" else ["-m", "lmrl_gym.cli", *shlex.split(text)[1:]]
        done = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, f"{text}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def test_everything_the_readme_shows_runs(folder: Path) -> None:
    """One test, because later commands use what earlier ones made."""
    run(BLOCKS, folder)
    assert (folder / "stitch" / "report.html").exists()


def test_everything_the_page_on_training_shows_runs(tmp_path: Path) -> None:
    run(TRAINING, tmp_path)
    assert (tmp_path / "runs" / "probes" / "chain" / "ilql" / "seed-0" / "records" / "sampled.json").exists()
    assert (tmp_path / "runs" / "mine" / "finished.json").exists()


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
