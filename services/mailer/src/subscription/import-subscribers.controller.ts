import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, subscribers } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { type ImportResult, ImportSubscribers } from './import-subscribers.service.js';

/** Imports and exports subscribers for operators. */
@Controller()
export class ImportSubscribersController {
  constructor(private readonly imports: ImportSubscribers) {}

  @Serves(subscribers.import)
  async import(
    @Asked() { body }: AskedOf<typeof subscribers.import>,
  ): Promise<AnsweredBy<typeof subscribers.import>> {
    const results: ImportResult[] = [];
    // One after the other, since several rows may have the same address.
    for (const each of body.subscriptions) results.push(await this.imports.take(each));
    return { results };
  }

  @Serves(subscribers.export)
  export(
    @Asked() { query }: AskedOf<typeof subscribers.export>,
  ): Promise<AnsweredBy<typeof subscribers.export>> {
    return this.imports.page(query.after, query.limit);
  }
}
