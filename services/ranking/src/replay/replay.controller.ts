import { setImmediate as breath } from 'node:timers/promises';
import { Controller, Inject } from '@nestjs/common';
import { type AskedOf, operations, type Replay } from '@paperboy/contracts';
import { Asked, Calendar, CONFIG, invalid, neighbour, Serves } from '@paperboy/platform';
import { formulas } from '../formula/formulas.js';
import { BestOfTrending } from '../packing/best-of-trending.reader.js';
import { PaperReader } from '../packing/paper.reader.js';
import type { RankingConfig } from '../ranking.config.js';
import { type PaperHistory, replayDay } from './replay.js';

/** The most days of one replay, and the most papers that it reads: the first of the trending list. */
const MOST_DAYS = 92;
const MOST_PAPERS = 20_000;
const CHUNK = 200;

/** Applies other formulas to the votes of the past. */
@Controller()
export class ReplayController {
  constructor(
    @Inject(CONFIG) private readonly config: RankingConfig,
    private readonly papers: PaperReader,
    private readonly trending: BestOfTrending,
    private readonly calendar: Calendar,
  ) {}

  /**
   * How a formula would have ordered the papers at the end of each day from `from` to `to` (at most 92), against
   * trending. Comments are left out on both sides. 400 `no-such-formula`, `too-many-days`.
   */
  @Serves(operations.replay)
  async replay(
    @Asked() { query: { formula: name, from, to } }: AskedOf<typeof operations.replay>,
  ): Promise<Replay> {
    const known = formulas({ halfLifeHours: this.config.TRENDING_HALF_LIFE_HOURS, commentWeight: 0 });
    const formula = Object.hasOwn(known, name) ? known[name] : undefined;
    const trending = known.trending;
    if (!formula || !trending) {
      throw invalid('no-such-formula', `There is no formula ${name}: ${Object.keys(known).join(', ')}.`);
    }
    const names = daysBetween(from, to);
    const histories = await this.histories();
    const days: Replay['days'] = [];
    for (const name of names) {
      const { endsAt } = this.calendar.bounds({ cadence: 'day', name });
      days.push(replayDay(name, endsAt, histories, formula, trending));
      // Lets requests be served in between.
      await breath();
    }
    return { formula: formula.name, source: formula.source, days };
  }

  private async histories(): Promise<PaperHistory[]> {
    const all = await this.trending.ids(MOST_PAPERS);
    const histories: PaperHistory[] = [];
    for (let at = 0; at < all.length; at += CHUNK) {
      const ids = all.slice(at, at + CHUNK);
      const [papers, votes] = await Promise.all([this.papers.papers(ids), this.papers.votes(ids)]);
      papers.forEach((paper, place) => {
        const submittedAt = Date.parse(paper?.card.submittedAt ?? '');
        if (paper) histories.push({ id: paper.id, submittedAt, votes: votes[place] ?? [] });
      });
    }
    return histories;
  }
}

function daysBetween(from: string, to: string): string[] {
  const names: string[] = [];
  for (let name = from; name <= to; name = neighbour({ cadence: 'day', name }, 1).name) {
    if (names.length === MOST_DAYS)
      throw invalid('too-many-days', `A replay spans at most ${MOST_DAYS} days.`);
    names.push(name);
  }
  if (names.length === 0) throw invalid('too-many-days', `${from} is after ${to}.`);
  return names;
}
