import d3 from './d3.js';
import { byId, element, onWidth, table } from './dom.js';
import { bytes, factor } from './format.js';

const HEIGHT = 190;
const TOP = 34;
const BOTTOM = 34;
const BYTES = { U8: 1, F32: 4 };

/**
 * The chain of units. The height of a unit is that of its output against the input (by its square root, so that narrow
 * ones can still be seen); where the chain is narrow, a cut is cheap.
 */
export class Chain {
  #model;
  #cuts;
  #width = 0;
  #plan = null;

  constructor(model, cuts) {
    this.#model = model;
    this.#cuts = cuts;
    byId('chain-legend').replaceChildren(...[
      ['device', 'runs on the device'], ['edge', 'runs on the edge'],
    ].map(([key, text]) => element('li', {}, element('span', { class: `key ${key}` }), text)),
      element('li', {}, '▲ compressive bottleneck: worth a cut'), element('li', {}, '△ other natural bottleneck: narrower than the input'));
    onWidth(byId('chain'), width => { this.#width = width; this.#draw(); });
    this.#tabulate();
  }

  /** A plan that was carried out, or the cut that would be taken. */
  show(plan, text, why) {
    const changed = JSON.stringify(plan) !== JSON.stringify(this.#plan);
    this.#plan = plan;
    byId('cut-now').textContent = text;
    byId('why').textContent = `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
    if (changed) {
      this.#draw();
      this.#tabulate();
    }
  }

  #splits() {
    return this.#plan == null ? [] : [...new Set(this.#plan.map(chunk => chunk.split))].sort((a, b) => a - b);
  }

  /** Which part of the batch goes through a unit on the device; null while nothing is known. */
  #here(index) {
    if (this.#plan == null || index === 0) {
      return null;
    }
    return d3.sum(this.#plan, chunk => (chunk.split >= index ? chunk.images : 0)) / d3.sum(this.#plan, chunk => chunk.images);
  }

  #side(index) {
    const here = this.#here(index);
    return here == null ? '' : here === 1 ? 'device' : here === 0 ? 'edge' : `${(100 * here).toFixed(0)} % device, rest edge`;
  }

  #tabulate() {
    const natural = new Set(this.#model.natural);
    const compressive = new Set(this.#model.compressive);
    const splits = this.#splits();
    table(byId('units'), 'Units of the network', ['cut after', 'no.', 'output', 'size', 'ratio', 'bottleneck', 'runs on'],
      [['input', 0, this.#model.input.join('×'), '', '1', '', ''],
        ...this.#model.units.map(unit => [unit.name, unit.index, shapes(unit), bytes(size(unit)), factor3(unit.ratio),
          compressive.has(unit.index) ? 'compressive' : natural.has(unit.index) ? 'natural' : '', this.#side(unit.index)])],
      i => splits.includes(i));
  }

  #draw() {
    if (this.#width === 0) {
      return;
    }
    const units = [{ index: 0, name: 'input', ratio: 1, tensors: [{ shape: this.#model.input }] }, ...this.#model.units];
    const x = d3.scaleBand(units.map(unit => unit.index), [0, this.#width]).paddingInner(0.12);
    const tall = d3.scaleSqrt([0, d3.max(units, unit => unit.ratio)], [0, HEIGHT - TOP - BOTTOM]);
    const middle = TOP + (HEIGHT - TOP - BOTTOM) / 2;
    const svg = d3.select('#chain').selectAll('svg').data([0]).join('svg')
      .attr('viewBox', `0 0 ${this.#width} ${HEIGHT}`).attr('height', HEIGHT).attr('role', 'img').attr('aria-label', this.#label());
    svg.selectAll('*').remove();

    for (const side of [-1, 1]) {
      svg.append('line').attr('class', 'unity').attr('x2', this.#width).attr('y1', middle + side * tall(1) / 2).attr('y2', middle + side * tall(1) / 2);
    }
    const high = unit => Math.max(3, tall(unit.ratio));
    for (const unit of units) {
      const here = this.#here(unit.index);
      const box = svg.append('g').attr('class', 'box').attr('data-runs-on', this.#side(unit.index));
      const part = (kind, from, of) => of > 0 && box.append('rect').attr('class', `unit ${kind}`).attr('rx', Math.min(2, of * high(unit) / 2))
        .attr('x', x(unit.index)).attr('width', x.bandwidth()).attr('y', middle - high(unit) / 2 + from * high(unit)).attr('height', of * high(unit));
      part('idle', 0, here == null ? 1 : 0);
      part('device', 0, here ?? 0); // of a plan of several cuts, the images that are cut later lie above
      part('edge', here ?? 0, here == null ? 0 : 1 - here);
      box.append('title').text(`${unit.name} (${unit.index}): ${shapes(unit)}, ${factor3(unit.ratio)} of the input`);
    }

    const compressive = new Set(this.#model.compressive);
    svg.append('g').selectAll('text').data(this.#model.natural).join('text')
      .attr('class', cut => compressive.has(cut) ? 'bottleneck compressive' : 'bottleneck')
      .attr('x', cut => x(cut) + x.bandwidth() / 2).attr('y', HEIGHT - 20).attr('text-anchor', 'middle').text(cut => compressive.has(cut) ? '▲' : '△');
    this.#names(svg, units, x);
    this.#lines(svg, x);
  }

  /** Names that would run into the one before are left out: the table has them all. */
  #names(svg, units, x) {
    const wanted = new Set([0, ...this.#model.compressive, this.#model.L]);
    let free = 0;
    for (const unit of units.filter(unit => wanted.has(unit.index) || x.bandwidth() > 46)) {
      const wide = 6.2 * unit.name.length;
      const centre = Math.min(this.#width - wide / 2, Math.max(wide / 2, x(unit.index) + x.bandwidth() / 2));
      if (centre - wide / 2 >= free) {
        svg.append('text').attr('x', centre).attr('y', HEIGHT - 5).attr('text-anchor', 'middle').text(unit.name);
        free = centre + wide / 2 + 4;
      }
    }
  }

  #lines(svg, x) {
    const place = split => x(split) + x.bandwidth() + x.step() * x.paddingInner() / 2;
    svg.append('g').selectAll('line').data(this.#model.compressive).join('line').attr('class', 'candidate')
      .attr('x1', place).attr('x2', place).attr('y1', TOP - 6).attr('y2', HEIGHT - BOTTOM + 2);
    let free = 0;
    for (const split of this.#splits()) {
      const name = this.#cuts.name(split);
      const wide = 7 * name.length + 14;
      const line = Math.min(this.#width - 1, place(split));
      const left = Math.max(free, Math.min(this.#width - wide, Math.max(0, line - wide / 2)));
      free = left + wide + 4;
      svg.append('line').attr('class', 'cut-line').attr('x1', line).attr('x2', line).attr('y1', 20).attr('y2', HEIGHT - BOTTOM + 2);
      svg.append('rect').attr('class', 'cut-tag').attr('x', left).attr('y', 1).attr('width', wide).attr('height', 20).attr('rx', 4);
      svg.append('text').attr('class', 'cut-name').attr('x', left + wide / 2).attr('y', 15).attr('text-anchor', 'middle').text(name);
    }
  }

  #label() {
    const splits = this.#splits().map(split => this.#cuts.name(split)).join(' and ');
    return `The network as a chain of ${this.#model.L} units with ${this.#model.natural.length} natural bottlenecks,`
      + ` ${this.#model.compressive.length} of them compressive; ${splits ? `cut in use: ${splits}` : 'no cut yet'}. The table below has all of it.`;
  }
}

/** Bytes of all tensors that are alive after a unit; between units all are F32. */
const size = unit => unit.elements * BYTES.F32;

/** Their shapes: several where skip connections cross the cut. */
const shapes = unit => unit.tensors.map(tensor => tensor.shape.join('×')).join(' + ');
const factor3 = ratio => ratio >= 0.1 ? factor(ratio) : ratio.toPrecision(2);
