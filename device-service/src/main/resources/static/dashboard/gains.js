import d3 from './d3.js';
import { byId, element } from './dom.js';
import { count, factor, ms, percent } from './format.js';

const WIDTH = 100;

/** What choosing has gained over fixed cuts, and how right predictions are. */
export class Gains {
  #cuts;

  constructor(cuts) {
    this.#cuts = cuts;
  }

  show({ gains, accuracy }) {
    byId('gain-count').textContent = `${count(gains.requests)} request${gains.requests === 1 ? '' : 's'} counted`;
    const best = gains.bestFixed;
    const rows = [
      ['over local', 'all on the device', gains.local],
      ['over offload', gains.offload == null && gains.requests > 0 ? 'not allowed here' : 'all on the edge', gains.offload],
      ['over the best fixed cut', best == null ? '' : this.#cuts.name(best.split), best?.ratio],
    ];
    const ratios = rows.map(row => row[2]).filter(ratio => ratio != null);
    const scale = d3.scaleLog([Math.min(0.8, ...ratios), Math.max(2, ...ratios)], [0, WIDTH]);
    byId('gains').replaceChildren(...rows.map(([name, which, ratio]) => this.#row(name, which, ratio, scale)));
    this.#facts(accuracy);
  }

  #row(name, which, ratio, scale) {
    const bar = element('dd', { 'aria-hidden': 'true' });
    const svg = d3.select(bar).append('svg').attr('viewBox', `0 0 ${WIDTH} 14`).attr('preserveAspectRatio', 'none');
    const worse = ratio != null && ratio < 0.995 ? ' worse' : '';
    svg.append('rect').attr('class', `bar${worse}`).attr('y', 2).attr('height', 10).attr('x', scale(Math.min(1, ratio ?? 1)))
      .attr('width', Math.abs(scale(ratio ?? 1) - scale(1)));
    svg.append('line').attr('x1', scale(1)).attr('x2', scale(1)).attr('y2', 14).attr('vector-effect', 'non-scaling-stroke');
    return element('div', { class: 'gain' }, element('dt', {}, name, element('small', {}, which)),
      element('dd', { class: `ratio${worse}` }, ratio == null ? '–' : `${factor(ratio)}×`), bar);
  }

  #facts({ window, requests, totalErrorPercent, regretPercent, sinceStart }) {
    const facts = [
      [`Prediction off by, latest ${requests === 0 ? window : requests}`, `${percent(totalErrorPercent)} %`],
      ['the same since start', `${percent(sinceStart.totalErrorPercent)} %`],
      ['Slower than the best in hindsight, latest', `${percent(regretPercent)} %`],
      ['the same since start', `${percent(sinceStart.regretPercent)} %`],
      ['Mean error of the transfer', `${ms(sinceStart.meanAbsoluteErrorMs?.transfer)} ms`],
    ];
    byId('accuracy').replaceChildren(...facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
  }
}
