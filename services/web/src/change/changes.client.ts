import { Injectable } from '@nestjs/common';
import { type ChangedPaper, changes } from '@paperboy/contracts';
import { type PersonCaller, Problem, ServiceClients } from '@paperboy/platform';

/** What changed since a person read it. */
@Injectable()
export class Changes {
  constructor(private readonly clients: ServiceClients) {}

  /**
   * What changed in one paper. Nothing when it did not, or while the catalog is away: the page is useful without it.
   */
  async of(person: PersonCaller, paperId: string): Promise<ChangedPaper | undefined> {
    try {
      const { papers } = await this.clients.ask(changes.mine, { query: { paper: paperId } }, { as: person });
      return papers[0];
    } catch (error) {
      if (error instanceof Problem && error.retriable) return undefined;
      throw error;
    }
  }

  /** All papers that changed. Throws a 503 Problem while the catalog is away. */
  async all(person: PersonCaller): Promise<ChangedPaper[]> {
    return (await this.clients.ask(changes.mine, { query: {} }, { as: person })).papers;
  }
}
