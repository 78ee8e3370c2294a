// Labels over time: of each person what was decided and what every frame said, and the truth where it is known.

import { classColour, FONT, fitted, ink, ON_CLASS, personColour, sharp } from "./look.js";
import { HISTORY_S, state } from "./state.js";

const DECIDED = 26, RAW = 9, TRUTH = 22, GAP = 10, AXIS = 20;

export function drawBands(canvas) {
  const rows = [...state.labels.keys()].sort((a, b) => a - b);
  const truth = state.truth.length > 0;
  const tall = AXIS + (truth ? TRUTH + GAP : 0) + Math.max(1, rows.length) * (DECIDED + RAW + 2 + GAP);
  const { c, width } = sharp(canvas, tall);
  const left = rows.length > 1 || truth ? 52 : 0;
  const rate = state.model.rate_hz;
  const span = width < 560 ? HISTORY_S / 2 : HISTORY_S;
  document.getElementById("span").textContent = span;
  const place = (frame) => left + (width - left) * (1 - (state.newest + 1 - frame) / (span * rate));
  c.textBaseline = "middle";
  const segment = (first, last, label, y, h, sure, text) => {
    const x0 = Math.max(left, place(first)), x1 = Math.max(left, place(last + 1));
    if (x1 <= x0 || label < 0) return;
    c.globalAlpha = sure ? 1 : 0.4;
    c.fillStyle = classColour(state.model, label);
    c.fillRect(x0, y, x1 - x0 + 0.3, h);
    c.globalAlpha = 1;
    if (!text) return;
    c.fillStyle = ON_CLASS;
    const short = fitted(c, state.model.classes[label], x1 - x0 - 12);
    if (short) c.fillText(short, x0 + 6, y + h / 2 + 0.5);
  };
  c.font = `12px ${FONT}`;
  let y = 0;
  if (truth) {
    name(c, "truth", y + TRUTH / 2, ink("soft"));
    for (const [first, last, label] of merged(state.truth, 2)) segment(first, last, label, y, TRUTH, true, true);
    y += TRUTH + GAP;
  }
  for (const id of rows) {
    if (left) name(c, rows.length > 1 ? `#${id}` : "model", y + DECIDED / 2, rows.length > 1 ? personColour(id) : ink("soft"));
    const runs = state.labels.get(id);
    c.fillStyle = ink("faint");
    c.fillRect(left, y, width - left, DECIDED + RAW + 2);
    for (const [first, last, label] of merged(runs, 3)) segment(first, last, label, y, DECIDED, true, true);
    for (const [first, last, label, , flags] of runs) segment(first, last, label, y + DECIDED + 2, RAW, flags === 1, false);
    y += DECIDED + RAW + 2 + GAP;
  }
  axis(c, place, left, width, tall, rate, span);
}

export function merged(runs, at) {
  // [first, last, label] where `at` tells the label, over neighbours that agree
  const out = [];
  for (const run of runs) {
    const before = out.at(-1);
    if (before && before[1] + 1 === run[0] && before[2] === run[at]) before[1] = run[1];
    else out.push([run[0], run[1], run[at]]);
  }
  return out;
}

function name(c, text, y, colour) {
  c.font = `600 12px ${FONT}`;
  c.fillStyle = colour;
  c.fillText(text, 0, y);
  c.font = `12px ${FONT}`;
}

function axis(c, place, left, width, tall, rate, span) {
  c.fillStyle = ink("soft");
  c.textAlign = "center";
  const newest = state.newest / rate;
  for (let s = Math.ceil((newest - span) / 5) * 5; s <= newest; s += 5) {
    const x = place(s * rate);
    if (s < 0 || x < left + 12 || x > width - 12) continue;
    c.fillText(clock(s), x, tall - 7);
  }
  c.textAlign = "left";
}

export function clock(seconds) {
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, i) => (i ? String(part).padStart(2, "0") : part)).join(":");
}
