import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, subscribers } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { ImportSubscribers } from './import-subscribers.service.js';

/** Subscribers, as operators bring and take them. */
@Controller()
export class ImportSubscribersController {
  constructor(private readonly imports: ImportSubscribers) {}

  @Serves(subscribers.import)
  async import(
    @Asked() { body }: AskedOf<typeof subscribers.import>,
  ): Promise<AnsweredBy<typeof subscribers.import>> {
    return { results: await Promise.all(body.subscriptions.map((each) => this.imports.take(each))) };
  }

  @Serves(subscribers.export)
  export(
    @Asked() { query }: AskedOf<typeof subscribers.export>,
  ): Promise<AnsweredBy<typeof subscribers.export>> {
    return this.imports.page(query.after, query.limit);
  }
}
