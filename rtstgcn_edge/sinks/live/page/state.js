// What the page knows of the run, kept up to date by messages.

export const HISTORY_S = 30;
export const LATENCIES = 1500;

export const state = {
  run: null, model: null, facts: {}, trial: "", newest: 0, size: null,
  people: new Map(), // id -> what was last said of a live skeleton, and when its body was last seen
  labels: new Map(), // id -> runs [first, last, raw, decided, flags]
  truth: [],
  signals: [], // [frame, values...]
  ms: [], // [transport, pose, align, infer, emit] in microseconds
  notices: [], // {at, text}: what the run said of its devices
  heard: 0, // when the last tick came
};

export function hello(said) {
  const fresh = state.run !== said.run;
  if (state.model && state.model.version !== said.model.version) location.reload();
  Object.assign(state, { run: said.run, model: said.model, facts: said.facts, notices: said.notices });
  clear(said.trial);
  if (fresh) state.ms = [];
  state.newest = said.n;
  state.labels = new Map(Object.entries(said.labels).map(([id, runs]) => [Number(id), runs]));
  state.truth = said.truth;
  meet(said.people);
  state.heard = performance.now();
  return fresh;
}

export function tick(said) {
  if (said.trial !== state.trial) clear(said.trial);
  state.newest = said.n;
  state.size = said.size ?? state.size;
  for (const [id, runs] of Object.entries(said.labels)) {
    if (!state.labels.has(Number(id))) state.labels.set(Number(id), []);
    for (const run of runs) lengthen(state.labels.get(Number(id)), run);
  }
  for (const run of said.truth) lengthen(state.truth, run);
  const oldest = state.newest - HISTORY_S * state.model.rate_hz;
  for (const [id, runs] of state.labels) {
    forget(runs, oldest, (run) => run[1]);
    if (!runs.length) state.labels.delete(id);
  }
  forget(state.truth, oldest, (run) => run[1]);
  if (said.signals) {
    state.signals.push(...said.signals);
    forget(state.signals, oldest, (sample) => sample[0]);
  }
  state.ms.push(...said.ms);
  state.ms.splice(0, state.ms.length - LATENCIES);
  meet(said.people);
  state.heard = performance.now();
}

function clear(trial) {
  Object.assign(state, { trial, newest: 0, size: null, truth: [], signals: [] });
  state.people = new Map();
  state.labels = new Map();
}

function meet(people) {
  state.people = new Map(people.map((person) => [person.id, person]));
}

function lengthen(runs, run) {
  const last = runs.at(-1);
  if (last && last[1] + 1 === run[0] && run.every((value, i) => i < 2 || value === last[i])) last[1] = run[1];
  else runs.push(run);
}

function forget(list, oldest, when) {
  const kept = list.findIndex((one) => when(one) >= oldest);
  list.splice(0, kept < 0 ? list.length : kept);
}

export function shown(person) {
  // what a person is said to do: the decision once there is one, else the raw label
  if (!person.top) return null;
  return person.decided ?? person.top[0][0];
}
