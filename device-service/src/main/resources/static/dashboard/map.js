import d3 from './d3.js';
import { byId, element, onWidth, table } from './dom.js';
import { bytes, ms, rateText } from './format.js';

const LEFT = 40;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 42;
const ROW = 30;

/** The best cut for every rate and batch, with the state of the moment marked. */
export class BestCuts {
  #cuts;
  #width = 0;
  #map = null;
  #rate = null;
  #drawn = '';

  constructor(cuts) {
    this.#cuts = cuts;
    byId('map-legend').replaceChildren(...cuts.candidates.map(split =>
      element('li', {}, element('span', { class: `key ${cuts.colour(split)}` }), cuts.name(split))));
    onWidth(byId('map'), width => { this.#width = width; this.#draw(); });
  }

  show({ map, conditions }) {
    this.#map = map;
    this.#rate = conditions.link.bytesPerSecond;
    byId('map-input').textContent = `${map.input === 'images' ? 'photographs' : 'frames'} of ${bytes(map.imageBytes)}, in present conditions`;
    byId('map-now').textContent = this.#now();
    this.#draw();
    this.#tabulate();
  }

  /** The cell nearest to the present state. */
  #here() {
    if (this.#rate == null) {
      return null;
    }
    const near = (values, value) => d3.minIndex(values, v => Math.abs(Math.log(v / value)));
    const row = near(this.#map.batches, this.#map.batch);
    const column = near(this.#map.bytesPerSecond, this.#rate);
    return { row, column, split: this.#map.splits[row][column], encoding: this.#map.encodings[row][column], totalMs: this.#map.totalMs[row][column] };
  }

  #now() {
    const here = this.#here();
    if (here == null) {
      return 'The rate of the link is not known yet.';
    }
    const { batch } = this.#map;
    return here.split == null ? `Neither machine has room for a batch of ${batch}.`
      : `Now: ${rateText(this.#rate)}, batch ${batch}. The best single cut there is ${this.#cuts.name(here.split, here.encoding)}, some ${ms(here.totalMs)} ms.`;
  }

  #draw() {
    const map = this.#map;
    if (map == null || this.#width === 0) {
      return;
    }
    const height = TOP + ROW * map.batches.length + BOTTOM;
    const step = Math.sqrt(map.bytesPerSecond[1] / map.bytesPerSecond[0]);
    const x = d3.scaleLog([map.bytesPerSecond[0] / step, map.bytesPerSecond.at(-1) * step], [LEFT, this.#width - RIGHT]);
    const y = d3.scaleBand(map.batches, [TOP + ROW * map.batches.length, TOP]);
    const svg = d3.select('#map').selectAll('svg').data([0]).join('svg')
      .attr('viewBox', `0 0 ${this.#width} ${height}`).attr('height', height).attr('role', 'img')
      .attr('aria-label', `Map of the best cut for each rate and batch. ${this.#now()} The table below has all of it.`);
    this.#axes(svg, x, y, height);
    const cells = map.batches.flatMap((batch, row) => map.bytesPerSecond.map((rate, column) =>
      ({ batch, rate, split: map.splits[row][column], encoding: map.encodings[row][column], totalMs: map.totalMs[row][column] })));
    svg.selectAll('rect.cell').data(cells).join(enter => {
      const rect = enter.append('rect');
      rect.append('title');
      return rect;
    })
      .attr('class', cell => `cell ${cell.split == null ? 'none' : this.#cuts.colour(cell.split)}`)
      .attr('x', cell => x(cell.rate / step)).attr('width', cell => x(cell.rate * step) - x(cell.rate / step))
      .attr('y', cell => y(cell.batch)).attr('height', y.bandwidth())
      .select('title').text(cell => cell.split == null ? 'no room' : `${rateText(cell.rate)}, batch ${cell.batch}: ${this.#cuts.name(cell.split, cell.encoding)}, ${ms(cell.totalMs)} ms`);
    this.#mark(svg, x, y);
  }

  #axes(svg, x, y, height) {
    if (this.#drawn === `${this.#width}`) {
      return;
    }
    this.#drawn = `${this.#width}`;
    svg.selectAll('g.axis, text.name').remove();
    const ticks = [0.25e6, 1e6, 4e6, 16e6, 64e6];
    svg.append('g').attr('class', 'axis').attr('transform', `translate(0 ${height - BOTTOM})`)
      .call(d3.axisBottom(x).tickValues(ticks).tickFormat(v => v / 1e6).tickSizeOuter(0));
    svg.append('g').attr('class', 'axis').attr('transform', `translate(${LEFT} 0)`).call(d3.axisLeft(y).tickSize(0).tickPadding(6));
    svg.append('text').attr('class', 'name').attr('x', this.#width - RIGHT).attr('y', height - 6).attr('text-anchor', 'end').text('rate of the link, MB/s →');
    svg.append('text').attr('class', 'name').attr('transform', `translate(10 ${(height - BOTTOM) / 2}) rotate(-90)`).attr('text-anchor', 'middle').text('batch, images');
  }

  #mark(svg, x, y) {
    const clamp = (v, [low, high]) => Math.max(low, Math.min(high, v));
    const batches = d3.scaleLog(d3.extent(this.#map.batches), [y(this.#map.batches[0]), y(this.#map.batches.at(-1))]);
    const at = this.#rate == null ? [] : [{ x: x(clamp(this.#rate, x.domain())), y: batches(clamp(this.#map.batch, batches.domain())) + y.bandwidth() / 2 }];
    svg.selectAll('line.here-line').data(at).join('line').raise().attr('class', 'here-line')
      .attr('x1', p => p.x).attr('x2', p => p.x).attr('y1', TOP).attr('y2', TOP + ROW * this.#map.batches.length);
    for (const ring of ['here-halo', 'here']) {
      svg.selectAll(`circle.${ring}`).data(at).join('circle').raise().attr('class', ring).attr('r', 8).attr('cx', p => p.x).attr('cy', p => p.y);
    }
  }

  #tabulate() {
    if (!byId('map-table').closest('details').open) {
      return; // 147 cells a second, for nobody
    }
    table(byId('map-table'), 'Best cut for each rate (rows) and batch (columns)',
      ['rate', ...this.#map.batches.map(batch => `batch ${batch}`)],
      this.#map.bytesPerSecond.map((rate, column) => [rateText(rate), ...this.#map.splits.map(row => row[column] == null ? '–' : this.#cuts.name(row[column]))]),
      i => i === this.#here()?.column);
  }
}
