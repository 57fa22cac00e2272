import { BestCuts } from './map.js';
import { Chain } from './chain.js';
import { Conditions } from './conditions.js';
import { Cuts } from './cuts.js';
import { byId } from './dom.js';
import { count, what } from './format.js';
import { Gains } from './gains.js';
import { Guard } from './guard.js';
import { Requests } from './requests.js';
import { Try } from './try.js';

const SILENCE_MS = 5000; // a state comes every second
const AGAIN_MS = 2000;

/** Light, dark, or as the system has it. */
function themeButton() {
  const next = { auto: 'light', light: 'dark', dark: 'auto' };
  const say = theme => {
    byId('theme').querySelector('span').textContent = theme;
    byId('theme').setAttribute('aria-label', `Colours: ${theme === 'auto' ? 'as the system has them' : theme}`);
  };
  const now = () => document.documentElement.dataset.theme ?? 'auto';
  say(now());
  byId('theme').addEventListener('click', () => {
    const theme = next[now()];
    if (theme === 'auto') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
    localStorage.setItem('theme', theme);
    say(theme);
  });
}

/** The device may still be starting, or have been started anew. */
async function fetchModel() {
  for (;;) {
    try {
      const response = await fetch('/model');
      if (response.ok) {
        return await response.json();
      }
    } catch {
      // it does not listen yet
    }
    byId('stream').textContent = 'the device does not answer';
    await new Promise(again => setTimeout(again, AGAIN_MS));
  }
}

/** Whether the page holds still; what comes meanwhile is shown afterwards. */
function pauseButton(show) {
  const button = byId('pause');
  let held = null;
  button.addEventListener('click', () => {
    const pause = held == null;
    const missed = held;
    held = pause ? [] : null;
    button.setAttribute('aria-pressed', String(pause));
    missed?.forEach(event => show(...event));
  });
  return (kind, data) => {
    if (held == null) {
      show(kind, data);
    } else {
      held = [...held.filter(([k]) => k !== 'state' || kind !== 'state'), [kind, data]].slice(-100);
    }
  };
}

function listen(receive) {
  let last = Date.now();
  const source = new EventSource('/events');
  const say = text => {
    if (byId('stream').textContent !== text) {
      byId('stream').textContent = text;
    }
  };
  for (const kind of ['state', 'decisions']) {
    source.addEventListener(kind, event => {
      last = Date.now();
      say('live');
      receive(kind, JSON.parse(event.data));
    });
  }
  source.addEventListener('error', () => {
    say('connection lost, trying again …');
    if (source.readyState === EventSource.CLOSED) { // refused, which a browser does not try again
      setTimeout(() => listen(receive), AGAIN_MS);
    }
  });
  const watch = setInterval(() => {
    if (source.readyState === EventSource.CLOSED) {
      clearInterval(watch);
    } else if (Date.now() - last > SILENCE_MS) {
      say('nothing heard for a while');
    }
  }, 1000);
}

themeButton();
const model = await fetchModel();
const cuts = new Cuts(model);
byId('model').textContent = `${model.name} · ${model.L} units · ${count(model.units.reduce((n, unit) => n + unit.parameters, 0))} parameters`;
const panels = { conditions: new Conditions(), guard: new Guard(), chain: new Chain(model, cuts), map: new BestCuts(cuts), gains: new Gains(cuts), requests: new Requests(cuts) };
new Try(cuts);

function showCut(state) {
  const latest = panels.requests.newest;
  if (latest != null) {
    panels.chain.show(latest.plan, `request #${latest.id}, ${what(latest.batch, latest.input)}: ${cuts.plan(latest.plan)}`, latest.why);
  } else if (state != null) {
    const possible = state.candidates.filter(cut => cut.excluded == null && cut.predictedMs != null);
    const best = possible.reduce((a, b) => (b.predictedMs.total <= a.predictedMs.total ? b : a), possible[0]);
    panels.chain.show(best == null ? null : [{ images: 1, split: best.split, encoding: best.encoding }], 'no request yet; for one frame it would be', state.why);
  }
}

listen(pauseButton((kind, data) => {
  if (kind === 'state') {
    panels.conditions.show(data);
    panels.guard.show(data);
    panels.map.show(data);
    panels.gains.show(data);
    showCut(data);
  } else {
    panels.requests.add(data);
    showCut(null);
  }
}));
