import { Inject, Injectable } from '@nestjs/common';
import { account, KEPT_PARTS, type Kept, type KeptPart } from '@paperboy/contracts';
import { Clock, CONFIG, type PersonCaller, ServiceClients } from '@paperboy/platform';
import type { WebConfig } from '../web.config.js';

/** All data that is kept of a person, as the text of one JSON file. */
@Injectable()
export class KeptFile {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly clock: Clock,
  ) {}

  /** The pieces of the file. Each is requested when the one before has been sent, so that a file of any size fits. */
  async *pieces(person: PersonCaller): AsyncGenerator<string> {
    const { PUBLICATION_NAME: publication, PUBLIC_URL: url } = this.config;
    const exportedAt = this.clock.now().toISOString();
    yield `${JSON.stringify({ publication, url, exportedAt }, null, 1).slice(0, -2)}`;
    for (const part of KEPT_PARTS) {
      let kept = await this.ask(person, part);
      yield `,\n ${JSON.stringify(part)}: [${lines(kept, true)}`;
      for (; kept.next !== undefined; yield lines(kept, false))
        kept = await this.ask(person, part, kept.next);
      yield ']';
    }
    yield '\n}\n';
  }

  private ask(person: PersonCaller, part: KeptPart, after?: string): Promise<Kept> {
    return this.clients.ask(account.kept, { params: { part }, query: { after } }, { as: person });
  }
}

function lines({ entries }: Kept, first: boolean): string {
  return entries.map((entry, at) => `${first && at === 0 ? '' : ','}\n  ${JSON.stringify(entry)}`).join('');
}
