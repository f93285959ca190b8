import { Injectable } from '@nestjs/common';
import { type Archive } from '@paperboy/contracts';
import { EditionStore } from '../edition/edition.store.js';
import { PeriodsReader } from '../live/periods.reader.js';

/** Sorts after the name of every month. */
const AFTER_ALL = '~';

/** Reads which days of a month have papers: closed days from the editions, the others from the live lists. */
@Injectable()
export class ArchiveReader {
  constructor(
    private readonly periods: PeriodsReader,
    private readonly editions: EditionStore,
  ) {}

  /**
   * Reads a month, by default the newest with papers. The number of queries does not depend on the number of papers.
   */
  async read(asked?: string): Promise<Archive> {
    const month = asked ?? (await this.beside(AFTER_ALL, -1));
    if (month === undefined) return { days: [] };
    const names = daysOf(month);
    const [closed, live, previous, next] = await Promise.all([
      this.editions.papersBetween('day', `${month}-01`, `${month}-31`),
      this.periods.sizes(names.map((day) => `day:${day}`)),
      this.beside(month, -1),
      this.beside(month, 1),
    ]);
    const days = names
      .map((day, at) => ({ day, papers: closed.get(day) || live[at] || 0 }))
      .filter(({ papers }) => papers > 0);
    return { month, days, ...(previous ? { previous } : {}), ...(next ? { next } : {}) };
  }

  /** The nearest month with papers before or after a name. */
  private async beside(name: string, step: -1 | 1): Promise<string | undefined> {
    const found = await Promise.all([
      this.periods.beside('month', name, step),
      this.editions.beside('month', name, step),
    ]);
    const months = found.filter((month) => month !== undefined).sort();
    return step < 0 ? months.at(-1) : months[0];
  }
}

function daysOf(month: string): string[] {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: days }, (_, at) => `${month}-${String(at + 1).padStart(2, '0')}`);
}
