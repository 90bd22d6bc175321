// The scrubber: one slider over the time of one or two runs; everything moves in the browser.

const FILMS = new WeakMap();
const STEP_MS = 350;
const SHOWN_DECISIONS = 4;

export default function ({ parentElement, data }) {
  const before = FILMS.get(parentElement);
  if (before) before.stop();
  const film = createFilm(parentElement, data, before ? before.minute() : data.minutes);
  FILMS.set(parentElement, film);
  return () => {
    film.stop();
    if (FILMS.get(parentElement) === film) FILMS.delete(parentElement);
  };
}

function createFilm(parent, data, from) {
  const { words, minutes, runs } = data;
  let now = Math.min(from, minutes);
  let timer = null;
  const slider = element("input", { type: "range", min: 1, max: Math.max(minutes, 1), step: 1, "aria-label": words.time, oninput: () => go(Number(slider.value)) });
  const clock = element("output", { class: "clock" });
  const playing = button("play", () => (timer ? stop() : start()));
  const tops = topsOf(runs);
  const cards = runs.map(createCard);
  const root = element("div", { class: "slipway-film", role: "group", "aria-label": words.title },
    element("div", { class: "controls" }, button("first", () => go(1)), button("back", () => go(now - 1)), playing, button("forward", () => go(now + 1)), button("last", () => go(minutes)), slider, clock),
    element("div", { class: "runs" }, ...cards.map((card) => card.root)));
  const watcher = new IntersectionObserver(([entry]) => entry.isIntersecting || stop());

  for (const old of parent.querySelectorAll(".slipway-film")) old.remove();
  parent.append(root);
  watcher.observe(root);
  go(now);

  function button(id, onclick) {
    return element("button", { type: "button", "data-id": id, "aria-label": words[id], title: words[id], onclick }, icon(id));
  }

  function start() {
    if (now >= minutes) go(1);
    timer = setInterval(() => (now < minutes ? go(now + 1) : stop()), STEP_MS);
    name(playing, "pause");
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    name(playing, "play");
  }

  function name(node, id) {
    node.setAttribute("aria-label", words[id]);
    node.title = words[id];
    node.replaceChildren(icon(id));
  }

  function go(minute) {
    now = Math.max(1, Math.min(minute, minutes));
    slider.value = now;
    const told = say(words.minute, { minute: now, minutes });
    clock.textContent = told;
    slider.setAttribute("aria-valuetext", told);
    root.dataset.theme = themeOf(parent.host || parent);
    for (const card of cards) card.show(now);
  }

  function createCard(run) {
    const head = element("h3");
    const bar = element("div", { class: "bar", "aria-hidden": "true" });
    const canary = element("span", { class: "canary" });
    bar.append(canary);
    const lines = { stable: element("dd"), canary: element("dd") };
    const failed = element("p", { class: "failed" });
    const list = element("ol", { class: "decisions" });
    const earlier = element("p", { class: "quiet" });
    const strip = createStrip(run, tops, minutes, words, go);
    const card = element("article", {}, head, bar, strip.root,
      element("dl", {}, element("dt", { class: "stable" }, words.stable), lines.stable, element("dt", { class: "canary" }, words.canary), lines.canary),
      failed, element("h4", {}, words.decisions), list, earlier);

    function show(minute) {
      const weight = run.weight_pct[Math.min(minute, run.weight_pct.length) - 1] || 0;
      strip.show(minute);
      head.textContent = say(words.share, { label: run.label, weight });
      canary.style.width = `${weight}%`;
      for (const [version, node] of Object.entries(lines)) {
        const [requests, error_pct, p95_ms] = run.versions[version][minute - 1] || [0, null, null];
        node.textContent = requests ? say(words.serves, { requests: requests.toLocaleString("en"), error_pct, p95_ms: (p95_ms || 0).toLocaleString("en") }) : words.serves_nobody;
      }
      failed.textContent = say(words.failed, { failed: (run.failed[minute - 1] || 0).toLocaleString("en") });
      const decided = run.decisions.filter(([at]) => at <= minute);
      const shown = decided.slice(-SHOWN_DECISIONS).reverse();
      list.replaceChildren(...shown.map(([at, kind, share, why, bearing]) =>
        element("li", { class: bearing }, element("span", { class: "mark", "aria-hidden": "true" }, MARKS[bearing]), element("span", {}, `${at.toFixed(1)} min · ${kind}, ${share}${why ? ": " : ""}${why}`))));
      earlier.textContent = decided.length ? (decided.length > SHOWN_DECISIONS ? say(words.earlier, { count: decided.length - SHOWN_DECISIONS }) : "") : words.undecided;
    }
    return { root: card, show };
  }

  return { stop: () => { stop(); watcher.disconnect(); }, minute: () => now };
}
