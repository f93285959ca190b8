import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Log, metrics } from '@paperboy/platform';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { LEDGER_STATES } from '../ledger/ledger.js';

const EVERY_MS = 5_000;
/** The largest share of the time that counting may take, since it reads each row of an edition. */
const SHARE = 1 / 5;
/** The number of editions whose counts are still reported after their runs have ended. */
const ENDED = 5;

const rows = metrics.gauge({
  name: 'paperboy_mailer_deliveries',
  help: 'Deliveries of the editions that are sent now or were sent last; replicas that tell an edition tell the same of it.',
  labelNames: ['edition', 'state'],
});

/** Reports the states of an edition's deliveries as metrics, during its run and for a while afterwards. */
@Injectable()
export class RunFiguresTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;
  /** The editions whose counts are reported, and whether these may still change. The newest is the last. */
  private readonly told = new Map<string, { underWay: boolean }>();

  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.next(EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Adds an edition that is being sent. Otherwise a short run could end before the next count, and not be reported. */
  note(editionId: string): void {
    this.told.delete(editionId);
    this.told.set(editionId, { underWay: true });
  }

  private next(afterMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.round();
    }, afterMs).unref();
  }

  private async round(): Promise<void> {
    const started = performance.now();
    try {
      await this.count();
    } catch (error) {
      this.log.debug({ error: String(error) }, 'Deliveries are counted again when MongoDB can be reached.');
    }
    this.next(Math.max(EVERY_MS, (performance.now() - started) / SHARE));
  }

  private async count(): Promise<void> {
    for (const editionId of await this.deliveries.editionsUnderWay()) this.note(editionId);
    for (const [edition, known] of [...this.told]) {
      if (!known.underWay) continue;
      const counts = await this.deliveries.counts(edition);
      for (const state of LEDGER_STATES) rows.set({ edition, state }, counts[state]);
      known.underWay = counts.claimed + counts['handed-off'] > 0;
    }
    const ended = [...this.told].filter(([, { underWay }]) => !underWay).map(([edition]) => edition);
    for (const edition of ended.slice(0, -ENDED)) {
      this.told.delete(edition);
      for (const state of LEDGER_STATES) rows.remove({ edition, state });
    }
  }
}
