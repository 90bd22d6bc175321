// The player: one cursor, moved by keys, buttons, slider and log; everything else follows it.

const INSTANCES = new WeakMap();
const SPEEDS = [0.5, 1, 2, 4];

export default function ({ parentElement, data, setTriggerValue }) {
  const before = INSTANCES.get(parentElement);
  if (before && before.rev === data.rev) return before.stop;
  const kept = before ? before.keep() : {};
  if (before) before.stop();
  const instance = createPlayer(parentElement, data, setTriggerValue, kept);
  INSTANCES.set(parentElement, instance);
  return instance.stop;
}

function createPlayer(parent, data, setTriggerValue, kept) {
  const words = data.words;
  const full = data.mode !== "figure";
  const states = data.runs.map((run) => foldAll(run.events));
  const last = data.track.length - 1;
  const stops = data.track.map((indices, position) => ({ indices, position })).filter(({ indices }) => data.runs.some((run, r) => (run.events[indices[r]] || {}).kind === "decision_reached")).map(({ position }) => position);
  let position = Math.max(0, Math.min(data.cursor, last));
  let speed = kept.speed || 1;
  let timer = 0;
  let address = 0;
  let busy = null;
  let visible = true;

  const root = element("div", { class: "slipway-replay", "data-mode": data.mode });
  const live = element("p", { class: "unseen", "aria-live": "polite" });
  const label = data.alt;
  const pictures = data.runs.map((run) => createPicture(data, data.runs.length > 1 ? `${run.label}. ${label}` : label));
  const moves = {
    go, toggle, help: toggleHelp,
    first: () => go(0), last: () => goDecision(last), back: () => go(position - 1), forward: () => go(position + 1),
    nextDecision: () => goDecision(stops.find((stop) => stop > position) ?? last),
    previousDecision: () => go([...stops].reverse().find((stop) => stop < position) ?? 0),
    faster: (by, around) => setSpeed(by, around),
  };
  const timeline = createTimeline(data, words, moves);
  const controls = createControls(words, moves, full);
  const meters = createMeters(words);
  const narrations = data.runs.map(() => createNarration(words));
  const decision = createDecision(data, words, send);
  const people = createPeople(data, words);
  const logs = data.runs.map((run, index) => createLog(data, index, words, jumpTo));
  const help = createHelp(words);
  const undo = element("button", { type: "button", class: "quiet undo", title: `${words.undo} (U)`, onclick: sendUndo }, words.undo);
  assemble();

  function assemble() {
    const blocks = data.runs.map((run, index) =>
      element("div", { class: "run" }, data.runs.length > 1 ? element("h2", { class: "run-label" }, run.label) : null, pictures[index].host, data.runs.length > 1 ? narrations[index].node : null),
    );
    const bar = element("div", { class: "bar" }, timeline.node, controls.node);
    if (full && data.taken.length) controls.node.append(undo);
    const beside = data.runs.length > 1 ? [] : [people.node];
    const story = data.runs.length > 1 ? [] : [narrations[0].node];
    const parts = full ? [meters.node, ...blocks, bar, help, ...story, decision.node, element("div", { class: "beside" }, ...logs.map((log) => log.node), ...beside)] : [element("div", { class: `figure${data.stage ? " zoom" : ""}` }, ...blocks, ...story), bar];
    root.append(...parts, live);
    (parent.querySelector(".slipway-replay") || element("i")).remove();
    parent.append(root);
  }

  function go(to, quiet) {
    position = Math.max(0, Math.min(to, last));
    if (position === last || stops.includes(position)) pause();
    show(quiet);
  }

  function goDecision(to) {
    go(to);
    if (position === last && data.decision) decision.focus();
  }

  function jumpTo(run, index) {
    go(data.track.findIndex((indices) => indices[run] >= index));
  }

  function show(quiet) {
    const indices = data.track[position];
    data.runs.forEach((run, r) => {
      const index = indices[r];
      const event = run.events[Math.max(index, 0)];
      pictures[r].update(states[r][Math.max(index, 0)]);
      narrations[r].show(event, run.events, Math.max(index, 0));
      logs[r].show(index);
    });
    const lead = data.runs.map((run, r) => run.events[Math.max(indices[r], 0)]).reduce((a, b) => (b.at > a.at ? b : a));
    meters.show(lead, states[0][Math.max(indices[0], 0)], position, data.track.length);
    people.show(data.runs[0].events, Math.max(indices[0], 0));
    decision.show(position, busy);
    timeline.slider.value = String(position);
    timeline.slider.setAttribute("aria-valuetext", `${lead.clock}: ${lead.text}`);
    root.style.setProperty("--done", last ? position / last : 0);
    controls.play.replaceChildren(icon(timer ? "pause" : "play"));
    controls.play.setAttribute("aria-label", timer ? words.pause : words.play);
    controls.speed.textContent = `${speed}×`;
    controls.speed.setAttribute("aria-label", say(words.speed_is, { speed }));
    if (!quiet) live.textContent = lead.say ? `${lead.text} ${lead.say}` : lead.text;
    if (full && !quiet) noteAddress();
  }

  function noteAddress() {
    clearTimeout(address);
    address = setTimeout(() => {
      const url = new URL(window.location.href);
      url.searchParams.set("at", String(position));
      window.history.replaceState(window.history.state, "", url);
    }, 250);
  }

  function toggle() {
    if (timer) { pause(); show(true); return; }
    if (position === last) position = 0;
    timer = setInterval(() => { if (visible && !document.hidden) go(position + 1); }, STEP_MS / speed);
    show(true);
  }

  function pause() {
    clearInterval(timer);
    timer = 0;
  }

  function setSpeed(by, around) {
    const next = SPEEDS.indexOf(speed) + by;
    speed = SPEEDS[around ? (next + SPEEDS.length) % SPEEDS.length : Math.max(0, Math.min(next, SPEEDS.length - 1))];
    if (timer) { pause(); toggle(); } else show(true);
  }

  function toggleHelp() { help.hidden = !help.hidden; }

  function send(message) {
    if (busy) return;
    busy = newToken();
    decision.show(position, busy);
    setTriggerValue("act", { ...message, cursor: position, token: busy });
  }

  function sendUndo() { send({ do: "undo" }); }

  const KEYS = {
    " ": toggle, ArrowLeft: moves.back, ArrowRight: moves.forward, Home: moves.first, End: moves.last,
    n: moves.nextDecision, N: moves.previousDecision, p: moves.previousDecision,
    "+": () => setSpeed(1), "=": () => setSpeed(1), "-": () => setSpeed(-1), "?": toggleHelp,
    u: () => { if (data.taken.length) sendUndo(); },
  };

  function onKey(event) {
    const act = KEYS[event.key];
    const target = event.composedPath()[0];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || takesKey(target, event.key, root)) return;
    event.preventDefault();
    act();
  }

  const watcher = new IntersectionObserver((entries) => { visible = entries[entries.length - 1].isIntersecting; });
  watcher.observe(root);
  if (full) document.addEventListener("keydown", onKey);
  show(true);
  const filling = full ? setTimeout(() => logs.forEach((log) => log.fill())) : 0;

  return {
    rev: data.rev,
    keep: () => ({ speed, playing: Boolean(timer) }),
    stop() {
      pause();
      clearTimeout(address);
      clearTimeout(filling);
      watcher.disconnect();
      pictures.forEach((picture) => picture.stop());
      document.removeEventListener("keydown", onKey);
    },
  };
}

// A key belongs to the control that has the focus when that control does something with it.
function takesKey(target, key, root) {
  if (!(target instanceof Element)) return false;
  const tag = target.tagName;
  if (tag === "INPUT" && target.type === "range") return !root.contains(target) || /^(Arrow|Home|End)/.test(key);
  if (tag === "INPUT" && target.type === "radio") return key === " " || key.startsWith("Arrow");
  if (tag === "BUTTON" || tag === "A" || tag === "SUMMARY") return key === " " || !root.contains(target);
  if (target.classList.contains("log")) return key.startsWith("Arrow") || key === "Home" || key === "End" || key === " ";
  return tag === "INPUT" || tag === "TEXTAREA" || tag === "SELECT" || target.isContentEditable || target.getAttribute("role") === "combobox";
}
