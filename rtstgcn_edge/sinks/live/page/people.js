// A card for each person: what they do, and how sure the model is.

import { clock, merged } from "./bands.js";
import { classColour, personColour } from "./look.js";
import { shown, state } from "./state.js";

const element = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });

export function tellPeople(section) {
  const people = [...state.people.values()].sort((a, b) => a.id - b.id);
  if (!people.length) {
    section.replaceChildren(element("p", "nobody panel", "Nobody is there."));
    return;
  }
  const small = people.length > 2;
  section.replaceChildren(...people.map((person) => card(person, people.length > 1, small)));
}

function card(person, several, small) {
  const box = element("article", "person");
  box.classList.toggle("small", small);
  box.classList.toggle("held", Boolean(person.held));
  box.classList.toggle("unsure", !person.warm);
  const who = element("div", "who");
  const mark = element("span", "mark");
  if (several) mark.style.background = personColour(person.id);
  who.append(...(several ? [mark, `#${person.id}`] : ["Label"]));
  who.append(element("span", "note", note(person)));
  box.append(who);
  const label = shown(person);
  box.append(element("div", "label", label === null ? "…" : state.model.classes[label]));
  if (person.top) box.append(chances(person));
  return box;
}

function note(person) {
  if (person.held) return "not seen, held";
  if (!person.top) return "";
  if (!person.warm) return "warming up";
  return person.decided === null ? "undecided" : "";
}

function chances(person) {
  const grid = element("div", "chances");
  for (const [label, thousandths] of person.top) {
    const bar = element("span", "bar");
    const fill = document.createElement("i");
    fill.style.width = `${thousandths / 10}%`;
    fill.style.background = classColour(state.model, label);
    bar.append(fill);
    grid.append(element("span", "name", state.model.classes[label]), bar, element("span", "number", `${Math.round(thousandths / 10)} %`));
  }
  return grid;
}

export function tellLately(list) {
  // what was decided, newest first
  const rate = state.model.rate_hz;
  const several = state.labels.size > 1;
  const decided = [...state.labels].flatMap(([id, runs]) => merged(runs, 3).map(([first, last, label]) => ({ id, first, last, label })));
  const newest = decided.filter((one) => one.label >= 0).sort((a, b) => b.first - a.first).slice(0, 20);
  list.replaceChildren(
    ...newest.map(({ id, first, last, label }) => {
      const item = element("li", "");
      const mark = document.createElement("i");
      mark.style.background = classColour(state.model, label);
      const name = element("b", "", (several ? `#${id} ` : "") + state.model.classes[label]);
      const lasts = `${((last + 1 - first) / rate).toFixed(1)} s`;
      item.append(element("span", "when", clock(first / rate)), mark, name, element("span", "", lasts));
      return item;
    }),
  );
}

export function tellLegend(list) {
  const on = new Set([...state.people.values()].map(shown));
  const named = new Set([...state.labels.values()].flatMap((runs) => runs.flatMap((run) => [run[2], run[3]])));
  for (const run of state.truth) named.add(run[2]);
  const labels = state.model.classes.map((_, i) => i).filter((i) => state.model.classes.length <= 12 || named.has(i));
  list.replaceChildren(
    ...labels.map((i) => {
      const item = element("li", on.has(i) ? "on" : "");
      const mark = document.createElement("i");
      mark.style.background = classColour(state.model, i);
      item.append(mark, state.model.classes[i]);
      return item;
    }),
  );
}
