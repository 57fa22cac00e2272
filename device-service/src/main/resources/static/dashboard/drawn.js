import d3 from './d3.js';
import { element } from './dom.js';

const BOXES = 20; // more would hide the picture
const GOLDEN_ANGLE = 137.508; // of neighbours the hues differ most
const colour = index => d3.hsl((index * GOLDEN_ANGLE + 210) % 360, .75, .45).rgb();
const hue = index => colour(index).formatHex();
const percent = share => `${(100 * share).toFixed(share < .1 ? 1 : 0)} %`;

const detections = outputs => Object.values(outputs).flatMap(output => output.detections ?? []);
const masks = outputs => Object.values(outputs).filter(({ kind, box, data }) => kind === 'mask' && box != null && data != null);

/** The best of what was detected, as names and shares for a list. */
export const found = outputs => detections(outputs).slice(0, BOXES).map(({ label, score }) => ({ label, probability: score }));

/** Such as "2 boxes: cat, dog"; nothing of other outputs. */
export function told(outputs) {
  const boxes = detections(outputs);
  return boxes.length === 0 ? '' : `${boxes.length} ${boxes.length === 1 ? 'box' : 'boxes'}: ${[...new Set(boxes.map(({ label }) => label))].slice(0, 5).join(', ')}`;
}

/** Whether there is something to draw over a picture. */
export const isDrawn = outputs => detections(outputs).length > 0 || masks(outputs).length > 0;

/** A picture with boxes and the colours of masks over it; `keep` gets URLs that are to be revoked with the picture's. */
export async function drawn(url, outputs, keep) {
  const picture = element('img', { src: url, alt: '' });
  await picture.decode();
  const { naturalWidth: width, naturalHeight: height } = picture;
  const svg = d3.create('svg').attr('viewBox', `0 0 ${width} ${height}`).attr('role', 'img')
    .attr('aria-label', told(outputs) || 'the classes of the mask, by colour');
  for (const mask of masks(outputs)) {
    const coloured = await image(mask);
    keep.push(coloured);
    const [x1, y1, x2, y2] = mask.box;
    svg.append('image').attr('class', 'mask').attr('href', coloured).attr('preserveAspectRatio', 'none')
      .attr('x', x1).attr('y', y1).attr('width', x2 - x1).attr('height', y2 - y1);
  }
  const text = width / 28;
  // the best one last, so that it lies above the others
  for (const { box: [x1, y1, x2, y2], label, score, class: index } of detections(outputs).slice(0, BOXES).reverse()) {
    const group = svg.append('g').attr('class', 'box-found');
    group.append('rect').attr('x', x1).attr('y', y1).attr('width', x2 - x1).attr('height', y2 - y1).attr('stroke', hue(index));
    group.append('text').attr('x', x1).attr('y', y1 < 1.3 * text ? y1 + text : y1 - .3 * text).attr('font-size', text).attr('fill', hue(index))
      .text(`${label} ${percent(score)}`);
  }
  const legends = masks(outputs).map(({ classes }) => element('ul', { class: 'legend', 'aria-label': 'Classes of the mask' },
    ...classes.map(({ class: index, label, share }) => element('li', {}, key(index), `${label} ${percent(share)}`))));
  const place = element('div', { class: 'drawn' }, picture, svg.node());
  place.style.maxWidth = `calc(70vh * ${width / height})`; // an upright picture fits the window
  return element('div', {}, place, ...legends);
}

function key(index) {
  const svg = d3.create('svg').attr('class', 'key').attr('viewBox', '0 0 1 1').attr('aria-hidden', 'true');
  svg.append('rect').attr('width', 1).attr('height', 1).attr('fill', hue(index));
  return svg.node();
}

/** A mask as a picture of its own, a pixel for each place. */
async function image({ shape: [height, width], data }) {
  const canvas = element('canvas', { width, height });
  const pixels = new ImageData(width, height);
  const colours = [...new Set(data)].reduce((known, index) => known.set(index, colour(index)), new Map());
  data.forEach((index, place) => {
    const { r, g, b } = colours.get(index);
    pixels.data.set([r, g, b, 255], 4 * place);
  });
  canvas.getContext('2d').putImageData(pixels, 0, 0);
  return URL.createObjectURL(await new Promise(done => canvas.toBlob(done)));
}
