// Skeletons: in the picture's pixels where the source has them, else in space, turned by hand or slowly by itself.

import { classColour, calm, fitted, FONT, ink, ON_CLASS, personColour, sharp } from "./look.js";
import { shown, state } from "./state.js";

const NOWHERE = -(2 ** 20), MOST_TAG = 240;
const FEET = /ankle|foot|toe|heel/i;
const APART = 1.1; // between two bodies that are put side by side, times the widest
const NEAR_THE_ORIGIN = 0.5; // of its size: a body in whose middle the origin lies; its place is not known
const view = { yaw: 0, pitch: 0.12, held: false, moved: 0, box: null, run: null, wide: 0 };
const slots = new Map(); // id -> place in the row
const last = new Map(); // id -> {at, pixels, sure}: people who are not seen stay where they were

export function startBones(canvas) {
  let from = null;
  canvas.addEventListener("pointerdown", (e) => {
    from = { x: e.clientX, y: e.clientY, yaw: view.yaw, pitch: view.pitch };
    canvas.setPointerCapture(e.pointerId);
  });
  canvas.addEventListener("pointermove", (e) => {
    if (!from) return;
    view.held = true;
    view.yaw = from.yaw - (e.clientX - from.x) / 150;
    view.pitch = Math.max(-1.5, Math.min(1.5, from.pitch + (e.clientY - from.y) / 200));
  });
  canvas.addEventListener("pointerup", () => (from = null));
  canvas.addEventListener("pointercancel", () => (from = null));
  canvas.addEventListener("dblclick", () => Object.assign(view, { held: false, yaw: 0, pitch: 0.12 }));
}

export const inPicture = () => [...state.people.values()].some((person) => person.pixels);

export function drawBones(canvas) {
  const { c, width, height } = sharp(canvas);
  if (view.run !== state.run + state.trial) {
    Object.assign(view, { run: state.run + state.trial, box: null, wide: 0 });
    slots.clear();
  }
  const flat = inPicture();
  const bodies = [...state.people.values()].filter((p) => (flat ? p.pixels : p.at)).map((p) => placed(p, flat));
  if (!bodies.length) return;
  if (!flat) sideBySide(bodies);
  const project = flat ? picture(bodies, width, height, c) : space(bodies, width, height, c);
  const several = state.people.size > 1;
  for (const body of bodies) drawBody(c, body, body.points.map(project), several, width, height);
}

function placed(person, flat) {
  const joints = state.model.joints.length;
  const values = flat ? person.pixels : person.at;
  const dims = values.length / joints;
  const points = [];
  for (let v = 0; v < joints; v++) {
    const point = [];
    for (let d = 0; d < dims; d++) point.push(values[d * joints + v]);
    points.push(point.includes(NOWHERE) ? null : flat ? point : upright(point));
  }
  return { person, points };
}

// a camera tells of each around the hips: without its picture all would stand in one place. Who stands does not move
// when others come or leave.
function sideBySide(bodies) {
  for (const id of [...slots.keys()]) if (!state.people.has(id)) slots.delete(id);
  if (!bodies.every(({ points }) => aroundItself(points.filter(Boolean)))) return;
  for (const { person } of bodies) {
    if (slots.has(person.id)) continue;
    const taken = new Set(slots.values());
    let slot = 0;
    while (taken.has(slot)) slot++;
    slots.set(person.id, slot);
  }
  const widest = Math.max(...bodies.map(({ points }) => span(points.filter(Boolean), 0)));
  view.wide = view.wide ? view.wide + 0.05 * (widest - view.wide) : widest;
  for (const { person, points } of bodies) {
    for (const point of points) if (point) point[0] += APART * view.wide * slots.get(person.id);
  }
}

const span = (points, d) => Math.max(...points.map((p) => p[d])) - Math.min(...points.map((p) => p[d]));

function aroundItself(points) {
  const middle = [0, 1, 2].map((d) => points.reduce((sum, p) => sum + p[d], 0) / points.length);
  return Math.hypot(...middle) < NEAR_THE_ORIGIN * Math.hypot(...[0, 1, 2].map((d) => span(points, d)));
}

// where a positive value points: which of (to the right, up, towards the viewer), and whether it is its contrary
const WAYS = { right: [0, 1], left: [0, -1], up: [1, 1], down: [1, -1], towards: [2, 1], away: [2, -1] };

function upright(point) {
  const turned = [0, 0, 0];
  state.model.axes.forEach((word, d) => (turned[WAYS[word][0]] = WAYS[word][1] * point[d]));
  return turned;
}

function picture(bodies, width, height, c) {
  const [w, h] = state.size ?? extent(bodies);
  const scale = Math.min(width / w, height / h);
  const left = (width - w * scale) / 2, top = (height - h * scale) / 2;
  if (state.size) {
    c.strokeStyle = ink("line");
    c.lineWidth = 1;
    c.strokeRect(left + 0.5, top + 0.5, w * scale - 1, h * scale - 1);
  }
  return (point) => point && { x: left + point[0] * scale, y: top + point[1] * scale, near: 1 };
}

function extent(bodies) {
  const points = bodies.flatMap((body) => body.points).filter(Boolean);
  view.box ??= [1, 1];
  for (const [x, y] of points) view.box = [Math.max(view.box[0], x), Math.max(view.box[1], y)];
  return view.box;
}

function space(bodies, width, height, c) {
  const points = bodies.flatMap((body) => body.points).filter(Boolean);
  const low = [0, 1, 2].map((d) => Math.min(...points.map((p) => p[d])));
  const high = [0, 1, 2].map((d) => Math.max(...points.map((p) => p[d])));
  if (!view.box) view.box = { low, high };
  for (let d = 0; d < 3; d++) {
    // grows at once, shrinks slowly: the view stays calm
    view.box.low[d] = low[d] < view.box.low[d] ? low[d] : view.box.low[d] + 0.004 * (low[d] - view.box.low[d]);
    view.box.high[d] = high[d] > view.box.high[d] ? high[d] : view.box.high[d] + 0.004 * (high[d] - view.box.high[d]);
  }
  const middle = [0, 1, 2].map((d) => (view.box.low[d] + view.box.high[d]) / 2);
  const size = [0, 1, 2].map((d) => Math.max(1, view.box.high[d] - view.box.low[d]));
  const across = Math.hypot(size[0], size[2]);
  const scale = 0.72 * Math.min(height / size[1], width / Math.max(size[0], 0.8 * across));
  if (!view.held) view.yaw = calm.matches ? 0.3 : 0.45 * Math.sin(performance.now() / 5000);
  const [sy, cy, sp, cp] = [Math.sin(view.yaw), Math.cos(view.yaw), Math.sin(view.pitch), Math.cos(view.pitch)];
  const far = 3.2 * Math.max(size[1], across);
  const project = (point) => {
    if (!point) return null;
    const [x, y, z] = point.map((value, d) => value - middle[d]);
    const turned = [cy * x + sy * z, y, cy * z - sy * x];
    const up = cp * turned[1] - sp * turned[2], towards = cp * turned[2] + sp * turned[1];
    const near = far / (far - towards);
    return { x: width / 2 + scale * near * turned[0], y: height / 2 + 8 - scale * near * up, near };
  };
  if (state.model.joints.some((name) => FEET.test(name))) floor(c, project, middle, size);
  return project;
}

function floor(c, project, middle, size) {
  const half = 0.5 * Math.max(size[0], size[2], 0.5 * size[1]), y = view.box.low[1];
  c.strokeStyle = ink("line");
  c.lineWidth = 1;
  c.beginPath();
  for (let i = -3; i <= 3; i++) {
    const at = (half * i) / 3;
    for (const line of [[[at, -half], [at, half]], [[-half, at], [half, at]]]) {
      const [a, b] = line.map(([x, z]) => project([middle[0] + x, y, middle[2] + z]));
      c.moveTo(a.x, a.y);
      c.lineTo(b.x, b.y);
    }
  }
  c.stroke();
}

function drawBody(c, { person }, points, several, width, height) {
  const there = points.filter(Boolean);
  if (!there.length) return;
  const tall = Math.max(...there.map((p) => p.y)) - Math.min(...there.map((p) => p.y));
  const thick = Math.max(2, Math.min(6, tall / 70));
  const colour = several ? personColour(person.id) : ink("ink");
  const sure = (v) => (person.sure ? 0.25 + 0.75 * Math.min(1, Number(person.sure[v]) / 5) : 1);
  c.lineCap = "round";
  c.strokeStyle = c.fillStyle = colour;
  const fade = person.held ? 0.35 : 1;
  for (const [a, b] of state.model.edges) {
    if (!points[a] || !points[b]) continue;
    c.globalAlpha = 0.85 * fade * Math.min(sure(a), sure(b));
    c.lineWidth = thick * (points[a].near + points[b].near) / 2;
    c.beginPath();
    c.moveTo(points[a].x, points[a].y);
    c.lineTo(points[b].x, points[b].y);
    c.stroke();
  }
  points.forEach((p, v) => {
    if (!p) return;
    c.globalAlpha = fade * sure(v);
    c.beginPath();
    c.arc(p.x, p.y, 0.95 * thick * p.near, 0, 7);
    c.fill();
  });
  c.globalAlpha = 1;
  tag(c, person, there, several, width, height);
}

function tag(c, person, there, several, width) {
  const label = shown(person);
  if (label === null) return;
  c.font = `600 13px ${FONT}`;
  const said = fitted(c, state.model.classes[label], Math.min(MOST_TAG, width / 2));
  const name = (several ? `#${person.id}  ` : "") + said + (person.held ? " (not seen)" : "");
  const top = there.reduce((a, b) => (b.y < a.y ? b : a));
  const w = c.measureText(name).width + 18;
  const x = Math.max(4, Math.min(width - w - 4, top.x - w / 2)), y = Math.max(4, top.y - 42);
  c.globalAlpha = person.warm && !person.held ? 1 : 0.55;
  c.fillStyle = classColour(state.model, label);
  c.beginPath();
  c.roundRect(x, y, w, 23, 11.5);
  c.fill();
  c.globalAlpha = 1;
  c.fillStyle = ON_CLASS;
  c.fillText(name, x + 9, y + 16);
}
