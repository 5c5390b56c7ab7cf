// The episode viewer. It reads the JSON blocks of the page and writes text nodes only; a run's block is parsed when it is first shown.
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const source = find("runs");
  if (!source) return;
  const runs = JSON.parse(source.textContent);
  const viewer = find("viewer");
  const selects = { task: find("choose-task"), algo: find("choose-algo"), seed: find("choose-seed"), episode: find("choose-episode") };
  const parsed = new Map();
  let current = { scale: null, episodes: [] };
  let at = 0;

  // A run's pictures are packed together; they travel as data and are shown as images, in which nothing can run.
  async function unpack(packed) {
    const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const drawings = JSON.parse(await new Response(stream).text());
    // As wide as it was drawn: what has small print is drawn large.
    const width = (svg) => (/viewBox="0 0 ([\d.]+)/.exec(svg) ?? /<svg[^>]* width="([\d.]+)/.exec(svg))?.[1];
    return drawings.map((svg) => ({ source: "data:image/svg+xml," + encodeURIComponent(svg), width: width(svg) }));
  }

  function picture(index) {
    const image = make("img", "picture");
    image.alt = "where the conversation stands";
    current.drawn ??= unpack(current.pictures);
    current.drawn.then((drawings) => {
      const { source, width } = drawings[index];
      if (width) image.style.setProperty("--drawn", width + "px");
      image.src = source;
    });
    return image;
  }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function show(value, signed) {
    if (value === null || value === undefined) return "–";
    const size = Math.abs(value);
    const digits = size >= 100 ? 1 : size >= 1 ? 2 : 3;
    const text = Number.isInteger(value) ? String(size) : size.toFixed(digits);
    return (value < 0 ? "−" : signed && value > 0 ? "+" : "") + text;
  }

  function fill(select, values, keep) {
    select.replaceChildren(...values.map(([value, label]) => {
      const option = make("option", "", label);
      option.value = value;
      return option;
    }));
    if (values.some(([value]) => value === keep)) select.value = keep;
  }

  const distinct = (key, rows) => [...new Set(rows.map((run) => run[key]))].map((value) => [value, value]);

  function chooseRun(first) {
    const wanted = (key) => (first ? first[key] : selects[key].value);
    fill(selects.task, distinct("task", runs), wanted("task"));
    const ofTask = runs.filter((run) => run.task === selects.task.value);
    fill(selects.algo, distinct("algo", ofTask), wanted("algo"));
    const ofAlgo = ofTask.filter((run) => run.algo === selects.algo.value);
    fill(selects.seed, distinct("seed", ofAlgo), wanted("seed"));
    const index = runs.indexOf(ofAlgo.find((run) => run.seed === selects.seed.value));
    if (!parsed.has(index)) parsed.set(index, JSON.parse(find("run-" + index).textContent));
    current = parsed.get(index);
    const label = (e, i) => [String(i), `${i + 1} · ${e.play} · ${e.ending.replace("_", " ")} · return ${show(e.ret)}`];
    fill(selects.episode, current.episodes.map(label));
    chooseEpisode(0);
  }

  function chooseEpisode(index) {
    at = index;
    selects.episode.value = String(at);
    find("position").textContent = `${at + 1} of ${current.episodes.length}`;
    find("previous").disabled = at === 0;
    find("next").disabled = at === current.episodes.length - 1;
    drawLegend();
    drawTranscript(current.episodes[at]);
    inspect(null);
  }

  function step(by) {
    if (at + by >= 0 && at + by < current.episodes.length) chooseEpisode(at + by);
  }

  function drawLegend() {
    const legend = find("legend");
    if (current.scale === null) {
      legend.replaceChildren(make("span", "", "No advantages are stored for this run, so its tokens are uncoloured."));
      return;
    }
    const ends = [`≤ ${show(-current.scale)}`, "0", `≥ ${show(current.scale, true)}`];
    const labels = make("span", "ends");
    labels.append(...ends.map((text) => make("span", "", text)));
    const scale = make("span", "scale");
    scale.append(make("span", "bar"), labels);
    legend.replaceChildren(make("span", "", "advantage"), scale);
  }

  function chip(token, first) {
    const [text, , , , advantage] = token;
    const element = make("button", "chip", /^ *$/.test(text) ? "␣".repeat(text.length) || "∅" : text);
    element.type = "button";
    element.tabIndex = first ? 0 : -1;
    if (advantage !== null && current.scale) {
      element.classList.add(advantage < 0 ? "worse" : "better");
      element.style.setProperty("--strength", Math.min(1, Math.abs(advantage) / current.scale).toFixed(3));
    }
    element.inspected = token;
    return element;
  }

  function bubble(turn, number) {
    const box = make("div", "turn " + turn.role);
    const head = make("div", "head");
    head.append(make("span", "role", turn.role));
    if (turn.role === "agent") {
      head.append(make("span", "", `turn ${number}`), make("span", turn.reward < 0 ? "reward bad" : turn.reward > 0 ? "reward good" : "reward", `reward ${show(turn.reward, true)}`));
    }
    const body = make("div", "body");
    if (turn.tokens && turn.tokens.length) {
      body.classList.add("tokens");
      body.setAttribute("role", "group");
      body.setAttribute("aria-label", `tokens of turn ${number}`);
      body.append(...turn.tokens.map((token, i) => chip(token, i === 0)));
    } else {
      body.textContent = turn.text === "" ? "(nothing said)" : turn.text;
      if (turn.text === "") body.classList.add("faint");
    }
    box.append(head, body);
    if (turn.picture !== undefined) box.append(picture(turn.picture));
    return box;
  }

  function drawTranscript(episode) {
    const scenario = make("details", "scenario");
    scenario.append(make("summary", "", `scenario, seed ${episode.seed}`), make("pre", "", episode.scenario));
    let agentTurns = 0;
    const turns = episode.turns.map((turn) => bubble(turn, turn.role === "agent" ? ++agentTurns : 0));
    const ending = make("div", "ending " + episode.ending);
    const words = episode.ending.replace("_", " ") + (episode.cut ? " (cut from outside)" : "");
    ending.append(make("b", "", words), make("span", "", `after ${agentTurns} agent turn${agentTurns === 1 ? "" : "s"}`), make("b", "", `return ${show(episode.ret)}`));
    ending.append(...episode.metrics.map(([key, value]) => make("span", "", `${key} ${show(value)}`)));
    find("transcript").replaceChildren(scenario, ...turns, ending);
  }

  function inspect(element) {
    for (const old of viewer.querySelectorAll(".chip.inspected")) old.classList.remove("inspected");
    const panel = find("inspector");
    if (!element) {
      panel.replaceChildren(make("span", "faint", "No token chosen."));
      return;
    }
    element.classList.add("inspected");
    const [text, logprob, v, q, advantage] = element.inspected;
    const chance = logprob === null ? "" : ` (p ${Math.exp(logprob).toFixed(3)})`;
    const pairs = [["token", `“${text}”`], ["V", show(v)], ["Q", show(q)], ["advantage", show(advantage, true)], ["log-prob", show(logprob) + chance]];
    panel.replaceChildren(...pairs.map(([name, value]) => {
      const pair = make("span", "pair");
      pair.append(make("span", "name", name), make("span", "value", value));
      return pair;
    }));
  }

  function walk(from, by) {
    const chips = [...from.parentElement.children];
    const to = chips[chips.indexOf(from) + by];
    if (!to) return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }

  for (const key of ["task", "algo", "seed"]) selects[key].addEventListener("change", () => chooseRun());
  selects.episode.addEventListener("change", () => chooseEpisode(Number(selects.episode.value)));
  find("previous").addEventListener("click", () => step(-1));
  find("next").addEventListener("click", () => step(1));
  for (const kind of ["pointerover", "focusin", "click"]) {
    find("transcript").addEventListener(kind, (event) => {
      const element = event.target.closest(".chip");
      if (element) inspect(element);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const target = event.target;
    if (target.closest("select, input, textarea")) return;
    if (event.key === "Escape" && target.closest(".chip")) viewer.focus();
    if (!by) return;
    if (target.closest(".chip")) walk(target, by);
    else if (viewer.contains(target) || (target === document.body && inSight())) step(by);
    else return;
    event.preventDefault();
  });

  function inSight() {
    const box = viewer.getBoundingClientRect();
    return box.top < window.innerHeight && box.bottom > 0;
  }

  // Begin with a run that has something to colour, where there is one.
  chooseRun(runs.find((run) => run.valued));
})();
