import d3 from './d3.js';
import { byId, element } from './dom.js';
import { ago, factor, ms, rate, rateText } from './format.js';

const KEPT = 60; // states, one a second
const WIDTH = 120;
const HEIGHT = 26;

const EDGE = {
  READY: ['ready', 'edge ready'], LINK_UNKNOWN: ['waiting', 'link not measured yet'], NONE: ['waiting', 'no edge configured'],
  UNAVAILABLE: ['away', 'edge unavailable'], BUSY: ['away', 'edge overloaded'], OTHER_MODEL: ['away', 'edge runs another model'],
};

/** What each tile shows: its value and unit, its number for the curve, and a line on it. */
const TILES = [
  { name: 'Rate of the link', value: c => rate(c.link.bytesPerSecond), number: c => c.link.bytesPerSecond,
    line: c => c.link.ageMs == null ? 'not measured yet' : `${ago(c.link.ageMs)}, ${sure(c.link.confidence)}` },
  { name: 'Round trip', value: c => [ms(c.link.rttMs), 'ms'], number: c => c.link.rttMs, line: c => ago(c.link.ageMs) },
  { name: 'Wait at the edge', value: c => [ms(c.queueMs), 'ms'], number: c => c.queueMs, line: (c, ages) => ago(ages.queueMs) },
  { name: 'Wait on the device', value: c => [ms(c.deviceQueueMs), 'ms'], number: c => c.deviceQueueMs, line: () => 'now' },
  { name: 'Device against its profile', value: c => [factor(c.deviceFactor), '× the time'], number: c => c.deviceFactor,
    line: (c, ages) => ago(ages.deviceFactorMs) },
  { name: 'Edge against its profile', value: c => [factor(c.edgeFactor), '× the time'], number: c => c.edgeFactor,
    line: (c, ages) => ago(ages.edgeFactorMs) },
];

const sure = confidence => confidence == null ? '' : `${(100 * confidence).toFixed(0)} % sure`;

/** Live conditions: a tile for each estimate, with its age and its last minute. */
export class Conditions {
  #history = [];
  #tiles;

  constructor() {
    this.#tiles = TILES.map(tile => {
      const value = element('dd', { class: 'value' });
      const age = element('dd', { class: 'age' });
      const curve = element('dd', {});
      byId('tiles').append(element('div', { class: 'tile' }, element('dt', {}, tile.name), value, age, curve));
      const svg = d3.select(curve).append('svg').attr('class', 'spark').attr('viewBox', `0 0 ${WIDTH} ${HEIGHT}`)
        .attr('preserveAspectRatio', 'none').attr('aria-hidden', 'true');
      return { ...tile, valueAt: value, ageAt: age, area: svg.append('path').attr('class', 'area'), curve: svg.append('path').attr('class', 'line') };
    });
  }

  show({ conditions, ages }) {
    const [state, text] = EDGE[conditions.edge] ?? ['unknown', conditions.edge];
    const pill = byId('edge');
    if (pill.textContent !== text) {
      pill.dataset.state = state;
      pill.textContent = text;
    }
    this.#history.push(conditions);
    this.#history.splice(0, this.#history.length - KEPT);
    for (const tile of this.#tiles) {
      const [value, unit] = tile.value(conditions);
      tile.valueAt.replaceChildren(value, ' ', element('small', {}, unit));
      tile.ageAt.textContent = tile.line(conditions, ages);
      this.#draw(tile);
    }
    document.title = `${rateText(conditions.link.bytesPerSecond)} · ${text} · Isthmus`;
  }

  #draw(tile) {
    const values = this.#history.map(tile.number);
    const x = d3.scaleLinear([KEPT - values.length, KEPT - 1], [WIDTH * (1 - values.length / KEPT), WIDTH]);
    const y = d3.scaleLinear([0, d3.max(values) || 1], [HEIGHT, 2]);
    const at = (_, i) => x(KEPT - values.length + i);
    const known = v => v != null;
    tile.curve.attr('d', d3.line().defined(known).x(at).y(v => y(v))(values));
    tile.area.attr('d', d3.area().defined(known).x(at).y0(HEIGHT).y1(v => y(v))(values));
  }
}
