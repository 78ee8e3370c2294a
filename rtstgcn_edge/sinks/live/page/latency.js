// Where the time of a frame goes: stages on top of each other, tick by tick.

import { FONT, ink, sharp } from "./look.js";
import { state } from "./state.js";

const STAGES = ["transport", "pose", "align", "infer", "emit"];
const SHOWN = 400;
let ceiling = 0;

export function drawLatency(section) {
  const { c, width, height } = sharp(section.querySelector("canvas"));
  const ticks = state.ms.slice(-SHOWN);
  const totals = ticks.map(sum);
  const top = 1.6 * (totals.length ? quantile(totals, 0.95) : 1000);
  ceiling = top > ceiling ? top : ceiling + 0.03 * (top - ceiling);
  const step = width / SHOWN;
  const y = (us) => height - (height - 6) * Math.min(1, us / ceiling);
  ticks.forEach((stages, i) => {
    const x = width - (ticks.length - i) * step;
    let below = 0;
    stages.forEach((us, stage) => {
      c.fillStyle = ink(`stage-${stage}`);
      c.fillRect(x, y(below + us), step + 0.3, y(below) - y(below + us));
      below += us;
    });
  });
  grid(c, y, width);
  const deadline = state.facts.deadline_ms;
  if (deadline && 1000 * deadline < ceiling) {
    c.strokeStyle = c.fillStyle = ink("bad");
    c.fillRect(0, y(1000 * deadline), width, 1.5);
    c.textAlign = "right";
    c.fillText("deadline", width - 3, y(1000 * deadline) + (y(1000 * deadline) < 16 ? 14 : -5));
    c.textAlign = "left";
  }
}

function grid(c, y, width) {
  c.font = `11px ${FONT}`;
  c.fillStyle = ink("soft");
  const rough = ceiling / 2.5, unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * [1, 2, 5, 10].find((n) => n * unit >= rough);
  for (let us = step; us < 0.95 * ceiling; us += step) {
    c.globalAlpha = 0.25;
    c.fillRect(0, y(us), width, 1);
    c.globalAlpha = 1;
    c.fillText(`${us / 1000} ms`, 3, y(us) - 4);
  }
}

export function tellLatency(section) {
  const body = section.querySelector("tbody");
  // only a camera has poses to find
  const stages = STAGES.map((name, i) => [name, state.ms.map((s) => s[i]), i]).filter(([name, values]) => name !== "pose" || values.some(Boolean));
  const rows = [...stages, ["total", state.ms.map(sum)]];
  body.replaceChildren(...rows.map(row));
  const delay = state.facts.inherent_delay_ms;
  const deadline = state.facts.deadline_ms;
  const said = delay ? [`To be added: model ${delay.model.toFixed(0)} ms, decision ${delay.decision.toFixed(0)} ms.`] : [];
  if (deadline) said.push(`A frame comes every ${deadline.toFixed(1)} ms.`);
  section.querySelector("#inherent").textContent = said.join(" ");
}

function row([name, values, stage]) {
  const tr = document.createElement("tr");
  const th = document.createElement("th");
  if (stage !== undefined) {
    const mark = document.createElement("i");
    mark.style.background = ink(`stage-${stage}`);
    th.append(mark);
  }
  th.append(name);
  const cells = values.length
    ? [quantile(values.slice(-25), 0.5), quantile(values, 0.5), quantile(values, 0.95), Math.max(...values)]
    : [];
  tr.append(th, ...[0, 1, 2, 3].map((i) => Object.assign(document.createElement("td"), { textContent: ms(cells[i]) })));
  return tr;
}

const sum = (stages) => stages.reduce((a, b) => a + b, 0);
const ms = (us) => (us === undefined ? "–" : (us / 1000).toFixed(us < 99950 ? 2 : 0));

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}
