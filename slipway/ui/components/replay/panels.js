// What stands around the picture: the current step, the meters, what holds now, who knows what, the keys.

function createNarration() {
  const story = element("p", { class: "story" });
  const fact = element("p", { class: "fact" });
  const sum = element("p", { class: "sum" });
  return {
    node: element("div", { class: "narration" }, story, fact, sum),
    show(events, index) {
      const event = events[index];
      let told = index;
      while (told > 0 && !events[told].say) told -= 1;
      story.textContent = events[told].say || "";
      story.classList.toggle("earlier", told !== index);
      fact.replaceChildren(element("time", {}, event.clock), ` · ${event.text}`);
      sum.className = `sum ${event.passed === false ? "failed" : "passed"}`;
      sum.textContent = event.arithmetic ? `${event.passed === false ? "✕" : "✓"} ${event.arithmetic}` : "";
    },
  };
}

function createMeters(words, names) {
  const cells = new Map(names.map((name) => [name, element("dd", {})]));
  const nodes = [...cells].map(([name, value]) => element("div", { class: `meter ${name}` }, element("dt", {}, words[name]), value));
  const show = {
    step: (event, state, position, count) => say(words.step_of, { step: position + 1, count }),
    clock: (event) => event.clock,
    lead: (event, state) => (state["meter/lead_min"] >= 0 ? duration(state["meter/lead_min"]) : "–"),
    blocked: (event, state) => duration(state["meter/blocked_min"] || 0),
  };
  return {
    node: element("dl", { class: "meters" }, ...nodes),
    show(...now) {
      for (const [name, value] of cells) value.textContent = show[name](...now);
    },
  };
}

function createStanding(data, run) {
  const label = data.runs.length > 1 ? `${data.words.standing}: ${run.label}` : data.words.standing;
  const list = element("ul", { class: "standing", "aria-label": label });
  return {
    node: list,
    show(state, wide) {
      const items = standing(data, state, wide);
      list.hidden = items.length === 0;
      list.replaceChildren(...items.map((item) => element("li", { class: item.kind }, element("span", { class: "sign", "aria-hidden": "true" }, item.sign), element("span", {}, item.text))));
    },
  };
}

function createPeople(data, words) {
  const rows = data.people.map((person) => {
    const news = element("span", { class: "news" });
    const node = element("li", {}, element("span", { class: "person" }, person.name, element("small", {}, person.role)), news);
    return { person, news, node };
  });
  const list = element("ul", {}, ...rows.map((row) => row.node));
  return {
    node: element("section", { class: "people" }, element("h2", {}, words.who_knows), list),
    show(events, index) {
      for (const row of rows) {
        let at = index;
        while (at >= 0 && events[at].to !== row.person.id) at -= 1;
        row.node.classList.toggle("told", at >= 0);
        row.node.classList.toggle("new", at === index);
        row.news.replaceChildren(...(at >= 0 ? [element("time", {}, events[at].clock), ` ${events[at].text}`] : [words.nothing_yet]));
      }
    },
  };
}

function createHelp(words) {
  const keys = [
    ["key_space", "play_pause"], ["key_arrows", "step_keys"], ["key_ends", "ends"], ["key_n", "next_decision"],
    ["key_p", "previous_decision"], ["key_speed", "speed"], ["key_u", "undo"], ["key_help", "help"],
  ];
  const rows = keys.map(([key, text]) => element("div", {}, element("dt", {}, element("kbd", {}, words[key])), element("dd", {}, words[text])));
  return element("section", { class: "help", hidden: true, "aria-label": words.help }, element("dl", {}, ...rows));
}
