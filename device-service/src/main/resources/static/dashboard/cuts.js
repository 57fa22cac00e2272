// How cuts are called and coloured, the same everywhere: offload, local, and those between in their order.
import { kindOf } from './kinds.js';

export class Cuts {
  constructor(model) {
    this.length = model.L;
    this.classes = model.classes;
    this.kind = kindOf(model);
    this.candidates = [0, ...model.compressive, model.L];
    this.units = ['input', ...model.units.map(unit => unit.name)];
  }

  /** Of a cut, and how its tensors are written where they are not raw. */
  name(split, encoding = 'raw') {
    const cut = split === 0 ? 'offload' : split === this.length ? 'local' : this.units[split];
    return encoding === 'raw' ? cut : `${cut} as ${encoding}`;
  }

  /** Class of its colour, which style.css knows. */
  colour(split) {
    const between = this.candidates.indexOf(split);
    return split === 0 ? 'cut-offload' : split === this.length ? 'cut-local' : between < 0 ? 'none' : `cut-${1 + (between - 1) % 7}`;
  }

  /** A plan in words: "block5", or "8 at block5, 8 at local". */
  plan(plan) {
    return plan.length === 1 ? this.name(plan[0].split, plan[0].encoding) : runs(plan).map(run => `${run.images} at ${this.name(run.split, run.encoding)}`).join(', ');
  }
}

function runs(plan) {
  const joined = [];
  for (const { images, split, encoding } of plan) {
    const last = joined.at(-1);
    if (last?.split === split && last.encoding === encoding) {
      last.images += images;
    } else {
      joined.push({ images, split, encoding });
    }
  }
  return joined;
}
