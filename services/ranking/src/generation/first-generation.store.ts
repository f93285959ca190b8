import { Injectable } from '@nestjs/common';
import { Clock, Log, neighbour, placeOfDay } from '@paperboy/platform';
import { ClosingStore } from '../edition/closing.store.js';
import { LiveLists } from '../live/live-lists.store.js';
import { PeriodsReader } from '../live/periods.reader.js';
import { GenerationStore } from './generation.store.js';

/** Creates the lists when Redis has none: after the first start, and after Redis lost its data. */
@Injectable()
export class FirstGeneration {
  constructor(
    private readonly state: LiveLists,
    private readonly periods: PeriodsReader,
    private readonly generations: GenerationStore,
    private readonly closings: ClosingStore,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Ensures that a generation exists to read into, with the days that were closed early. */
  async begin(): Promise<void> {
    if ((await this.generations.current()) !== null) return;
    // Before anything is read: papers are placed by these days.
    const early = await this.closings.earlyDays();
    if (await this.generations.begin(this.clock.now())) {
      this.log.warn('Redis holds no lists: reading everything from the beginning.');
    }
    for (const { day, cutoff } of early) await this.closeEarly(day, cutoff);
  }

  /** Closes a day early: papers that are submitted on it from the cutoff on belong to the next day. */
  async closeEarly(day: string, cutoff: number): Promise<void> {
    const next = placeOfDay(neighbour({ cadence: 'day', name: day }, 1).name);
    await this.state.change([['early', day, cutoff, next.day, next.week, next.month]]);
  }

  /** Restores the early closings, from one day on, that a restored older copy of Redis lacks. */
  async mendEarlyDays(from?: string): Promise<void> {
    const closings = await this.closings.earlyDays(from);
    const known = await this.periods.earlyDays(closings.map(({ day }) => day));
    for (const { day, cutoff } of closings) {
      if (known.get(day) !== cutoff) await this.closeEarly(day, cutoff);
    }
  }
}
