import { Inject, Injectable } from '@nestjs/common';
import { people } from '@paperboy/contracts';
import { CONFIG, Problem, ServiceClients } from '@paperboy/platform';
import type { MailerConfig } from '../mailer.config.js';
import { AddressIds } from '../subscriber/address.js';
import { SuppressionStore } from '../subscriber/suppression.store.js';
import type { WebhookDisabledMessage } from './message.js';
import type { WrittenLetter } from './single-letter.js';
import {
  webhookDisabledHtml,
  webhookDisabledSubject,
  webhookDisabledText,
} from './webhook-disabled.template.js';

/** Writes the mail to the owner of a webhook that was disabled. */
@Injectable()
export class WebhookDisabledComposer {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly clients: ServiceClients,
    private readonly addressIds: AddressIds,
    private readonly suppressions: SuppressionStore,
  ) {}

  /** The written mail, or the reason why there is none. Throws a retriable Problem while the catalog is away. */
  async write({
    personId,
    webhook,
  }: WebhookDisabledMessage): Promise<WrittenLetter | { suppressed: string }> {
    const to = personId === undefined ? this.config.MAIL_REPLY_TO : await this.addressOf(personId);
    if (to === undefined) return { suppressed: personId === undefined ? 'no-reply-address' : 'no-person' };
    const suppressed = await this.suppressions.find(this.addressIds.subscriber(to));
    if (suppressed) return { suppressed: suppressed.reason };
    const { PUBLICATION_NAME: publication, PUBLIC_URL: site } = this.config;
    const settingsUrl = personId === undefined ? undefined : `${site}/settings/webhooks`;
    const content = { publication, webhook, settingsUrl };
    return {
      to,
      subject: webhookDisabledSubject(content),
      html: webhookDisabledHtml(content),
      text: webhookDisabledText(content),
    };
  }

  private async addressOf(personId: string): Promise<string | undefined> {
    try {
      return (await this.clients.ask(people.address, { params: { id: personId } })).address;
    } catch (error) {
      if (error instanceof Problem && error.code === 'unknown-person') return undefined;
      throw error;
    }
  }
}
