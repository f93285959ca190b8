import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { AllowCallers } from '@paperboy/platform';
import { type RebuildProgress, RebuildWorker } from './rebuild.worker.js';

/** Rebuilding the lists from Kafka while the present ones serve. */
@Controller('internal/rebuild')
@AllowCallers('service')
export class RebuildController {
  constructor(private readonly rebuild: RebuildWorker) {}

  /** Starts it and does not wait; 409 `rebuild-running` while one runs. */
  @Post()
  @HttpCode(202)
  async start(): Promise<RebuildProgress> {
    await this.rebuild.start();
    return this.rebuild.progress();
  }

  /** How far it has come, in records. */
  @Get()
  progress(): Promise<RebuildProgress> {
    return this.rebuild.progress();
  }
}
