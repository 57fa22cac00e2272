// Numbers as people read them. What is unknown is a dash.
const DASH = '–';
const figures = (x, digits) => x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(Math.min(1, digits)) : x.toFixed(digits);

export const ms = x => x == null ? DASH : figures(x, 1);
export const factor = x => x == null ? DASH : figures(x, 2);
export const percent = x => x == null ? DASH : figures(x, 1);
export const count = x => x.toLocaleString('en');

/** A number and its unit: bytes per second. */
export function rate(bytesPerSecond) {
  if (bytesPerSecond == null) {
    return [DASH, ''];
  }
  return bytesPerSecond < 1e6 ? [figures(bytesPerSecond / 1e3, 0), 'kB/s'] : [figures(bytesPerSecond / 1e6, 2), 'MB/s'];
}

export const rateText = bytesPerSecond => rate(bytesPerSecond).join(' ').trim();

export const bytes = n => n < 1e3 ? `${n} B` : n < 1e6 ? `${figures(n / 1e3, 1)} kB` : `${figures(n / 1e6, 2)} MB`;

/** How long ago, from milliseconds. */
export function ago(millis) {
  if (millis == null) {
    return 'not measured yet';
  }
  const s = millis / 1000;
  return s < 1 ? 'just now' : s < 60 ? `${s.toFixed(0)} s ago` : s < 3600 ? `${(s / 60).toFixed(0)} min ago` : `${(s / 3600).toFixed(0)} h ago`;
}

/** Such as "4 photographs". */
export function what(batch, input) {
  const one = input === 'images' ? 'photograph' : 'frame';
  return `${batch} ${one}${batch === 1 ? '' : 's'}`;
}
