import d3 from './d3.js';
import { byId, element } from './dom.js';
import { drawn, found, isDrawn, told } from './drawn.js';
import { bytes, ms } from './format.js';

const TOP = 3;

/** Pictures or other inputs of one's own, at the fastest cut or at one that is forced. */
export class Try {
  #cuts;
  #files = [];
  #urls = [];
  #busy = false;

  constructor(cuts) {
    this.#cuts = cuts;
    byId('run').textContent = cuts.classes > 0 ? 'Classify' : 'Run';
    byId('try-title').textContent = `Try a ${cuts.kind.one}`;
    byId('choose').textContent = `Choose ${cuts.kind.one}s`;
    byId('kinds').textContent = cuts.kind.files;
    byId('files').accept = cuts.kind.accept;
    byId('cut').append(...cuts.units.map((_, split) => split).map(split =>
      element('option', { value: split }, `${cuts.name(split)}${cuts.candidates.includes(split) ? ' ★' : ''} (${split})`)));
    byId('cut').addEventListener('change', () => { byId('plan').disabled = byId('cut').value !== 'auto'; });
    byId('files').addEventListener('change', () => this.#take([...byId('files').files]));
    byId('try').addEventListener('submit', event => { event.preventDefault(); this.#once(); });
    byId('every').addEventListener('click', () => this.#everywhere());
    this.#dropZone();
  }

  /** Also beside the zone: a browser would leave the page for a picture that misses it. */
  #dropZone() {
    const zone = byId('drop');
    for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop']) {
      document.addEventListener(kind, event => {
        event.preventDefault();
        zone.classList.toggle('over', kind === 'dragenter' || kind === 'dragover');
      });
    }
    document.addEventListener('drop', event => {
      if (event.dataTransfer?.files.length > 0) {
        this.#take([...event.dataTransfer.files]);
      }
    });
  }

  #take(files) {
    const { one, files: taken, can, part } = this.#cuts.kind;
    const strange = files.find(file => !can(file));
    this.#files = strange || (!part && files.length > 1) ? [] : files;
    if (this.#files.length < files.length) {
      this.#show([]);
      this.#say(`${strange ? `${strange.name} is no ${one}` : `${files.length} files are too many`}: this network takes ${taken}.`, true);
      return;
    }
    this.#show(files);
    const total = files.reduce((size, file) => size + file.size, 0);
    this.#say(files.length === 0 ? '' : `${files.length} ${one}${files.length === 1 ? '' : 's'}, ${bytes(total)}`);
  }

  /** The pictures, or the names of what is none. */
  #show(files) {
    this.#urls.forEach(URL.revokeObjectURL);
    this.#urls = files.map(file => URL.createObjectURL(file));
    byId('thumbs').replaceChildren(...files.map((file, i) => this.#shown(i, file.name)));
    byId('answer').replaceChildren();
    this.#enable();
  }

  #shown(i, name) {
    return this.#cuts.kind.part === 'images' ? element('img', { src: this.#urls[i], alt: name }) : element('span', { class: 'name' }, name || this.#files[i]?.name || '');
  }

  #enable() {
    byId('run').disabled = byId('every').disabled = this.#busy || this.#files.length === 0;
  }

  #say(text, error = false) {
    byId('try-status').textContent = text;
    byId('try-status').classList.toggle('error', error);
  }

  async #working(work) {
    this.#busy = true;
    this.#enable();
    try {
      await work();
    } catch (problem) {
      this.#say(problem.message, true);
    } finally {
      this.#busy = false;
      this.#enable();
    }
  }

  #once() {
    return this.#working(async () => {
      this.#say('under way …');
      const cut = byId('cut').value;
      const answer = await this.#post(cut === 'auto' ? { plan: byId('plan').value } : { split: cut });
      const { decision, measuredMs, degraded } = answer;
      this.#say(`${this.#cuts.plan(decision.plan)} (${decision.reason}${degraded ? ', degraded: the edge failed and the device finished' : ''}):`
        + ` predicted ${ms(decision.predictedMs?.total)} ms, measured ${ms(measuredMs.total)} ms`);
      byId('answer').replaceChildren(...await Promise.all(answer.results.map((result, i) => this.#result(result, i))));
    });
  }

  /** The same at each candidate cut, one after the other. */
  #everywhere() {
    return this.#working(async () => {
      const rows = [];
      for (const split of this.#cuts.candidates) {
        this.#say(`trying ${this.#cuts.name(split)} …`);
        try {
          const { decision, measuredMs, degraded, results } = await this.#post({ split });
          rows.push([this.#cuts.name(split), ms(decision.predictedMs?.total), ms(measuredMs.total), first(results[0]),
            degraded ? 'degraded' : '']);
        } catch (problem) {
          rows.push([this.#cuts.name(split), '', '', '', problem.message]);
        }
      }
      this.#say(`the same ${this.#cuts.kind.one}s at every candidate cut, once each:`);
      byId('answer').replaceChildren(element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'At every candidate cut' },
        element('table', {},
          element('thead', {}, element('tr', {}, ...['cut', 'predicted ms', 'measured ms', 'first answer', 'note'].map(h => element('th', { scope: 'col' }, h)))),
          element('tbody', {}, ...rows.map(([cut, ...cells]) => element('tr', {}, element('th', { scope: 'row' }, cut), ...cells.map(c => element('td', {}, String(c)))))))));
    });
  }

  async #post(query) {
    const { part } = this.#cuts.kind;
    const form = new FormData();
    this.#files.forEach(file => form.append(part ?? 'file', file));
    const headers = byId('key').value === '' ? {} : { 'X-API-Key': byId('key').value };
    if (!part) {
      headers['Content-Type'] = 'application/x-safetensors';
    }
    const response = await fetch(`/infer?${new URLSearchParams({ ...(this.#cuts.classes > 0 ? { top: Math.min(TOP, this.#cuts.classes) } : {}), ...query })}`, { method: 'POST', body: part ? form : this.#files[0], headers });
    if (response.status === 401) {
      byId('key-field').hidden = false;
      byId('key').focus();
      throw new Error('This device wants an API key: enter it and try again.');
    }
    const body = await response.json().catch(() => ({}));
    if (!response.ok) {
      const later = response.headers.get('Retry-After');
      throw new Error(`${body.detail ?? `The device answered ${response.status}.`}${later ? ` Try again in ${later} s.` : ''}`);
    }
    return body;
  }

  async #result({ classes = [], outputs = {} }, i) {
    const shapes = Object.entries(outputs).map(([name, { kind, shape = [] }]) => element('span', { class: 'name' }, `${name}: ${told({ name: outputs[name] }) || `${kind} ${shape.join('×')}`}`));
    const rows = [...classes, ...found(outputs)].flatMap(({ label, index, probability }) => {
      const bar = element('span', {});
      const svg = d3.select(bar).append('svg').attr('viewBox', '0 0 100 8').attr('preserveAspectRatio', 'none').attr('aria-hidden', 'true');
      svg.append('rect').attr('class', 'rail').attr('width', 100).attr('height', 8);
      svg.append('rect').attr('width', 100 * probability).attr('height', 8);
      return [element('span', { class: 'name' }, label ?? `class ${index}`), bar, element('span', { class: 'percent' }, `${(100 * probability).toFixed(1)} %`)];
    });
    const drawing = this.#cuts.kind.part === 'images' && isDrawn(outputs);
    return element('div', { class: drawing ? 'result wide-picture' : 'result' },
      drawing ? await drawn(this.#urls[i], outputs, this.#urls) : this.#shown(i, ''), element('div', { class: 'classes' }, ...rows, ...shapes));
  }
}

/** The best class or, of a network without classes, what it gives. */
const first = ({ classes = [], outputs = {} }) => classes[0]?.label ?? classes[0]?.index ?? (told(outputs) || Object.keys(outputs).join(', '));
