import { Controller } from '@nestjs/common';
import { operations, type RebuildProgress } from '@paperboy/contracts';
import { Serves } from '@paperboy/platform';
import { RebuildTimer } from './rebuild.timer.js';

/** Rebuilds the lists from Kafka while the current ones serve. */
@Controller()
export class RebuildController {
  constructor(private readonly rebuild: RebuildTimer) {}

  @Serves(operations.startRebuild)
  async start(): Promise<RebuildProgress> {
    await this.rebuild.start();
    return this.rebuild.progress();
  }

  @Serves(operations.rebuildProgress)
  progress(): Promise<RebuildProgress> {
    return this.rebuild.progress();
  }
}
