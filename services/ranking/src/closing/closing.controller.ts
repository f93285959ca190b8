import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, editions } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { ClosingWorker } from './closing.worker.js';

/** Closes an edition on an operator's request. */
@Controller()
export class ClosingController {
  constructor(private readonly closing: ClosingWorker) {}

  /** Problems as ClosingWorker.close says. */
  @Serves(editions.close)
  close(@Asked() { params }: AskedOf<typeof editions.close>): Promise<AnsweredBy<typeof editions.close>> {
    return this.closing.close(params.id);
  }
}
