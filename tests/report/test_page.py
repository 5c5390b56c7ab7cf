"""The page: complete, quiet, harmless and usable, as a real browser sees it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from lmrl_gym.report.curves import BINS, curve_over_seeds, learning_figure, playing_figure, plays, warned
from lmrl_gym.report.episodes import payload, script_json, visible
from lmrl_gym.report.folder import read_bench
from lmrl_gym.report.page import write_report
from lmrl_gym.report.table import rows_of

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
SHOWN_HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)></script> & ⟨U+2028⟩ ⟨U+202E⟩ ␛[31m ⟨U+D800⟩ end"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "the page is tested in a real browser and none is on PATH; install chromium (Debian: apt-get install chromium)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """An open page, with everything it asked for and everything it complained of."""

    def __init__(self, browser: Browser, path: Path, width: int = 1200) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 800})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.page.goto(path.as_uri())

    def choose(self, what: str, value: str) -> None:
        self.page.select_option(f"#choose-{what}", value)

    def bubbles(self) -> list[str]:
        return self.page.locator(".turn .body").all_text_contents()

    def inspected(self) -> dict[str, str]:
        pairs = self.page.locator("#inspector .pair")
        return dict(zip(pairs.locator(".name").all_text_contents(), pairs.locator(".value").all_text_contents(), strict=True))


@pytest.fixture
def visit(browser: Browser, reported: Path) -> Iterator[Visit]:
    visit = Visit(browser, reported / "report.html")
    yield visit
    visit.page.close()


def test_the_page_is_whole_and_asks_for_nothing(visit: Visit, reported: Path) -> None:
    page = visit.page
    assert page.locator("h1").text_content() == "lmrl_gym results"
    facts = dict(zip(page.locator(".facts dt").all_text_contents(), page.locator(".facts dd").all_text_contents(), strict=True))
    # Two tasks, two algorithms, two seeds, each evaluated sampled and greedy on two episodes; two players on two.
    assert facts["training runs"] == "8 (seeds 0, 1)"
    assert facts["evaluated episodes"] == str(2 * 2 * 2 * 2 * 2 + 2 * 2)
    assert facts["code revision"] == "0.1.0+abc"
    assert page.locator("section h2").all_text_contents() == ["At a glance", "bandit version 1", "maze/full version 1", "Episodes"]
    # Scores, learning and loss of both tasks.
    assert page.locator("figure svg").count() == 6
    # ilql's seeds return 30, 34 and 31, 35: mean 32.5, score 50 + 50 · 12.5 / 20 = 81.25, skill 100 · 22.5 / 40 = 56.25.
    row = page.locator(".results tr", has_text="ilql").filter(has_text="sampled").filter(has_text="99.9").first
    cells = row.locator("td").all_text_contents()
    assert [cell.split()[0] for cell in cells] == ["sampled", "2", "4", "32.50", "–", "81.2", "56.2", "50", "2.0", "−6.97", "99.9"]
    assert "1 240" in page.locator(".diagnostics").text_content()
    assert "a < b" in page.locator(".diagnostics").text_content()
    page.locator("#next").click()
    assert visit.requests == [(reported / "report.html").as_uri()]
    assert visit.complaints == []


def test_the_viewer_shows_the_episode_its_tokens_and_their_values(visit: Visit) -> None:
    visit.choose("task", "maze/full")
    visit.choose("algo", "ilql")
    visit.choose("seed", "1")
    assert visit.bubbles() == ["Welcome to maze/full.\n", "say ilql 1 0", SHOWN_HOSTILE, "<b>done</b>↵", "Bye."]
    assert visit.page.locator(".chip").all_text_contents() == ["say ", "ilql 1 0", "<b>done</b>↵"]
    assert visit.page.locator(".ending").text_content() == "successafter 2 agent turnsreturn 0<i>moves</i> 2"
    # p is e^-0.5 = 0.607; Q is V plus the advantage, -3.25 - 2.
    values = {"token": "“ilql 1 0”", "V": "−3.25", "Q": "−5.25", "advantage": "−2", "log-prob": "−0.500 (p 0.607)"}
    visit.page.locator(".chip").nth(1).hover()
    assert visit.inspected() == values
    visit.page.locator(".chip").nth(2).click()
    assert visit.inspected()["advantage"] == "+0.250"
    visit.page.locator(".chip").nth(0).focus()
    visit.page.keyboard.press("ArrowRight")
    assert visit.inspected() == values
    classes = [chip.get_attribute("class").split()[1] for chip in visit.page.locator(".chip").all()]
    assert classes == ["better", "worse", "better"]
    # Full colour is at 2, the 95th percentile of the sizes .5, 2, .25.
    strengths = [chip.evaluate("e => e.style.getPropertyValue('--strength')") for chip in visit.page.locator(".chip").all()]
    assert strengths == ["0.250", "1.000", "0.125"]
    assert visit.page.locator("#legend").text_content() == "advantage≤ −20≥ +2"
    assert visit.complaints == []


def test_pictures_stand_under_what_the_env_said_and_run_nothing(visit: Visit) -> None:
    visit.choose("task", "maze/full")
    images = visit.page.locator(".turn.env img.picture")
    assert images.count() == 3
    widths = [image.evaluate("async e => { await new Promise(r => { if (e.complete && e.src) r(); else e.onload = r; }); return e.naturalWidth; }")
              for image in images.all()]  # fmt: skip
    assert widths == [10, 30, 50]  # after one, three and five turns
    assert visit.complaints == []
    visit.choose("task", "bandit")
    assert visit.page.locator("img.picture").count() == 0


@pytest.mark.parametrize("width", [375, 1200])
def test_pictures_are_as_wide_as_drawn_and_no_wider_than_their_column(browser: Browser, reported: Path, tmp_path: Path, width: int) -> None:
    for name, drawn, most in (("small", 200, 170), ("large", 600, 510)):
        (run,) = (r for r in read_bench(reported).runs if r.path == "runs/maze/full/bc/seed-0")
        body, _ = payload(run, "1", lambda *_, size=drawn: f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"/>')
        page = (reported / "report.html").read_text(encoding="utf-8")
        at = page.index('id="run-0">') + len('id="run-0">')
        path = tmp_path / f"{name}.html"
        path.write_text(page[:at] + script_json(body) + page[page.index("</script>", at) :], encoding="utf-8")
        visit = Visit(browser, path, width)
        visit.choose("task", "bandit")
        visit.choose("algo", "bc")
        visit.page.wait_for_function("document.querySelector('img.picture').complete")
        boxes = visit.page.locator("img.picture").first.evaluate("e => [e.clientWidth, e.parentElement.clientWidth]")
        assert boxes[0] == min(most, boxes[1]), "0.85 of its own units, or the column"
        assert visit.page.evaluate("[...document.querySelectorAll('.transcript')].map(e => e.scrollWidth - e.clientWidth)") == [0]
        visit.page.close()


def test_equal_pictures_are_kept_once_and_of_other_versions_none(reported: Path) -> None:
    run = next(r for r in read_bench(reported).runs if r.task == "maze/full")
    body, notes = payload(run, "1", lambda _, turns: f"<svg>{len(turns)}</svg>")
    assert body is not None
    assert notes == []
    assert len(json.loads(zlib.decompress(base64.b64decode(str(body["pictures"]))))) == 3
    body, _ = payload(run, "2", lambda *_: "<svg/>")
    assert body is not None
    assert body["pictures"] is None


def test_a_run_without_values_is_shown_uncoloured(visit: Visit) -> None:
    visit.choose("algo", "bc")
    assert visit.page.locator(".better, .worse").count() == 0
    assert "No advantages" in visit.page.locator("#legend").text_content()
    visit.page.locator(".chip").first.hover()
    assert (visit.inspected()["Q"], visit.inspected()["advantage"]) == ("–", "–")


def test_one_turns_episodes_by_button_by_key_and_by_list(visit: Visit) -> None:
    page = visit.page

    def shown() -> tuple[str | None, str]:
        return page.locator("#position").text_content(), visit.bubbles()[1]

    visit.choose("task", "maze/full")
    visit.choose("algo", "bc")
    assert shown() == ("1 of 3", "say bc 0 0")
    assert page.locator("#previous").is_disabled()
    page.locator("#next").click()
    assert shown() == ("2 of 3", "say bc 0 1")
    page.keyboard.press("ArrowRight")
    assert shown() == ("3 of 3", "say bc 0 2")
    assert page.locator("#next").is_disabled()
    page.locator("#viewer").focus()
    page.keyboard.press("ArrowRight")
    assert shown() == ("3 of 3", "say bc 0 2")
    page.keyboard.press("ArrowLeft")
    assert shown() == ("2 of 3", "say bc 0 1")
    page.locator("#previous").click()
    assert shown() == ("1 of 3", "say bc 0 0")
    visit.choose("episode", "2")
    assert shown() == ("3 of 3", "say bc 0 2")
    visit.choose("episode", "0")
    assert shown() == ("1 of 3", "say bc 0 0")
    labels = page.locator("#choose-episode option").all_text_contents()
    assert labels == ["1 · sampled · success · return 0", "2 · sampled · success · return 1", "3 · sampled · success · return 2"]


def test_what_an_episode_or_a_name_says_stays_text(visit: Visit, browser: Browser, bench: Path, put_record) -> None:
    assert SHOWN_HOSTILE in visit.bubbles()
    assert visit.page.locator("img, .turn script").count() == 0
    put_record("runs/maze/full/<img src=x onerror=alert(3)>/seed-0/records/sampled.json", [1.0])
    (bench / "data/maze/full/diagnostics.json").write_text(json.dumps({"<script>alert(4)</script>": {"</script>\x07": "<b>x</b>"}}))
    write_report(bench)
    again = Visit(browser, bench / "report.html")
    assert "<img src=x onerror=alert(3)>" in again.page.locator(".results").last.text_content()
    assert "<b>x</b>" in again.page.locator(".diagnostics").text_content()
    assert "</script>␇" in again.page.locator(".diagnostics").text_content()
    assert again.page.locator("img").count() == 0
    assert again.complaints == []
    again.page.close()


def test_the_content_policy_stops_a_script_that_is_not_the_pages_own(browser: Browser, reported: Path, tmp_path: Path) -> None:
    page = (reported / "report.html").read_text(encoding="utf-8")
    path = tmp_path / "taken.html"
    path.write_text(page.replace("</main>", "<script>document.title = 'taken'</script></main>"), encoding="utf-8")
    visit = Visit(browser, path)
    assert visit.page.title() == "lmrl_gym results"
    assert "Content Security Policy" in " ".join(visit.complaints)
    visit.page.close()


def test_nothing_is_wider_than_a_phone(browser: Browser, bench: Path) -> None:
    body = json.loads((bench / "runs/bandit/bc/seed-0/episodes.json").read_text())
    body[0]["episode"]["turns"][0]["text"] = "x" * 500
    body[0]["tokens"][0][0]["text"] = "y" * 500
    (bench / "runs/bandit/bc/seed-0/episodes.json").write_text(json.dumps(body))
    write_report(bench)
    visit = Visit(browser, bench / "report.html", width=400)
    visit.choose("task", "bandit")
    visit.choose("algo", "bc")
    assert visit.bubbles()[0] == "x" * 500
    wide = "[document.documentElement, ...document.querySelectorAll('section, .transcript')].map(e => e.scrollWidth - e.clientWidth)"
    assert set(visit.page.evaluate(wide)) == {0}
    visit.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_both_colour_schemes(browser: Browser, reported: Path, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto((reported / "report.html").as_uri())
    names = ("ink", "muted", "card", "page", "s0")
    read = "names => names.map(n => getComputedStyle(document.documentElement).getPropertyValue('--' + n).trim())"
    light = {n: _luminance(value) for n, value in zip(names, page.evaluate(read, list(names)), strict=True)}
    # 4.5 is what WCAG asks of text, 3 of marks in a figure.
    for front, back, least in (("ink", "page", 7), ("ink", "card", 7), ("muted", "page", 4.5), ("muted", "card", 4.5), ("s0", "card", 3)):
        low, high = sorted((light[front], light[back]))
        assert (high + 0.05) / (low + 0.05) > least, (front, back)
    assert (light["page"] < 0.1) == (scheme == "dark")
    page.close()


def _luminance(colour: str) -> float:
    """WCAG's relative luminance of #rrggbb."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_progress_rises_to_its_end_and_names_what_was_reported(bench: Path) -> None:
    told: list[tuple[int, int]] = []
    report = write_report(bench, on_progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    runs = len(read_bench(bench).runs)
    assert len(told) > 2 * runs
    assert told[-1][0] == told[-1][1]
    assert [row.task for row in report.rows] == [row.task for row in rows_of(read_bench(bench))[0]]


def test_equal_folders_give_equal_bytes_and_old_files_are_replaced(bench: Path) -> None:
    paths = write_report(bench).paths
    assert [path.name for path in paths] == ["table.json", "table.md", "report.html"]
    first = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in write_report(bench).paths] == first
    assert not list(bench.glob(".*"))


def test_figures_are_valid_and_take_their_colours_from_the_page(reported: Path) -> None:
    figures = re.findall(r"<svg.*?</svg>", (reported / "report.html").read_text(encoding="utf-8"), flags=re.DOTALL)
    ids = [element.get("id") for figure in figures for element in ElementTree.fromstring(figure).iter() if element.get("id")]
    assert len(ids) == len(set(ids)) > 0
    assert all("var(--ink)" in figure and "#0101" not in figure and "#0a0a" not in figure for figure in figures)
    assert all("onload" not in figure and "<script" not in figure for figure in figures)


def test_half_a_bench_is_reported_with_what_is_missing(bench: Path) -> None:
    shutil.rmtree(bench / "runs/bandit/ilql")
    shutil.rmtree(bench / "runs/maze/full/bc/seed-1")
    (bench / "runs/maze/full/bc/seed-0/episodes.json").write_text("[{}, 3")
    (bench / "runs/bandit/bc/seed-0/episodes.json").write_text('[{"episode": {"turns": 3}}]')
    (bench / "runs/bandit/bc/seed-0/records/greedy.json").write_text("no")
    (bench / "runs/chess/game/ppo/seed-0").mkdir(parents=True)
    for run in ("bandit/ppo/seed-0", "stitch/bc/seed-0"):
        (bench / "runs" / run).mkdir(parents=True)
        (bench / "runs" / run / "failed.json").write_text('{"cause": "the disk of <b> is full"}')
    write_report(bench)
    page = (bench / "report.html").read_text(encoding="utf-8")
    notes = re.findall(r'<p class="note">(.*?)</p>', page)
    for part in (
        "Not run on this task yet: ilql.",
        "Failed: ppo, seed 0: the disk of &lt;b&gt; is full.",
        "bc lacks seed 1",
        "runs/maze/full/bc/seed-0/episodes.json cannot be read (JSONDecodeError)",
        "Episode 1 of runs/bandit/bc/seed-0/episodes.json cannot be read (DataError)",
        "The record runs/bandit/bc/seed-0/records/greedy.json is broken",
        "The run ppo, seed 0, has no record yet",
        "No record of the scripted players is here yet.",
    ):
        assert any(part in note for note in notes), part
    # Without a record, a cell of the first table says whether it was tried.
    shown = {re.sub("<.*?>", " ", row).split()[0]: re.findall("failed|not run", row) for row in re.findall("<tr><th scope=.row.*?</tr>", page)}
    assert (shown["bandit,"], shown["stitch"]) == (["not run", "failed"], ["failed", "not run", "not run"])
    table = (bench / "table.md").read_text(encoding="utf-8")
    assert table.endswith("## Failed\n\n- bandit, ppo, seed 0: the disk of &lt;b> is full\n- stitch, bc, seed 0: the disk of &lt;b> is full\n")


def test_a_bench_of_players_alone_has_a_page_without_a_viewer(put_record, tmp_path: Path, browser: Browser) -> None:
    put_record("players/maze/full/floor.json", [10.0, 10.0], policy="floor", play="scripted")
    write_report(tmp_path)
    visit = Visit(browser, tmp_path / "report.html")
    assert "No run has stored annotated episodes yet." in visit.page.locator("#episodes").text_content()
    assert visit.page.locator("figure svg").count() == 1
    assert visit.complaints == []
    visit.page.close()


def test_json_in_a_script_holds_nothing_that_html_or_javascript_reads() -> None:
    hostile = "</script><!-- & \u2028\u2029 \ud800"
    text = script_json({"key": hostile})
    assert text.isascii()
    assert not set("<>&") & set(text)
    assert json.loads(text) == {"key": hostile}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00\x1b\x7f", "a␀␛␡"),
        ("a\tb\n", "a⇥b↵"),
        ("\u202eabc\u200b", "⟨U+202E⟩abc⟨U+200B⟩"),
        ("naïve 東京 🙂\u00a0", "naïve 東京 🙂\u00a0"),
    ],
)
def test_characters_that_hide_become_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_line_breaks_can_be_kept() -> None:
    assert visible("a\nb\t\r", keep="\n\t") == "a\nb\t␍"


def test_runs_that_play_are_laid_out_by_turns_with_their_warnings(bench: Path) -> None:
    run = bench / "runs/bandit/bc/seed-1"
    rounds = [{"step": i, "turns": 1000 * i, "return": float(i), "loss": 1.0} for i in (1, 2, 3)]
    rounds[1]["warnings"] = ["the <b> policy runs away", "so it does"]
    evaluations = [{"step": 3, "turns": 3000, "eval/mean_return": 2.5}]
    (run / "metrics.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [*rounds, *evaluations]))
    runs = [r for r in read_bench(bench).runs if r.task == "bandit" and r.algo == "bc"]
    assert [plays(r) for r in runs] == [False, True]
    assert warned(runs) == ["bc, seed 1: 1 of 3 rounds, first round 2: the <b> policy runs away; so it does"]
    playing = playing_figure("a", runs, None, {})
    assert playing is not None
    assert "agent turns played" in playing
    # One cross in the plot, at the second of three rounds, and one in the key; without a warning there is neither.
    crosses = len(re.findall("<use ", playing))
    (run / "metrics.jsonl").write_text("".join(json.dumps(row | {"warnings": []}) + "\n" for row in rounds))
    quiet = playing_figure("a", [r for r in read_bench(bench).runs if r.task == "bandit" and r.algo == "bc"], None, {})
    assert quiet is not None
    assert crosses - len(re.findall("<use ", quiet)) == 2
    # The figure by steps holds the other seed alone, whose evaluations end at step 119.
    assert learning_figure("a", runs[:1], None, {}) is not None
    assert learning_figure("a", runs, None, {}) == learning_figure("a", runs[:1], None, {})
    assert playing_figure("a", runs[:1], None, {}) is None


def test_the_page_shows_curves_over_turns_and_what_was_said_of_rounds(bench: Path) -> None:
    rows = [{"step": i, "turns": 10 * i, "return": 1.0, "warnings": ["the <b> policy runs away"]} for i in (1, 2)]
    (bench / "runs/bandit/bc/seed-1/metrics.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    write_report(bench)
    page = (bench / "report.html").read_text(encoding="utf-8")
    assert page.count("a cross marks a round that warned.") == 1
    assert "<li>bc, seed 1: 2 of 2 rounds, first round 1: the &lt;b&gt; policy runs away</li>" in page


def test_a_curve_is_the_mean_and_the_range_over_the_seeds_that_logged_a_step() -> None:
    curve = curve_over_seeds([[(0, 1.0), (10, 3.0)], [(0, 3.0), (10, 5.0), (20, 7.0)]])
    assert curve == ([0, 10, 20], [2.0, 4.0, 7.0], [1.0, 3.0, 7.0], [3.0, 5.0, 7.0])


def test_a_long_curve_is_averaged_within_bins() -> None:
    # 160 steps in 80 bins of width 159 / 80: two steps a bin, so the mean of a pair is half a step above its first.
    curve = curve_over_seeds([[(step, float(step)) for step in range(2 * BINS)]])
    assert len(curve.steps) == BINS
    assert curve.mean == [2 * i + 0.5 for i in range(BINS)]
    assert curve.low == curve.high == curve.mean
