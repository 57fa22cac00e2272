import { byId, element } from './dom.js';
import { count } from './format.js';

/** Such as "block5:q16 suspended: 9 of 120 checked answers changed, 1 % promised". */
export const sentence = ({ unit, encoding, checked, changed, promised }) =>
  `${unit}:${encoding} suspended: ${count(changed)} of ${count(checked)} checked answers changed, ${share(promised)} % promised`;

const share = part => Number((100 * part).toPrecision(2));

/** A line for each encoding that is suspended; nothing where there is none. */
export class Guard {
  #shown = '';

  show({ suspended }) {
    const lines = suspended.map(sentence);
    if (lines.join() === this.#shown) { // a reader of the page is told once
      return;
    }
    this.#shown = lines.join();
    byId('suspended').hidden = lines.length === 0;
    byId('suspended').replaceChildren(...lines.map(line => element('li', {}, line)));
  }
}
