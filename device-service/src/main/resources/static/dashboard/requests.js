import d3 from './d3.js';
import { byId, element, table } from './dom.js';
import { ms, rateText, what } from './format.js';

const SHOWN = 10;
const WIDTH = 400;
const PARTS = ['decode', 'head', 'transfer', 'queue', 'tail'];

/** The latest requests as bars of their parts: predicted above, measured below. */
export class Requests {
  #cuts;
  #latest = [];
  #open = new Set();

  constructor(cuts) {
    this.#cuts = cuts;
    byId('parts-legend').replaceChildren(...PARTS.map(part => element('li', {}, element('span', { class: `key ${part}` }), part)),
      element('li', {}, '┃ the whole: less than its parts where chunks overlap'));
  }

  /** Newest first; those that are here already are known by their number. */
  add(decisions) {
    const last = this.newest?.id ?? 0;
    const restarted = decisions.length > 0 && decisions[0].id < last; // the device counts from 1 again
    const fresh = restarted ? decisions : decisions.filter(d => d.id > last);
    this.#latest = (restarted ? fresh : [...fresh, ...this.#latest]).slice(0, SHOWN);
    if (fresh.length > 0) {
      this.#draw();
    }
  }

  get newest() {
    return this.#latest[0];
  }

  #draw() {
    const focused = document.activeElement?.closest?.('#requests li')?.dataset.id;
    const longest = d3.max(this.#latest, d => Math.max(sum(d.measuredMs), d.measuredMs.total, d.predictedMs == null ? 0 : sum(d.predictedMs)));
    const x = d3.scaleLinear([0, longest], [0, WIDTH]);
    byId('no-requests').hidden = this.#latest.length > 0;
    byId('requests').replaceChildren(...this.#latest.map(d => this.#row(d, x)));
    document.querySelector(`#requests li[data-id="${focused}"] button`)?.focus({ preventScroll: true });
    table(byId('requests-table'), 'Latest requests, milliseconds',
      ['no.', 'brought', 'plan', 'reason', ...PARTS.flatMap(part => [`${part} predicted`, 'measured']), 'total predicted', 'measured', 'off by %'],
      this.#latest.map(d => [d.id, what(d.batch, d.input), this.#cuts.plan(d.plan), d.reason,
        ...[...PARTS, 'total'].flatMap(part => [ms(d.predictedMs?.[part]), ms(d.measuredMs[part])]), ms(d.errorPercent)]));
  }

  #row(d, x) {
    const id = `request-${d.id}`;
    const open = this.#open.has(d.id);
    const plan = this.#cuts.plan(d.plan);
    const button = element('button', { class: 'request', type: 'button', 'aria-expanded': String(open), 'aria-controls': id },
      element('span', { class: 'what' }, element('b', {}, plan),
        element('small', {}, `#${d.id} · ${what(d.batch, d.input)}${d.reason === 'fastest' ? '' : ` · ${d.reason}`}`),
        d.degraded ? element('small', { class: 'degraded' }, ' · degraded') : null),
      element('span', { class: 'ms' }, element('span', { class: 'predicted' }, element('span', { class: 'hidden' }, ', predicted '), ms(d.predictedMs?.total)),
        element('span', { class: 'hidden' }, ', measured '), element('span', {}, `${ms(d.measuredMs.total)} ms`)));
    const svg = d3.create('svg').attr('viewBox', `0 0 ${WIDTH} 30`).attr('preserveAspectRatio', 'none').attr('aria-hidden', 'true');
    bars(svg.append('g').attr('class', 'bars predicted'), d.predictedMs, x, 2);
    bars(svg.append('g').attr('class', 'bars measured'), d.measuredMs, x, 15);
    button.insertBefore(svg.node(), button.lastChild);
    const more = element('div', { class: 'more', id, hidden: !open }, ...this.#details(d));
    button.addEventListener('click', () => {
      more.hidden = !more.hidden;
      button.setAttribute('aria-expanded', String(!more.hidden));
      this.#open[more.hidden ? 'delete' : 'add'](d.id);
    });
    return element('li', { 'data-id': d.id }, button, more);
  }

  #details(d) {
    const { link, queueMs, deviceFactor, edgeFactor, planFactor, sendingMs } = d.conditions;
    const facts = { at: new Date(d.at).toLocaleTimeString(), rate: rateText(link.bytesPerSecond), 'round trip': `${ms(link.rttMs)} ms`,
      'wait at the edge': `${ms(queueMs)} ms`, device: `${ms(deviceFactor)}×`, edge: `${ms(edgeFactor)}×`,
      'plans of chunks': `${ms(planFactor)}×`, 'sending a chunk': `${ms(sendingMs)} ms` };
    for (const part of PARTS) {
      facts[part] = `${ms(d.predictedMs?.[part])} → ${ms(d.measuredMs[part])} ms`;
    }
    if (d.hindsight != null) {
      facts['best in hindsight'] = `${this.#cuts.name(d.hindsight.split, d.hindsight.encoding)}, ${ms(d.hindsight.bestMs)} ms`;
    }
    return [element('p', {}, d.why), element('dl', {}, ...Object.entries(facts).map(([name, value]) =>
      element('div', {}, element('dt', {}, name), element('dd', {}, value))))];
  }
}

const sum = parts => d3.sum(PARTS, part => parts[part]);

function bars(at, parts, x, y) {
  if (parts == null) {
    return;
  }
  let from = 0;
  for (const part of PARTS) {
    at.append('rect').attr('class', `part ${part}`).attr('x', x(from)).attr('y', y).attr('width', x(parts[part])).attr('height', 12)
      .append('title').text(`${part}: ${ms(parts[part])} ms`);
    from += parts[part];
  }
  at.append('line').attr('class', 'whole').attr('x1', x(parts.total)).attr('x2', x(parts.total)).attr('y1', y - 1).attr('y2', y + 13)
    .attr('vector-effect', 'non-scaling-stroke');
}
