import type { Log } from '@paperboy/platform';
import { recordRefusals } from '../record/refusal.js';
import type { RefusedEntry, SourceFailure } from '../source/source.js';

const REFUSED_NAMED = 3;

/** The log lines about sources: each says in one sentence what happened, what is done next, and when. */
export class SourceNotes {
  /**
   * Whether the log has said that no source can be reached. Without a network this is said once, and not for each
   * source.
   */
  private saidAway = false;

  constructor(private readonly log: Pick<Log, 'info' | 'warn' | 'debug'>) {}

  done(source: string, records: number, nextAt: Date | undefined): void {
    this.saidAway = false;
    const next = nextAt ? `; it is looked at again at ${nextAt.toISOString()}` : '';
    this.log.info({ source, records }, `The source ${source} is read to its end, ${records} records${next}.`);
  }

  failed(source: string, { code, message }: SourceFailure, nextAt: Date | undefined): void {
    const away = code === 'source-unreachable';
    const next = nextAt
      ? `it is tried again at ${nextAt.toISOString()}, from where it was`
      : 'it is given up, and a new harvest begins from its own first day';
    const sentence = `The source ${source} could not be read: ${message.replace(/\.$/, '')}; ${next}.`;
    if (away && this.saidAway) this.log.debug({ source, code }, sentence);
    else this.log.warn({ source, code }, sentence);
    this.saidAway = away;
  }

  refused(source: string, refused: readonly RefusedEntry[]): void {
    if (refused.length === 0) return;
    const named = refused.slice(0, REFUSED_NAMED).map(({ id, code }) => `${id} (${recordRefusals[code]})`);
    const others = refused.length > REFUSED_NAMED ? ` and ${refused.length - REFUSED_NAMED} more` : '';
    this.log.warn(
      { source, refused: refused.length },
      `The source ${source} gave records that cannot be read: ${named.join(', ')}${others}.`,
    );
  }
}
