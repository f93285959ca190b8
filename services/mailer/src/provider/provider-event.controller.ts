import { Controller } from '@nestjs/common';
import { type AskedOf, mail } from '@paperboy/contracts';
import { Asked, Log, notFound, Serves } from '@paperboy/platform';
import { ReturnedMail } from '../bounce/returned-mail.service.js';
import { OwnAddresses } from '../letter/own-addresses.js';
import type { MailProvider } from './mail-provider.js';
import { SesClient } from './ses.client.js';

/** Receives the reports that mail providers post. */
@Controller()
export class ProviderEventController {
  private readonly providers: ReadonlyMap<string, MailProvider>;

  constructor(
    ses: SesClient,
    private readonly addresses: OwnAddresses,
    private readonly returned: ReturnedMail,
    private readonly log: Log,
  ) {
    this.providers = new Map([ses].map((provider) => [provider.name, provider]));
  }

  @Serves(mail.providerEvent)
  async take(@Asked() { params, body }: AskedOf<typeof mail.providerEvent>): Promise<void> {
    const provider = this.providers.get(params.provider);
    if (!provider) throw notFound('unknown-provider', 'There is no adapter for a provider of this name.');
    for (const { returnPath, verdict } of await provider.read(body)) {
      const bounced = this.addresses.read(returnPath);
      if (bounced !== undefined && bounced.kind !== 'answer') await this.returned.take(bounced, verdict);
      // The report is on a mail of another program that uses the same provider.
      else this.log.info({ provider: provider.name }, 'A provider reported a mail that is not ours.');
    }
  }
}
