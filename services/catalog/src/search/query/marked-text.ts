/** A range of a text, in UTF-16 units. The end is excluded. */
export type Mark = readonly [start: number, end: number];

/** The range of at most `most` units that holds the most marks, the first of equal ones, cut between words. */
export function bestExcerpt(text: string, marks: readonly Mark[], most: number): Mark {
  if (text.length <= most) return [0, text.length];
  let best: { start: number; held: number } = { start: 0, held: -1 };
  for (const [start] of [[0, 0] as Mark, ...marks]) {
    const from = start === 0 ? 0 : Math.max(0, Math.min(start - Math.round(most / 5), text.length - most));
    const held = marks.filter(([begin, end]) => begin >= from && end <= from + most).length;
    if (held > best.held) best = { start: from, held };
  }
  const start = best.start === 0 ? 0 : text.indexOf(' ', best.start) + 1 || best.start;
  const limit = Math.min(text.length, best.start + most);
  const end = limit === text.length ? limit : text.lastIndexOf(' ', limit);
  return [start, end > start ? end : limit];
}

/** A range of a text as HTML: escaped, with `<mark>` around its marks. */
export function asHtml(text: string, marks: readonly Mark[], [start, end]: Mark = [0, text.length]): string {
  let html = '';
  let at = start;
  for (const [begin, close] of marks) {
    if (begin < at || close > end) continue;
    html += `${escaped(text.slice(at, begin))}<mark>${escaped(text.slice(begin, close))}</mark>`;
    at = close;
  }
  return html + escaped(text.slice(at, end));
}

/** Joins marks that overlap or touch. They must be in the order of their beginnings. */
export function joinedMarks(marks: readonly Mark[]): Mark[] {
  const joined: Mark[] = [];
  for (const [start, end] of marks) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], end)];
    else joined.push([start, end]);
  }
  return joined;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
