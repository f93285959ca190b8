import { Injectable } from '@nestjs/common';
import { type DigestChoices, search } from '@paperboy/contracts';
import { invalid, ServiceClients } from '@paperboy/platform';
import { wishesOf } from './wish.js';

/** Asks the catalog whether keywords and authors can be read as searches. */
@Injectable()
export class KeywordCheck {
  constructor(private readonly clients: ServiceClients) {}

  /**
   * Checks the keywords and authors that were not chosen before, so that other changes do not need the catalog. Throws
   * a 400 Problem `unreadable-keyword`, and what asking the catalog throws.
   */
  async check(choices: DigestChoices, before: Partial<DigestChoices> | undefined): Promise<void> {
    const known = new Set(wishesOf(before).map((wish) => wish.search));
    const wishes = wishesOf(choices).filter((wish) => !known.has(wish.search));
    if (wishes.length === 0) return;
    const searches = wishes.map((wish) => wish.search);
    const { faults } = await this.clients.ask(search.check, { body: { searches } });
    const [fault] = faults;
    const wish = wishes.find((each) => each.search === fault?.search);
    if (!fault || !wish) return;
    const field = wish.reason.startsWith('author') ? 'authors' : 'keywords';
    throw invalid('unreadable-keyword', `${wish.reason} cannot be searched for. ${fault.detail}`, [
      { field, value: wish.reason.replace(/^\w+: /, ''), allowed: fault.detail },
    ]);
  }
}
