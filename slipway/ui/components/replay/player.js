// The player: one cursor, moved by keys, buttons, slider and log; everything else follows it.

const INSTANCES = new WeakMap();
const SPEEDS = [0.5, 1, 2, 4];
const STEP_MS = 700;
const ADDRESS_MS = 250;

// Streamlit calls this again with new data, and undoes a call it has overtaken: only the newest call's cleanup counts.
export default function ({ parentElement, data, setTriggerValue }) {
  const before = INSTANCES.get(parentElement);
  const call = {};
  if (before && before.player.takes(data)) {
    before.player.refresh(data, setTriggerValue);
    before.call = call;
  } else {
    const kept = before ? before.player.leave() : {};
    INSTANCES.set(parentElement, { call, player: createPlayer(parentElement, data, setTriggerValue, kept) });
  }
  return () => {
    const now = INSTANCES.get(parentElement);
    if (!now || now.call !== call) return;
    now.player.stop();
    INSTANCES.delete(parentElement);
  };
}

// What the learner sees, apart from where the cursor is: the same story is not drawn anew.
function storyOf(data) {
  return JSON.stringify({ ...data, rev: null, cursor: null, ack: null });
}

function createPlayer(parent, data, setTriggerValue, kept) {
  const { words } = data;
  const full = data.mode !== "figure";
  const compare = data.runs.length > 1;
  const story = storyOf(data);
  const states = data.runs.map((run) => foldAll(run.events));
  const last = data.track.length - 1;
  const stops = findStops(data);
  let position = clamp(data.cursor);
  let noted = data.cursor;
  let speed = kept.speed || 1;
  let timer = 0;
  let resume = false;
  let address = 0;
  let busy = null;
  let sentFrom = null;
  let trigger = setTriggerValue;
  let visible = true;

  const moves = {
    go, toggle, cycleSpeed: () => setSpeed(1, true), help: toggleHelp,
    first: () => go(0), last: () => goDecision(last), back: () => go(position - 1), forward: () => go(position + 1),
    nextDecision: () => goDecision(stops.find((stop) => stop > position) ?? last),
    previousDecision: () => go([...stops].reverse().find((stop) => stop < position) ?? 0),
  };
  const root = element("div", { class: "slipway-replay", "data-mode": data.mode });
  const live = kept.live || element("p", { class: "unseen", "aria-live": "polite" });
  const ruler = createRuler(root);
  const scenes = data.runs.map((run, index) => createScene(data, run, index, ruler, states[index], jumpTo));
  const timeline = createTimeline(data, words, moves);
  const controls = createControls(words, moves, full);
  const meters = createMeters(words, compare ? ["step", "clock"] : ["step", "clock", "lead", "blocked"]);
  const decision = createDecision(data, words, send);
  const people = createPeople(data, words);
  const help = createHelp(words);
  const undo = element("button", { type: "button", class: "quiet undo", "data-id": "undo", title: `${words.undo} (U)`, "aria-keyshortcuts": "U", onclick: sendUndo }, words.undo_short);
  undo.setAttribute("aria-label", words.undo);

  assemble();
  const stopKeys = full ? listenToKeys(root, keyTable()) : () => {};
  const watcher = new IntersectionObserver((entries) => { visible = entries[entries.length - 1].isIntersecting; });
  watcher.observe(root);
  document.fonts.addEventListener("loadingdone", measureAnew);
  show({ quiet: !kept.live });
  if (kept.playing) toggle();
  if (kept.focus) (root.querySelector(`[data-id="${kept.focus}"]`) || controls.play).focus({ preventScroll: true });

  function assemble() {
    root.dataset.theme = themeOf(parent.host || parent);
    if (full && data.taken.length) controls.node.append(undo);
    const bar = element("div", { class: "bar" }, timeline.node, controls.node);
    const beside = element("div", { class: "beside" }, ...scenes.map((scene) => scene.log.node), compare ? null : people.node);
    const stage = element("div", { class: `scenes${data.mode === "figure" && data.stage ? " zoom" : ""}` }, ...scenes.map((scene) => scene.node));
    const now = compare ? null : scenes[0].now;
    if (full) root.append(...[meters.node, stage, bar, help, now, decision.node, beside].filter(Boolean));
    else {
      stage.append(now || "");
      root.append(stage, bar);
    }
    root.append(live);
    for (const old of parent.querySelectorAll(".slipway-replay")) old.remove();
    parent.append(root);
  }

  function clamp(to) { return Math.max(0, Math.min(to, last)); }

  function go(to, { held = false } = {}) {
    const before = position;
    position = clamp(to);
    if (held && timer) pause();
    if (position === last && timer) {
      resume = Boolean(data.decision);
      pause();
    } else if (position !== last) resume = false;
    show({ quiet: position === before });
  }

  function goDecision(to) {
    go(to);
    if (position === last && data.decision) decision.focus();
  }

  function jumpTo(run, index) {
    go(data.track.findIndex((indices) => indices[run] >= index));
  }

  function show({ quiet = false } = {}) {
    const indices = data.track[position];
    scenes.forEach((scene, run) => scene.show(indices[run]));
    const event = latest(indices);
    meters.show(event, states[0][Math.max(indices[0], 0)], position, data.track.length);
    people.show(data.runs[0].events, indices[0]);
    decision.show(position, busy);
    timeline.slider.value = String(position);
    timeline.slider.setAttribute("aria-valuetext", `${event.clock}: ${event.text}`);
    root.style.setProperty("--done", last > 0 ? position / last : 0);
    showControls();
    if (quiet) return;
    announce(event);
    if (full) noteAddress();
  }

  function latest(indices) {
    const events = data.runs.map((run, r) => run.events[Math.max(indices[r], 0)]);
    return events.reduce((a, b) => (b.at > a.at ? b : a));
  }

  function showControls() {
    controls.play.replaceChildren(icon(timer ? "pause" : "play"));
    controls.play.setAttribute("aria-label", timer ? words.pause : words.play);
    controls.play.title = `${timer ? words.pause : words.play} (${words.key_space})`;
    controls.speed.textContent = `${speed}×`;
    controls.speed.setAttribute("aria-label", say(words.speed_is, { speed }));
    undo.disabled = Boolean(busy);
  }

  // While it plays, only what is told or marked is spoken: the rest would pile up.
  function announce(event) {
    if (timer && !event.say && !event.mark) return;
    const due = position === last && data.decision ? say(words.due, { title: data.decision.title }) : "";
    live.textContent = [event.text, event.say, due].filter(Boolean).join(" ");
  }

  function noteAddress() {
    clearTimeout(address);
    address = setTimeout(() => {
      noted = position;
      const url = new URL(window.location.href);
      url.searchParams.set("at", String(position));
      window.history.replaceState(window.history.state, "", url);
    }, ADDRESS_MS);
  }

  function toggle() {
    if (timer) {
      pause();
      showControls();
      return;
    }
    if (position === last && data.decision) return goDecision(last);
    if (position === last) position = 0;
    timer = setInterval(() => { if (visible && !document.hidden) go(position + 1); }, STEP_MS / speed);
    show();
  }

  function pause() {
    clearInterval(timer);
    timer = 0;
  }

  function setSpeed(by, around) {
    const next = SPEEDS.indexOf(speed) + by;
    speed = SPEEDS[around ? (next + SPEEDS.length) % SPEEDS.length : Math.max(0, Math.min(next, SPEEDS.length - 1))];
    if (timer) {
      pause();
      toggle();
    } else showControls();
  }

  function toggleHelp() {
    help.hidden = !help.hidden;
    controls.help.setAttribute("aria-expanded", String(!help.hidden));
  }

  function send(message) {
    if (busy) return;
    busy = newToken();
    sentFrom = focusedId();
    show({ quiet: true });
    live.textContent = words.computing;
    trigger("act", { ...message, cursor: position, token: busy });
  }

  function focusedId() {
    const active = root.getRootNode().activeElement;
    return active && root.contains(active) ? active.dataset.id || "play" : null;
  }

  function sendUndo() { if (data.taken.length) send({ do: "undo" }); }

  function keyTable() {
    return {
      " ": toggle, ArrowLeft: moves.back, ArrowRight: moves.forward, Home: moves.first, End: moves.last,
      n: moves.nextDecision, N: moves.previousDecision, p: moves.previousDecision, P: moves.previousDecision,
      "+": () => setSpeed(1), "=": () => setSpeed(1), "-": () => setSpeed(-1), "?": toggleHelp, Escape: () => help.hidden || toggleHelp(),
      u: sendUndo,
    };
  }

  function measureAnew() {
    ruler.forget();
    for (const scene of scenes) scene.picture.relayout();
  }

  function stop() {
    pause();
    clearTimeout(address);
    stopKeys();
    watcher.disconnect();
    timeline.stop();
    document.fonts.removeEventListener("loadingdone", measureAnew);
    for (const scene of scenes) scene.picture.stop();
  }

  return {
    stop,
    takes: (next) => next.rev === data.rev || storyOf(next) === story,
    // The same story again: only a cursor that the server set, not the one it was told, moves the learner.
    refresh(next, setTrigger) {
      trigger = setTrigger;
      root.dataset.theme = themeOf(parent.host || parent);
      if (next.ack === busy) busy = null;
      if (next.rev !== data.rev && next.cursor !== noted) position = clamp(next.cursor);
      data.rev = next.rev;
      noted = next.cursor;
      show({ quiet: true });
    },
    // A button that is switched off while the server works has lost the focus: what was sent from remembers it.
    leave() {
      const focus = focusedId() || (busy && sentFrom);
      const playing = Boolean(timer) || resume;
      stop();
      return { speed, playing, focus, live };
    },
  };
}

// One run's part of the page: its picture, what holds now, its narration and its log.
function createScene(data, run, index, ruler, states, jumpTo) {
  const { words } = data;
  const compare = data.runs.length > 1;
  const picture = createPicture(data, compare ? `${run.label}. ${data.alt}` : data.alt, ruler);
  const narration = createNarration();
  const holds = createStanding(data, run);
  const now = element("div", { class: "now" }, narration.node, holds.node);
  const meters = compare ? createMeters(words, ["lead", "blocked"]) : null;
  const log = createLog(data, index, words, jumpTo);
  const head = compare ? element("div", { class: "run-head" }, element("h2", {}, run.label), meters.node) : null;
  const node = element("div", { class: "run" }, head, picture.host, compare ? now : null);
  return {
    node, picture, now, log,
    show(at) {
      const state = states[at] || {};
      picture.update(state);
      holds.show(state, picture.host.clientWidth >= WIDE_FROM || Boolean(data.stage));
      if (at >= 0) narration.show(run.events, at);
      if (meters) meters.show(run.events[Math.max(at, 0)], state);
      log.show(at);
    },
  };
}

function findStops(data) {
  const isStop = (indices, position) =>
    data.runs.some((run, r) => {
      const before = position ? data.track[position - 1][r] : -1;
      return indices[r] !== before && (run.events[indices[r]] || {}).kind === "decision_reached";
    });
  return data.track.map((indices, position) => (isStop(indices, position) ? position : -1)).filter((position) => position >= 0);
}
