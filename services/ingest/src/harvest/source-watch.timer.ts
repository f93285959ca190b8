import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock, type ComponentHealth, Health, Log, metrics } from '@paperboy/platform';
import { shown } from './shown.js';
import { SourceStore } from './source.store.js';

const EVERY_MS = 10_000;

const lag = metrics.gauge({
  name: 'paperboy_source_lag_seconds',
  help: 'Since when a standing source was not read to its end.',
  labelNames: ['source'],
});
const failing = metrics.gauge({
  name: 'paperboy_source_failures',
  help: 'Failures of a standing source in a row.',
  labelNames: ['source'],
});

/**
 * Reports the standing sources in `/health` and `/metrics`. Each replica reports all of them, also those that another
 * one reads.
 */
@Injectable()
export class SourceWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private state: ComponentHealth = { state: 'up' };

  constructor(
    private readonly store: SourceStore,
    private readonly clock: Clock,
    private readonly log: Log,
    health: Health,
  ) {
    health.add('sources', () => this.state);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), EVERY_MS).unref();
    void this.look();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    try {
      const standing = (await this.store.standing()).filter(({ nextAt }) => nextAt);
      const now = this.clock.now();
      lag.reset();
      failing.reset();
      for (const source of standing) {
        lag.set({ source: source._id }, shown(source, now).lagSeconds ?? 0);
        failing.set({ source: source._id }, source.failures);
      }
      const bad = standing.filter(({ failures }) => failures > 0);
      const sentences = bad.map(
        ({ _id, lastError, nextAt }) =>
          `${_id} could not be read (${lastError?.code}: ${lastError?.message.replace(/\.$/, '')}) and is tried again at ${nextAt?.toISOString()}`,
      );
      this.state =
        bad.length === 0
          ? { state: 'up', standing: standing.length }
          : { state: 'degraded', detail: sentences.join('; '), standing: standing.length };
    } catch (error) {
      // Without MongoDB there is nothing to report, and its own line in /health says so.
      this.log.debug(
        { error: String(error) },
        'The state of the sources cannot be read; it is read again later.',
      );
    }
  }
}
