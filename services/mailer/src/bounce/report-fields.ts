/** The fields of one block of a report, by their names in lower case. Of a repeated field the first one counts. */
export type Fields = ReadonlyMap<string, string>;

/** Blocks that are read of a report. A real report on one mail has fewer. */
const MOST_BLOCKS = 100;

/**
 * Reads the blocks of a machine-readable report: lines `Name: value`, folded as in headers, with empty lines between
 * blocks (source: RFC 3464, section 2.1; RFC 5965, section 3).
 */
export function readBlocks(text: string): Fields[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n+/)
    .slice(0, MOST_BLOCKS)
    .map(readFields)
    .filter((fields) => fields.size > 0);
}

function readFields(block: string): Fields {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const key = name.toLowerCase();
    if (!fields.has(key)) fields.set(key, value.trim());
  }
  return fields;
}
