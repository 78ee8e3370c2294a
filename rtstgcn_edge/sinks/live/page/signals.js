// Signals of body-worn sensors: a row a node, a column a kind of signal, its axes on top of each other.

import { fitted, FONT, ink, sharp } from "./look.js";
import { state } from "./state.js";

const SPAN_S = 10;
let heights = { run: null, of: [] };

export function drawSignals(canvas) {
  const { c, width, height } = sharp(canvas);
  const { joints, rate_hz: rate } = state.model;
  const kinds = groups(state.model);
  const samples = state.signals.slice(-SPAN_S * rate - 1);
  if (heights.run !== state.run) heights = { run: state.run, of: kinds.map(() => 0) };
  c.font = `13px ${FONT}`;
  const left = Math.min(0.25 * width, 22 + Math.max(...joints.map((name) => c.measureText(name).width)));
  const gap = 14, head = 26;
  const w = (width - left - gap * kinds.length) / kinds.length, h = (height - head - 10) / joints.length;
  c.textBaseline = "middle";
  kinds.forEach((kind, k) => {
    const x0 = left + k * (w + gap);
    let largest = 0;
    for (const sample of samples)
      for (const channel of kind.channels)
        for (let v = 0; v < joints.length; v++) largest = Math.max(largest, Math.abs(sample[1 + channel * joints.length + v]));
    heights.of[k] = largest > heights.of[k] ? largest : heights.of[k] + 0.02 * (largest - heights.of[k]);
    const scale = (0.46 * h) / (heights.of[k] || 1);
    heading(c, kind, x0, w, heights.of[k] / 1000);
    joints.forEach((_, v) => {
      const middle = head + (v + 0.5) * h;
      c.strokeStyle = ink("line");
      c.lineWidth = 1;
      c.beginPath();
      c.moveTo(x0, middle);
      c.lineTo(x0 + w, middle);
      c.stroke();
      c.lineWidth = 1.4;
      c.lineJoin = "round";
      kind.channels.forEach((channel, axis) => {
        c.strokeStyle = ink(`axis-${axis % 3}`);
        trace(c, samples, 1 + channel * joints.length + v, x0, w, middle, scale, rate);
      });
    });
  });
  c.font = `13px ${FONT}`;
  c.fillStyle = ink("ink");
  joints.forEach((name, v) => c.fillText(fitted(c, name, left - 14), 10, head + (v + 0.5) * h));
}

function trace(c, samples, at, x0, w, middle, scale, rate) {
  c.beginPath();
  let former = -Infinity;
  for (const sample of samples) {
    const x = x0 + w * (1 - (state.newest - sample[0]) / (SPAN_S * rate));
    if (x < x0) continue;
    const y = middle - scale * sample[at];
    // nothing came in between: a gap and no line
    if (sample[0] - former > Math.max(2, 0.15 * rate)) c.moveTo(x, y);
    else c.lineTo(x, y);
    former = sample[0];
  }
  c.stroke();
}

function heading(c, kind, x, w, largest) {
  c.font = `13px ${FONT}`;
  c.fillStyle = ink("soft");
  const digits = largest < 10 ? 1 : 0;
  const range = `${largest ? `±${largest.toFixed(digits)} ` : ""}${kind.unit.replace("^2", "²")}`;
  const whole = `${kind.name}  ${range}`;
  c.fillText(c.measureText(whole).width < w - 50 ? whole : range, x, 14);
  kind.axes.forEach((axis, i) => {
    c.fillStyle = ink(`axis-${i % 3}`);
    c.fillText(axis, x + w - 14 * (kind.axes.length - i), 14);
  });
}

const NAMES = { acc: "acceleration", gyro: "angular velocity", gyr: "angular velocity", mag: "magnetic field" };

function groups({ channels, units }) {
  // channels of one kind: acc_x, acc_y, acc_z
  const kinds = [];
  channels.forEach((channel, i) => {
    const [, stem, axis] = /^(.*?)_?([xyz])$/i.exec(channel) ?? [null, channel, ""];
    let kind = kinds.find((one) => one.stem === stem && one.unit === units[i]);
    if (!kind) kinds.push((kind = { stem, name: NAMES[stem] ?? stem, unit: units[i], channels: [], axes: [] }));
    kind.channels.push(i);
    kind.axes.push(axis);
  });
  return kinds;
}
