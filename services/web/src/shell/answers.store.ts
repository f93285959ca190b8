import { performance } from 'node:perf_hooks';
import { Inject, Injectable } from '@nestjs/common';
import { AnswerCache, CONFIG, metrics, Problem } from '@paperboy/platform';
import { cacheBytes, type WebConfig } from '../web.config.js';

/** An answer that was confirmed longer ago than this is confirmed again before it is given. */
const FRESH_MS = 50;
const PATIENCE_MS = 1_000;
const MAX_STALE_MS = 15 * 60_000;
const PAUSE_MS = 500;

/** The one cache of this replica, for answers of the services and for pages of people who are not signed in. */
@Injectable()
export class Answers extends AnswerCache {
  constructor(@Inject(CONFIG) config: WebConfig) {
    super({
      maxBytes: cacheBytes(config).answers,
      freshMs: FRESH_MS,
      patienceMs: PATIENCE_MS,
      maxStaleMs: MAX_STALE_MS,
      pauseMs: PAUSE_MS,
      isOutage,
      now: () => performance.now(),
    });
    const bytes = () => this.bytes;
    metrics.gauge({
      name: 'paperboy_web_cache_bytes',
      help: 'Bytes kept in the cache of answers.',
      collect() {
        this.set(bytes());
      },
    });
  }
}

/** Whether an error is an outage. A refusal by a service is an answer: only failures and time-outs are outages. */
function isOutage(error: unknown): boolean {
  return !(error instanceof Problem) || error.retriable || error.status >= 500;
}
