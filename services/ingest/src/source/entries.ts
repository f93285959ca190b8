import type { PaperRecord } from '@paperboy/contracts';
import { Refused } from '../record/refusal.js';
import type { RefusedEntry } from './source.js';
import { childrenOf, type Element } from './xml.js';

/** Collects the records and the refusals of a page's entries. A refused entry stops no other. */
export class Entries {
  readonly records: PaperRecord[] = [];
  readonly refused: RefusedEntry[] = [];

  /** The number of entries so far. */
  count = 0;

  /**
   * Keeps the record that `read` makes of an entry, if it makes one. `lossy` says that bytes of the answer could not be
   * read: then a record that holds U+FFFD is refused as broken.
   */
  take(id: string, element: Element, lossy: boolean, read: () => PaperRecord | undefined): void {
    this.count += 1;
    try {
      if (lossy && isBroken(element)) throw new Refused('not-utf8');
      const record = read();
      if (record) this.records.push(record);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused.push({ id: id.slice(0, 100), code: error.code });
    }
  }
}

function isBroken(element: Element): boolean {
  return element.text.includes('\ufffd') || element.children.some(isBroken);
}

/** The elements of any of these names. */
export function named(element: Element | undefined, ...names: string[]): readonly Element[] {
  return names.flatMap((name) => childrenOf(element, name));
}
