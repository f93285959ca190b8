import { Inject, Injectable } from '@nestjs/common';
import { ELSEWHERE_PERSON_ID } from '@paperboy/contracts';
import { pendingStage } from '@paperboy/messaging';
import { Calendar, CONFIG, MONGO } from '@paperboy/platform';
import type { Collection, Connection, mongo } from 'mongoose';
import type { CatalogConfig } from '../catalog.config.js';
import { DATABASE_NOW } from '../document/database-time.js';
import { NEXT_SEQ, PUBLIC_STATE } from '../document/stored-state.js';
import { PAPERS, type PaperDocument } from '../paper/paper.schema.js';

const HALF_A_DAY_MS = 43_200_000;

/** Submits papers that another site lists, on the same days. */
@Injectable()
export class ElsewhereSubmissionStore {
  private readonly papers: Collection<PaperDocument>;
  private readonly calendar: Calendar;

  constructor(@Inject(MONGO) connection: Connection, @Inject(CONFIG) config: CatalogConfig) {
    this.papers = connection.collection<PaperDocument>(PAPERS);
    const { PUBLICATION_TIME_ZONE: timeZone, PUBLICATION_ROLL_OVER: rollOver } = config;
    this.calendar = new Calendar({ timeZone, rollOver });
  }

  /**
   * Submits the papers that a site lists since a day, each on the day and at the time at which the site lists it. One
   * update writes all of them, so all of their events are pending since the same moment. Closing an edition waits for
   * all of these events or for none, so that no week is frozen with half of its papers. Withdrawn papers are left out.
   */
  async submit(site: string, since: string): Promise<{ days: number; submitted: number }> {
    const wanted = {
      'state.elsewhere.day': { $gte: since },
      'state.elsewhere.site': site,
      'state.submission': { $exists: false },
      'state.withdrawnAt': { $exists: false },
    };
    const days = (await this.papers.distinct('state.elsewhere.day', wanted)) as string[];
    if (days.length === 0) return { days: 0, submitted: 0 };
    const listed = { ...wanted, 'state.elsewhere.day': { $in: days } };
    const { modifiedCount } = await this.papers.updateMany(listed, this.stagesOf(days));
    return { days: days.length, submitted: modifiedCount };
  }

  /** The submission at the site's time, limited to the publication's day of that date, and never in the future. */
  private stagesOf(days: readonly string[]): mongo.BSON.Document[] {
    const branches = days.map((day) => ({
      case: { $eq: ['$state.elsewhere.day', day] },
      // biome-ignore lint/suspicious/noThenProperty: MongoDB's own name.
      then: this.timeOf(day),
    }));
    const at = { $min: [{ $switch: { branches } }, DATABASE_NOW] };
    return [
      { $set: { seq: NEXT_SEQ, 'state.submission': { by: ELSEWHERE_PERSON_ID, byKind: 'feed', at } } },
      pendingStage({ type: 'paper.submitted', data: PUBLIC_STATE }),
    ];
  }

  private timeOf(day: string): mongo.BSON.Document {
    const { startsAt, endsAt } = this.calendar.bounds({ cadence: 'day', name: day });
    const instant = (ms: number) => new Date(ms).toISOString();
    const there = { $ifNull: ['$state.elsewhere.at', instant(startsAt + HALF_A_DAY_MS)] };
    return { $max: [instant(startsAt), { $min: [instant(endsAt - 1), there] }] };
  }
}
