import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CADENCES, type Cadence, type EditionState, type Period, queues } from '@paperboy/contracts';
import { HandleJob, type ReceivedJob } from '@paperboy/messaging';
import {
  Calendar,
  Clock,
  CONFIG,
  conflict,
  editionId,
  invalid,
  Log,
  neighbour,
  Problem,
  parseEditionId,
} from '@paperboy/platform';
import { ClosingStore } from '../edition/closing.store.js';
import { type Candidate, freeze } from '../edition/edition.js';
import { EditionStore } from '../edition/edition.store.js';
import { Trending } from '../formula/trending.js';
import { FirstGeneration } from '../generation/first-generation.store.js';
import { LiveLists } from '../live/live-lists.store.js';
import { PeriodsReader } from '../live/periods.reader.js';
import { PaperReader } from '../packing/paper.reader.js';
import type { RankingConfig } from '../ranking.config.js';
import { CatalogPositions, type Goal } from './catalog-position.client.js';

/**
 * The wait after a cutoff, so that every write before it is visible: clocks of two machines differ, and writes take
 * time.
 */
const MARGIN_MS = 2_000;
/** How long one attempt waits for the catalog and the lists. */
const READY_WITHIN_MS = 4_000;
const ASK_EVERY_MS = 100;
const CHUNK = 100;
const DAY_MS = 86_400_000;
/** Each turn restores early closings up to this age. Older ones are restored when reading begins. */
const MENDED_MS = 7 * DAY_MS;

/** The outcome of a closing. */
export interface Closed {
  edition: EditionState;
  outcome: 'closed' | 'was-closed';
}

/** Freezes each list once, when everything before its cutoff has been read. */
@Injectable()
export class ClosingWorker {
  constructor(
    @Inject(CONFIG) private readonly config: RankingConfig,
    private readonly clock: Clock,
    private readonly state: LiveLists,
    private readonly periods: PeriodsReader,
    private readonly papers: PaperReader,
    private readonly calendar: Calendar,
    private readonly lists: FirstGeneration,
    private readonly editions: EditionStore,
    private readonly closings: ClosingStore,
    private readonly catalog: CatalogPositions,
    private readonly trending: Trending,
    private readonly log: Log,
  ) {}

  @HandleJob(queues.closeEdition)
  async handleCloseEdition({ data }: ReceivedJob<{ editionId?: string }>): Promise<void> {
    if (data.editionId !== undefined) {
      await this.close(data.editionId);
      return;
    }
    await this.lists.mendEarlyDays(this.calendar.dayAt(this.clock.now().getTime() - MENDED_MS));
    for (const period of await this.due()) await this.close(editionId(period));
    await this.settle();
  }

  /**
   * Closes an edition, or finds it closed. A day that is still running is closed early: its cutoff is now. Problems:
   * 400 `no-such-edition`, 409 `edition-not-due` (a week or month before its end, a day before its start),
   * `edition-empty` (no papers, and it still runs or ended before this installation began), `edition-not-ready`
   * (retriable: something before the cutoff has not been read yet).
   */
  async close(id: string): Promise<Closed> {
    const period = parseEditionId(id);
    if (!period) throw invalid('no-such-edition', `There is no period ${id}.`);
    const known = await this.editions.find(id);
    if (known && !(await this.hasPapersNow(known, period))) return { edition: known, outcome: 'was-closed' };
    const holder = randomUUID();
    const cutoffAt = await this.begin(period, holder);
    try {
      return await this.freezeNow(period, cutoffAt);
    } finally {
      await this.closings.end(id, holder, this.clock.now());
    }
  }

  /**
   * The periods that have ended (a day also when its early closing was begun) and are to be closed, the oldest first.
   * These are the periods with papers that have no edition with papers, and, since the installation began, the periods
   * without papers that have no edition.
   */
  async due(): Promise<Period[]> {
    const now = this.clock.now();
    const since = (await this.closings.emptiesSince(now)).getTime();
    const ended: { period: Period; endsAt: number; live: boolean }[] = [];
    let open = now.getTime();
    for (const cadence of CADENCES) {
      const live = new Set(await this.periods.withPapers(cadence));
      const names = [...new Set([...live, ...this.periodsSince(cadence, since, now.getTime())])];
      const early = cadence === 'day' ? await this.periods.earlyDays(names) : new Map<string, number>();
      for (const name of names) {
        const period = { cadence, name };
        const { startsAt, endsAt } = this.calendar.bounds(period);
        const cutoff = early.get(name) ?? endsAt;
        if (cutoff + MARGIN_MS <= now.getTime()) ended.push({ period, endsAt: cutoff, live: live.has(name) });
        else open = Math.min(open, startsAt);
      }
    }
    const closed = await this.editions.closedOf(ended.map(({ period }) => editionId(period)));
    const due = ended
      .filter(({ period, live }) => {
        const edition = closed.get(editionId(period));
        return !edition || (live && edition.papers === 0);
      })
      .sort((a, b) => a.endsAt - b.endsAt)
      .map(({ period }) => period);
    if (due.length === 0) await this.closings.emptiesDone(new Date(open));
    return due;
  }

  // The periods from the one that contains `since` to the one that contains `now`.
  private periodsSince(cadence: Cadence, since: number, now: number): string[] {
    const names: string[] = [];
    const { calendar } = this;
    let period = calendar.periodAt(cadence, since);
    while (calendar.bounds(period).startsAt <= now) {
      names.push(period.name);
      period = neighbour(period, 1);
    }
    return names;
  }

  // Whether the period was closed as empty and papers of it came afterwards.
  private async hasPapersNow(edition: EditionState, { cadence, name }: Period): Promise<boolean> {
    return edition.papers === 0 && (await this.state.ids(`${cadence}:${name}`)).length > 0;
  }

  /** Removes the lists of periods from Redis that were closed long ago; their editions answer. */
  async settle(): Promise<void> {
    const before = this.clock.now().getTime() - this.config.SETTLE_AFTER_DAYS * DAY_MS;
    for (const cadence of CADENCES) {
      const names = await this.periods.withPapers(cadence);
      const closed = await this.editions.closedOf(names.map((name) => editionId({ cadence, name })));
      for (const name of names) {
        const edition = closed.get(editionId({ cadence, name }));
        if (edition && edition.closedAt <= before)
          await this.state.change([['settle', `${cadence}:${name}`]]);
      }
    }
  }

  private async begin(period: Period, holder: string): Promise<Date> {
    const id = editionId(period);
    const now = this.clock.now();
    const { startsAt, endsAt } = this.calendar.bounds(period);
    const early = now.getTime() < endsAt;
    if (early && (period.cadence !== 'day' || now.getTime() < startsAt)) {
      throw conflict('edition-not-due', `${id} can be closed from ${new Date(endsAt).toISOString()} on.`);
    }
    // A day without papers stays open.
    if (early && (await this.state.ids(`day:${period.name}`)).length === 0) throw empty(id);
    const day = early ? period.name : undefined;
    const cutoff = new Date(early ? now.getTime() : endsAt);
    const fixed = await this.closings.begin(id, holder, cutoff, day, now);
    if (!fixed) throw notReady(id, 'it is being closed right now');
    if (fixed.getTime() < endsAt) await this.lists.closeEarly(period.name, fixed.getTime());
    return fixed;
  }

  private async freezeNow(period: Period, cutoffAt: Date): Promise<Closed> {
    const id = editionId(period);
    const goal = await this.untilRead(id, cutoffAt);
    const { startsAt, endsAt } = this.calendar.bounds(period);
    const generation = await this.state.prefix();
    const candidates = await this.candidates(`${period.cadence}:${period.name}`);
    // While the papers were read one after another, Redis may have lost its data, or a rebuild may have swapped.
    if (generation !== (await this.state.prefix()) || !(await this.catalog.isReached(goal)))
      throw notReady(id, 'its lists were replaced while they were read');
    if (candidates.length === 0) await this.checkEmpty(period, endsAt);
    const closedAt = this.clock.now().getTime();
    const when = { period, startsAt, endsAt, cutoffAt: cutoffAt.getTime(), closedAt };
    const frozen = freeze(when, candidates, this.trending);
    const written = await this.editions.write(frozen);
    await this.state.change([['bump', `${period.cadence}:${period.name}`]]);
    const edition = (await this.editions.find(id)) ?? frozen.state;
    if (written) this.log.info({ edition: id, papers: edition.papers }, `Closed ${id}.`);
    return { edition, outcome: written ? 'closed' : 'was-closed' };
  }

  // An empty period is closed only if it ran while this installation existed, and if its papers have not left Redis.
  private async checkEmpty(period: Period, endsAt: number): Promise<void> {
    const id = editionId(period);
    const since = await this.closings.emptiesSince(this.clock.now());
    if (endsAt <= since.getTime()) throw empty(id);
    const gone = await this.periods.settledOf([`${period.cadence}:${period.name}`]);
    if (gone.length > 0) throw notReady(id, 'its papers have left the lists and are to be read anew');
  }

  private async untilRead(id: string, cutoff: Date): Promise<Goal> {
    const deadline = performance.now() + READY_WITHIN_MS;
    // Includes writes before this attempt: the sample comes with papers and votes of past days.
    const before = new Date(Math.max(cutoff.getTime(), this.clock.now().getTime()));
    const waited = () => this.clock.now().getTime() >= cutoff.getTime() + MARGIN_MS;
    for (let goal: Goal | undefined; ; ) {
      if (waited()) goal ??= await this.catalog.goal(before);
      if (goal && (await this.catalog.isReached(goal))) return goal;
      if (performance.now() > deadline)
        throw notReady(id, 'not everything before its cutoff has been read yet');
      await sleep(ASK_EVERY_MS);
    }
  }

  // Reads all ids at once: votes reorder the list, so that pages would leave some out.
  private async candidates(list: string): Promise<Candidate[]> {
    const all = await this.state.ids(list);
    const candidates: Candidate[] = [];
    for (let at = 0; at < all.length; at += CHUNK) {
      const ids = all.slice(at, at + CHUNK);
      const [papers, votes] = await Promise.all([this.papers.papers(ids), this.papers.votes(ids)]);
      for (const [place, paper] of papers.entries()) {
        if (!paper) throw notReady(list, `${ids[place]} left it while it was read`);
        candidates.push({ ...paper, votes: votes[place] ?? [] });
      }
    }
    return candidates;
  }
}

function empty(id: string): Problem {
  return conflict('edition-empty', `${id} has no papers, so there is nothing to close.`);
}

function notReady(id: string, why: string): Problem {
  const detail = `${id} can't be closed yet: ${why}.`;
  return new Problem({
    status: 409,
    code: 'edition-not-ready',
    detail,
    retriable: true,
    retryAfterSeconds: 1,
  });
}
