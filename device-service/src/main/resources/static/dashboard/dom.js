/** An element with attributes and children; texts are texts, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) {
      made.setAttribute(key, '');
    } else if (value !== false && value != null) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter(child => child != null));
  return made;
}

export const byId = id => document.getElementById(id);

/** Fills a table: heads of the columns, and rows whose first cell is their head. */
export function table(at, caption, heads, rows, current = () => false) {
  at.replaceChildren(
    element('caption', { class: 'hidden' }, caption),
    element('thead', {}, element('tr', {}, ...heads.map(head => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows.map((row, i) => element('tr', { class: current(i) ? 'current' : null },
      ...row.map((cell, j) => element(j === 0 ? 'th' : 'td', j === 0 ? { scope: 'row' } : {}, String(cell)))))));
}

/** Calls back with the width of an element, at once and whenever it changes. */
export function onWidth(at, draw) {
  let last = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width > 0 && width !== last) {
      last = width;
      draw(width);
    }
  }).observe(at);
}
