import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, type ImportedSubscription, subscribers } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { type ImportResult, ImportSubscribers } from './import-subscribers.service.js';

/** Addresses that are imported at the same time. */
const AT_ONCE = 10;

/** Imports and exports subscribers for operators. */
@Controller()
export class ImportSubscribersController {
  constructor(private readonly imports: ImportSubscribers) {}

  @Serves(subscribers.import)
  async import(
    @Asked() { body }: AskedOf<typeof subscribers.import>,
  ): Promise<AnsweredBy<typeof subscribers.import>> {
    const { subscriptions } = body;
    const results: ImportResult[] = [];
    const byAddress = new Map<string, number[]>();
    for (const [nth, { address }] of subscriptions.entries()) {
      const key = address.toLowerCase();
      byAddress.set(key, [...(byAddress.get(key) ?? []), nth]);
    }
    const groups = byAddress.values();
    // Rows of the same address one after the other; some addresses at the same time.
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const group of groups)
          for (const nth of group)
            results[nth] = await this.imports.take(subscriptions[nth] as ImportedSubscription);
      }),
    );
    return { results };
  }

  @Serves(subscribers.export)
  export(
    @Asked() { query }: AskedOf<typeof subscribers.export>,
  ): Promise<AnsweredBy<typeof subscribers.export>> {
    return this.imports.page(query.after, query.limit);
  }
}
