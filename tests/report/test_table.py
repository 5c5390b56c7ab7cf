"""The table: known returns give known rows, and the three renderings agree with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from lmrl_gym.core.errors import DataError
from lmrl_gym.report.folder import read_bench
from lmrl_gym.report.page import write_report
from lmrl_gym.report.paper import paper_methods, paper_result
from lmrl_gym.report.table import HEADINGS, cells_of, collect_rows, number, rows_of, table_json, table_markdown, terminal_table


def test_one_row_averages_the_seeds_of_one_algorithm(put_record, tmp_path: Path) -> None:
    put_record("runs/maze/full/bc/seed-0/records/sampled.json", [10.0, 30.0])
    put_record("runs/maze/full/bc/seed-1/records/sampled.json", [30.0, 30.0, 30.0, 30.0])
    (tmp_path / "runs/maze/full/bc/seed-1/config.json").write_text("{}")
    (row,) = collect_rows(tmp_path)
    # The mean of the seeds' means, (20 + 30) / 2, not of the six episodes, which would be 26.67.
    assert row.mean_return == 25.0
    assert (row.task, row.version, row.algo, row.play, row.seeds, row.episodes) == ("maze/full", "1", "bc", "sampled", 2, 6)
    # Above the data mean of 20: 50 + 50 · (25 − 20) / (40 − 20). Skill: 100 · (25 − 10) / (50 − 10).
    assert row.paper_score == 62.5
    assert row.skill_score == 37.5
    assert row.success == 0.5
    assert row.mean_length == 2.0
    # The interval of the mean over seeds lies between the worst and the best single return, and holds the mean.
    assert 10.0 <= row.ci_low <= 25.0 <= row.ci_high <= 30.0
    assert row.config == "runs/maze/full/bc/seed-1/config.json"
    assert row.records == ("runs/maze/full/bc/seed-0/records/sampled.json", "runs/maze/full/bc/seed-1/records/sampled.json")


def test_a_constant_return_has_an_interval_of_no_width(put_record, tmp_path: Path) -> None:
    put_record("runs/maze/full/ilql/seed-0/records/sampled.json", [40.0, 40.0, 40.0])
    (row,) = collect_rows(tmp_path)
    assert (row.mean_return, row.ci_low, row.ci_high) == (40.0, 40.0, 40.0)
    assert (row.paper_score, row.paper_ci) == (100.0, (100.0, 100.0))
    # 100 · (40 − 10) / (50 − 10)
    assert (row.skill_score, row.skill_ci) == (75.0, (75.0, 75.0))


def start_from(folder: Path, algo: str, seed: int, init: str) -> None:
    (folder / f"runs/maze/full/{algo}/seed-{seed}/config.json").write_text(json.dumps({"init": init, "seed": seed}))


@pytest.mark.parametrize("folder", ["", "elsewhere/results/"], ids=["the bench's own folder", "another"])
def test_a_row_says_what_was_gained_over_the_runs_it_was_started_from(put_record, tmp_path: Path, folder: str) -> None:
    for algo, returns in (("bc", [[10.0, 30.0], [0.0, 1.0]]), ("ppo", [[11.0, 31.0], [3.0, 4.0]])):
        for seed in (0, 1):
            put_record(f"runs/maze/full/{algo}/seed-{seed}/records/sampled.json", returns[seed], policy=algo)
    for seed in (0, 1):
        start_from(tmp_path, "ppo", seed, f"{folder}runs/maze/full/bc/seed-{seed}")
    bc, ppo = collect_rows(tmp_path)
    assert (bc.base, bc.gain, bc.gain_ci) == (None, None, None)
    # Every episode of seed 0 gained 1, every one of seed 1 gained 3: only which seeds are drawn is uncertain, and so the bounds are theirs, while
    # the returns themselves are far apart.
    assert (ppo.base, ppo.gain, ppo.gain_ci) == ("bc", 2.0, (1.0, 3.0))
    assert ppo.ci_low < bc.ci_high
    assert cells_of(ppo).gain == "2.00 [1.00, 3.00]"
    assert cells_of(bc).gain == "–"


@pytest.mark.parametrize(
    ("base_returns", "fields", "init"),
    [
        ([10.0], {}, "runs/maze/full/bc/seed-0"),
        ([10.0, 30.0], {"play": "greedy"}, "runs/maze/full/bc/seed-0"),
        ([10.0, 30.0], {"version": "0"}, "runs/maze/full/bc/seed-0"),
        ([10.0, 30.0], {}, "runs/maze/full/bc/seed-1"),
        ([10.0, 30.0], {}, "some/model"),
    ],
    ids=["fewer episodes", "other play", "other version", "no such run", "a model from elsewhere"],
)
def test_what_was_not_played_alike_is_not_compared(
    put_record, tmp_path: Path, base_returns: list[float], fields: dict[str, object], init: str
) -> None:
    put_record("runs/maze/full/bc/seed-0/records/sampled.json", base_returns, **fields)
    put_record("runs/maze/full/ppo/seed-0/records/sampled.json", [11.0, 31.0], policy="ppo")
    start_from(tmp_path, "ppo", 0, f"results/{init}")
    (ppo,) = (row for row in collect_rows(tmp_path) if row.algo == "ppo")
    assert (ppo.base, ppo.gain, ppo.gain_ci) == (None, None, None)


def test_the_papers_numbers_stand_beside_the_algorithm_they_are_of(put_record, tmp_path: Path) -> None:
    put_record("runs/maze/full/ilql/seed-0/records/sampled.json", [1.0], policy="ilql")
    put_record("runs/maze/full/grpo/seed-0/records/sampled.json", [1.0], policy="grpo")
    put_record("runs/maze/full/ilql-wide/seed-0/records/sampled.json", [1.0], policy="ilql")
    reported = {row.algo: (row.reported_return, row.reported_score) for row in collect_rows(tmp_path)}
    assert reported == {"ilql": (-6.97, 99.9), "grpo": (None, None), "ilql-wide": (-6.97, 99.9)}


def test_the_papers_tables_are_complete_as_published() -> None:
    tasks = ["maze/full", "maze/partial", "textnav/full", "textnav/partial", "wordle", "chess/game", "chess/endgame"]
    tasks += ["twenty_questions", "guess_city", "car_dealer"]
    cells = {(task, method): paper_result(task, method) for task in tasks for method in paper_methods()}
    assert sum(cell.score is not None for cell in cells.values()) == 70
    # Table 6 has no car dealer returns for online filtered BC and for GPT-4.
    assert [key for key, cell in cells.items() if cell.ret is None] == [("car_dealer", "online_filtered_bc"), ("car_dealer", "gpt4")]
    # Row sums, added up from the printed tables by hand: wordle's scores and the endgames' returns.
    assert sum(cells["wordle", m].score or 0 for m in paper_methods()) == pytest.approx(546.4)
    assert sum(cells["chess/endgame", m].ret or 0 for m in paper_methods()) == pytest.approx(-21.231)
    assert paper_result("maze/full[garbage_reward=-4]", "ilql") == (None, None)


@pytest.mark.parametrize("other", [{"version": "0"}, {"partner": "embedded"}, {"split": "train"}, {"play": "greedy"}])
def test_what_differs_is_never_averaged(put_record, tmp_path: Path, other: dict[str, str]) -> None:
    put_record("runs/maze/full/bc/seed-0/records/a.json", [0.0])
    put_record("runs/maze/full/bc/seed-1/records/b.json", [40.0], **other)
    rows = collect_rows(tmp_path)
    assert sorted(row.mean_return for row in rows) == [0.0, 40.0]
    assert [row.seeds for row in rows] == [1, 1]


def test_another_versions_return_gets_no_score(put_record, tmp_path: Path) -> None:
    put_record("runs/maze/full/bc/seed-0/records/a.json", [40.0], version="0")
    rows, notes = rows_of(read_bench(tmp_path))
    assert (rows[0].mean_return, rows[0].paper_score, rows[0].skill_score) == (40.0, None, None)
    assert "version 0" in notes[0].text


def test_players_are_rows_of_their_own_and_come_last(bench: Path) -> None:
    rows = [row for row in collect_rows(bench) if row.task == "maze/full"]
    names = [(row.algo, row.play) for row in rows]
    assert names == [
        ("bc", "sampled"),
        ("bc", "greedy"),
        ("ilql", "sampled"),
        ("ilql", "greedy"),
        ("ceiling", "scripted"),
        ("floor", "scripted"),
    ]
    assert [(row.seeds, row.config, row.skill_score) for row in rows[-2:]] == [(1, None, 100.0), (1, None, 0.0)]


def test_json_markdown_and_terminal_show_the_same_numbers(bench: Path) -> None:
    write_report(bench)
    stored = json.loads((bench / "table.json").read_text())
    rows = collect_rows(bench)
    assert stored == json.loads(json.dumps(table_json(rows)))
    lines = [line for line in (bench / "table.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    body = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    shown = [cells for cells in body if cells != list(HEADINGS)]
    assert len(shown) == len(stored) == 10
    for cells, row in zip(shown, stored, strict=True):
        assert cells[0] == row["algo"]
        mean, low, high = (float(x) for x in cells[4].replace("−", "-").replace("[", "").replace(",", "").replace("]", "").split())
        assert (mean, low, high) == pytest.approx((row["mean_return"], row["ci_low"], row["ci_high"]), abs=0.0051)
        if row["paper_score"] is None:
            assert cells[6] == "–"
        else:
            assert float(cells[6].split()[0].replace("−", "-")) == pytest.approx(row["paper_score"], abs=0.051)
    console = Console(width=220, record=True, file=(bench / "terminal").open("w"))
    for table in terminal_table(rows):
        console.print(table)
    printed = console.export_text()
    for cell in (cell for row in rows for cell in cells_of(row)):
        assert cell in printed


@pytest.mark.parametrize(
    ("value", "interval", "digits", "shown"),
    [(-0.04, None, 1, "0.0"), (None, None, 1, "–"), (-6.84, (-7.0, -6.666), 2, "−6.84 [−7.00, −6.67]"), (1234.5, None, 0, "1234")],
)
def test_numbers_are_written_one_way(value: float | None, interval: tuple[float, float] | None, digits: int, shown: str) -> None:
    assert number(value, interval, digits) == shown


def test_a_name_cannot_break_the_markdown_table(put_record, tmp_path: Path) -> None:
    put_record("runs/maze/full/a|b<i>`c/seed-0/records/sampled.json", [1.0])
    (line,) = [line for line in table_markdown(collect_rows(tmp_path)).splitlines() if line.startswith("| a")]
    assert line.startswith("| a\\|b&lt;i>\\`c | sampled |")


def test_what_cannot_be_read_is_said_and_left_out(put_record, tmp_path: Path) -> None:
    put_record("runs/maze/full/bc/seed-0/records/sampled.json", [10.0])
    put_record("runs/maze/full/bc/seed-1/records/sampled.json", [10.0]).write_text('{"schema": 1')
    put_record("runs/maze/full/bc/seed-2/records/sampled.json", [10.0]).write_text('{"schema": "new"}')
    put_record("runs/maze/full/bc/seed-3/records/sampled.json", [float("nan")])
    put_record("runs/gone/bc/seed-0/records/sampled.json", [10.0], task="gone")
    (tmp_path / "runs/maze/full/bc/seed-4").mkdir()
    bench = read_bench(tmp_path)
    rows, notes = rows_of(bench)
    assert [(row.task, row.seeds) for row in rows] == [("maze/full", 1)]
    said = " ".join(note.text for note in (*bench.notes, *notes))
    for part in ("seed-1/records", "seed-2/records", "seed-3/records", "seed 4, has no record yet", "no task 'gone'"):
        assert part in said


def test_seeds_of_different_configurations_are_pointed_out(put_record, tmp_path: Path) -> None:
    for seed, steps in ((0, 100), (1, 100), (2, 900)):
        put_record(f"runs/maze/full/bc/seed-{seed}/records/sampled.json", [10.0])
        config = {"algo": {"name": "bc"}, "steps": steps, "seed": seed, "init": f"/runs/bc/seed-{seed}"}
        (tmp_path / f"runs/maze/full/bc/seed-{seed}/config.json").write_text(json.dumps(config))
    assert any("not all trained with the same configuration" in note.text for note in rows_of(read_bench(tmp_path))[1])
    (tmp_path / "runs/maze/full/bc/seed-2/config.json").write_text(json.dumps(config | {"steps": 100}))
    assert rows_of(read_bench(tmp_path))[1] == []


def test_an_empty_folder_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="lmrl bench"):
        collect_rows(tmp_path)
    with pytest.raises(DataError, match="lmrl bench"):
        write_report(tmp_path / "absent")
