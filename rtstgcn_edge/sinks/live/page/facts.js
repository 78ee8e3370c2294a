// Counters, and what source and model say of themselves.

import { state } from "./state.js";

const WRONG = new Set(["late", "duplicate", "refused", "dropped", "refused_bodies", "overflowed", "deadline_misses", "corrupt"]);

export function tellFacts(counters, source, model) {
  const { live, samples, ticks, deadline_misses, source_facts, page } = state.facts;
  const rows = [];
  if (samples) {
    const { lost, ...frames } = samples;
    rows.push(head("Frames"), ...lines(frames), head("Ticks"), ...lines(ticks));
    // a film that is slower than the model leaves ticks out, and nothing is lost
    rows.push(...line(live ? "lost" : "without a frame", lost ?? 0));
    if (state.facts.deadline_ms) rows.push(line("deadline_misses", deadline_misses));
  }
  if (page) {
    rows.push(head("This page"), line("viewers", page.watching));
    rows.push(line("missed when slow", page.missed_by_slow_viewers), line("ticks not shown", page.ticks_not_shown));
  }
  list(counters).replaceChildren(...rows.flat());
  const said = lines({ is: state.facts.source ?? "–", trial: state.trial || "–" });
  source.querySelector(".groups").replaceChildren(...grouped(said, source_facts ?? {}));
  const m = state.model;
  const seconds = (frames) => `${frames} frames, ${(frames / m.rate_hz).toFixed(2)} s`;
  const known = {
    name: m.name,
    is: m.description,
    classes: String(m.classes.length),
    input: `${m.joints.length} joints × ${m.channels.length} channels at ${m.rate_hz} Hz`,
    "receptive field": seconds(m.receptive_field),
    delay: seconds(m.delay),
    size: `${m.parameters.toLocaleString("en")} parameters, ${m.precision}`,
  };
  list(model).replaceChildren(...lines(Object.fromEntries(Object.entries(known).filter(([, value]) => value))));
}

export function tellNotices(section, list) {
  section.hidden = !state.notices.length;
  list.replaceChildren(
    ...state.notices.slice(-4).reverse().map(({ at, text }) => {
      const item = document.createElement("li");
      item.append(element("time", new Date(1000 * at).toLocaleTimeString()), text);
      return item;
    }),
  );
}

const element = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });
const list = (section) => section.querySelector("dl");
const head = (text) => [element("dt", spaced(text), "head")];
const lines = (facts) => Object.entries(facts).flatMap(([key, value]) => line(key, value));
const spaced = (key) => key.replaceAll("_", " ");
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
// facts of several things of a kind, as of sensors by name
const isTable = (value) => isObject(value) && Object.keys(value).length > 1 && Object.values(value).every(isObject);

function line(key, value) {
  const look = value === 0 ? "zero" : typeof value === "string" ? "text" : alarm(key, value);
  return [element("dt", spaced(key)), element("dd", worded(value), look)];
}

const alarm = (key, value) => (!value ? "" : WRONG.has(key) ? "bad" : key === "lost" ? "warn" : "");

function grouped(said, facts) {
  // what stands alone, then what belongs together under its name; a counter shows once it has counted
  const entries = Object.entries(facts).filter(([, value]) => value !== 0);
  const alone = entries.filter(([, value]) => !isObject(value));
  const together = entries.filter(([, value]) => isObject(value) && !isTable(value)).map(([key, value]) => [key, flat(value)]);
  return [
    [...said, ...alone.flatMap(([key, value]) => line(key, value))],
    ...together.filter(([, inner]) => inner.length).map(([key, inner]) => [...head(key), ...inner.flatMap(([k, v]) => line(k, v))]),
    ...entries.filter(([, value]) => isTable(value)).map(([key, value]) => [...head(key), table(value)]),
  ].map((rows) => {
    const group = document.createElement("dl");
    group.append(...rows);
    return group;
  });
}

function flat(facts, before = "") {
  return Object.entries(facts).flatMap(([key, value]) =>
    isObject(value) ? flat(value, `${before}${key} `) : value === 0 || value === null ? [] : [[before + key, value]],
  );
}

function table(things) {
  // a column each; a row for what at least one of them has to say
  const all = Object.values(things);
  const keys = [...new Set(all.flatMap(Object.keys))].filter((key) => all.some((one) => one[key]));
  const row = (name, cells) => {
    const tr = document.createElement("tr");
    tr.append(element("th", name), ...cells);
    return tr;
  };
  const cell = (key, value) => element("td", worded(value), alarm(key, value));
  const whole = document.createElement("table");
  whole.append(row("", Object.keys(things).map((name) => element("th", name))));
  whole.append(...keys.map((key) => row(spaced(key), all.map((one) => cell(key, one[key] ?? null)))));
  const box = element("dd", "", "wide");
  box.append(whole);
  return box;
}

function worded(value) {
  if (value === null) return "–";
  if (Array.isArray(value)) return value.map(worded).join(", ");
  if (isObject(value)) return Object.entries(value).map(([key, inner]) => `${spaced(key)} ${worded(inner)}`).join(", ");
  if (typeof value !== "number") return String(value);
  return Number.isInteger(value) ? value.toLocaleString("en") : String(Number(value.toPrecision(4)));
}
