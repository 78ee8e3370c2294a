// The stream, and who draws what of it when.

import { drawBands } from "./bands.js";
import { drawBones, inPicture, startBones } from "./bones.js";
import { tellFacts, tellNotices } from "./facts.js";
import { drawLatency, tellLatency } from "./latency.js";
import { startTheme } from "./look.js";
import { tellLately, tellLegend, tellPeople } from "./people.js";
import { drawSignals } from "./signals.js";
import { hello, state, tick } from "./state.js";

const at = (id) => document.getElementById(id);
const parts = ["people", "lately", "stage", "bands", "latency", "counters", "source", "model", "status", "hush", "hint", "what", "legend", "said", "notices"];
const page = Object.fromEntries(parts.map((id) => [id, at(id)]));
const RETRY_MS = 1000;
const SILENT_MS = 1500;

let stream = null, retry = 0;
let link = "connecting"; // connecting | open | lost | ended | refused
let news = { ticks: true, facts: true };
let told = 0;

function connect() {
  clearTimeout(retry);
  if (document.hidden) return;
  stream?.close();
  stream = new EventSource("events");
  stream.addEventListener("hello", (e) => {
    link = "open";
    hello(JSON.parse(e.data));
    settle();
  });
  stream.addEventListener("tick", (e) => {
    const { trial } = state;
    tick(JSON.parse(e.data));
    news = { ticks: true, facts: news.facts || state.trial !== trial };
  });
  stream.addEventListener("facts", (e) => {
    state.facts = JSON.parse(e.data);
    news.facts = true;
    name();
  });
  stream.addEventListener("notice", (e) => {
    state.notices = [...state.notices.slice(-19), JSON.parse(e.data)];
    news.facts = true;
  });
  stream.addEventListener("end", () => again("ended"));
  stream.onerror = () => {
    again(link === "ended" ? "ended" : "lost");
    // a run with another token asks for it
    fetch("app.js").then((answer) => answer.status === 401 && location.reload(), () => {});
  };
}

function again(why) {
  link = why;
  stream?.close();
  stream = null;
  clearTimeout(retry);
  retry = setTimeout(connect, RETRY_MS);
}

function settle() {
  page.stage.classList.toggle("signals", state.model.view === "signals");
  news = { ticks: true, facts: true };
  name();
}

function name() {
  document.title = `${state.model.name} · rtstgcn-edge`;
  page.what.textContent = [state.model.name, state.facts.source].filter(Boolean).join(" · ");
}

function tellStatus() {
  const silent = performance.now() - state.heard;
  const patience = Math.max(SILENT_MS, 5 * (state.facts.deadline_ms ?? 0));
  const still = link === "open" && state.model && silent > patience;
  const seconds = Math.floor(silent / 1000);
  const [word, text] =
    link === "ended" ? ["ended", "run ended"]
    : link === "lost" ? ["lost", "no connection, trying again"]
    : link === "connecting" ? ["waiting", "connecting"]
    : still ? ["silent", `no frames for ${seconds} s`]
    : ["running", state.facts.live ? "live" : "playing"];
  page.status.dataset.state = document.body.dataset.state = word;
  if (page.status.textContent !== text) page.status.textContent = text;
  page.hush.hidden = !still;
  if (still) page.hush.textContent = `The source has given no frame for ${seconds} s.`;
  page.hint.textContent = state.model?.view === "bones" && !inPicture() ? "drag to turn" : "";
}

function draw() {
  requestAnimationFrame(draw);
  tellStatus();
  if (!state.model) return;
  const canvas = page.stage.querySelector("canvas");
  const now = performance.now();
  if (state.model.view === "bones") drawBones(canvas);
  if (news.ticks) {
    if (state.model.view === "signals") drawSignals(canvas);
    drawBands(page.bands.querySelector("canvas"));
    drawLatency(page.latency);
  }
  if ((news.ticks || news.facts) && now - told > 150) {
    told = now;
    tellPeople(page.people);
    tellLately(page.lately.querySelector("ol"));
    tellLegend(page.legend);
    tellLatency(page.latency);
    if (news.facts) {
      tellFacts(page.counters, page.source, page.model);
      tellNotices(page.said, page.notices);
    }
    news.facts = false;
  }
  news.ticks = false;
}

// browsers allow few streams to one host: a hidden tab leaves its own to others, and greets the run anew later
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) connect();
  else if (stream) {
    stream.close();
    stream = null;
  }
});
addEventListener("resize", () => (news.ticks = true));
startBones(page.stage.querySelector("canvas"));
startTheme(at("theme"), () => (news = { ticks: true, facts: true }));
connect();
draw();
