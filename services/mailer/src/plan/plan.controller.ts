import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, editions } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { DeliverEdition } from './deliver-edition.service.js';

/** Delivering an edition by command. */
@Controller()
export class PlanController {
  constructor(private readonly delivering: DeliverEdition) {}

  /** Answers when all deliveries are stored. Sending starts within a second. */
  @Serves(editions.deliver)
  deliver(
    @Asked() { params, body }: AskedOf<typeof editions.deliver>,
  ): Promise<AnsweredBy<typeof editions.deliver>> {
    return this.delivering.deliver(params.id, body ?? { late: false, dryRun: false });
  }
}
