import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, Log } from '@paperboy/platform';
import { ClosingStore } from '../edition/closing.store.js';
import { Calendar, neighbour, placeOfDay } from '../period/period.js';
import type { RankingConfig } from '../ranking.config.js';
import { GenerationStore } from '../state/generation.store.js';
import { RankingState } from '../state/ranking-state.store.js';

/** Puts the lists up when Redis has none: after a first start, and after Redis lost its data. */
@Injectable()
export class Lists {
  readonly calendar: Calendar;

  constructor(
    @Inject(CONFIG) config: RankingConfig,
    private readonly state: RankingState,
    private readonly generations: GenerationStore,
    private readonly closings: ClosingStore,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.calendar = new Calendar({
      timeZone: config.PUBLICATION_TIME_ZONE,
      rollOver: config.PUBLICATION_ROLL_OVER,
    });
  }

  /** Makes sure that there is a generation to read into, and that it knows the days that were closed early. */
  async begin(): Promise<void> {
    if ((await this.generations.current()) !== null) return;
    // Before anything is read: papers are placed by these days.
    const early = await this.closings.earlyDays();
    if (await this.generations.begin(this.clock.now())) {
      this.log.warn('Redis holds no lists: reading everything from the beginning.');
    }
    for (const { day, cutoff } of early) await this.closeEarly(day, cutoff);
  }

  /** From the cutoff on, what is submitted on that day belongs to the next. */
  async closeEarly(day: string, cutoff: number): Promise<void> {
    const next = placeOfDay(neighbour({ cadence: 'day', name: day }, 1).name);
    await this.state.change([['early', day, cutoff, next.day, next.week, next.month]]);
  }

  /** Puts back the early closings that Redis forgot, having come back with an old copy: of the days from one on. */
  async mendEarlyDays(from?: string): Promise<void> {
    const closings = await this.closings.earlyDays(from);
    const known = await this.state.earlyDays(closings.map(({ day }) => day));
    for (const { day, cutoff } of closings) {
      if (known.get(day) !== cutoff) await this.closeEarly(day, cutoff);
    }
  }
}
