import { Inject, Injectable } from '@nestjs/common';
import { notices, signIn } from '@paperboy/contracts';
import { crashPoint } from '@paperboy/messaging';
import { Clock, CONFIG, Problem, ServiceClients } from '@paperboy/platform';
import { NoticeChoices } from '../choice/notice-choices.store.js';
import type { Letter } from '../letter/letter.composer.js';
import { LinkTokens, settingsLinkEnd } from '../letter/link-tokens.js';
import { OwnAddresses } from '../letter/own-addresses.js';
import type { MailerConfig } from '../mailer.config.js';
import type { Decision } from '../relay/handover.sender.js';
import { AddressIds } from '../subscriber/address.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { SuppressionStore } from '../subscriber/suppression.store.js';
import { confirmationHtml, confirmationSubject, confirmationText } from './confirmation.template.js';
import type {
  ConfirmationMessage,
  Message,
  NoticeMessage,
  SettingsLinkMessage,
  SignInMessage,
} from './message.js';
import { noticeHtml, noticeSubject, noticeText } from './notice.template.js';
import { settingsLinkHtml, settingsLinkSubject, settingsLinkText } from './settings-link.template.js';
import { signInHtml, signInSubject, signInText } from './sign-in.template.js';
import { singleLetter, type WrittenLetter } from './single-letter.js';
import { WebhookDisabledComposer } from './webhook-disabled.composer.js';

/** Composes the letters of single messages, right before they are handed over. */
@Injectable()
export class MessageComposer {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly clients: ServiceClients,
    private readonly subscribers: SubscriberStore,
    private readonly tokens: LinkTokens,
    private readonly choices: NoticeChoices,
    private readonly addressIds: AddressIds,
    private readonly addresses: OwnAddresses,
    private readonly suppressions: SuppressionStore,
    private readonly webhookDisabled: WebhookDisabledComposer,
    private readonly clock: Clock,
  ) {}

  /** The letter of a message, or why there is none. Throws a retriable Problem while the catalog is not reachable. */
  async compose(message: Message): Promise<Decision> {
    if (message.kind === 'confirmation') {
      // A reader who reported our mail as unwanted gets no more requests, whoever types the address.
      const suppression = await this.suppressions.find(message.subscriberId);
      if (suppression?.reason === 'complained') return { suppressed: suppression.reason };
      return { letter: await this.letter(message, this.confirmation(message)) };
    }
    if (message.kind === 'settings-link') return this.settingsLink(message);
    if (message.kind === 'notice') return this.notice(message);
    if (message.kind === 'webhook-disabled') {
      const written = await this.webhookDisabled.write(message);
      return 'suppressed' in written ? written : { letter: await this.letter(message, written) };
    }
    const written = await this.signIn(message);
    if (written === undefined) return { skipped: 'late' };
    const letter = await this.letter(message, written);
    crashPoint('sign-in.letter-composed');
    return { letter };
  }

  private confirmation({ _id, address, wish }: ConfirmationMessage): WrittenLetter {
    const content = {
      publication: this.config.PUBLICATION_NAME,
      confirmUrl: `${this.config.PUBLIC_URL}/confirm/${this.tokens.issue('confirm', _id)}`,
      hour: wish.hour,
      timeZone: wish.timeZone,
    };
    return {
      to: address,
      subject: confirmationSubject(content),
      html: confirmationHtml(content),
      text: confirmationText(content),
    };
  }

  private async settingsLink(message: SettingsLinkMessage): Promise<Decision> {
    const [subscriber, suppression] = await Promise.all([
      this.subscribers.find(message.subscriberId),
      this.suppressions.find(message.subscriberId),
    ]);
    if (suppression) return { suppressed: suppression.reason };
    if (!subscriber) return { suppressed: 'no-subscriber' };
    const end = settingsLinkEnd(this.clock.now());
    const token = this.tokens.issueUntil('settings', message.subscriptionId, end);
    const content = {
      publication: this.config.PUBLICATION_NAME,
      settingsUrl: `${this.config.PUBLIC_URL}/u/${token}/settings`,
    };
    const written = {
      to: subscriber.address,
      subject: settingsLinkSubject(content),
      html: settingsLinkHtml(content),
      text: settingsLinkText(content),
    };
    return { letter: await this.letter(message, written) };
  }

  /** The sign-in mail. Undefined when the catalog says that the request is over. */
  private async signIn({ _id: id }: SignInMessage): Promise<WrittenLetter | undefined> {
    try {
      const { address, url, code } = await this.clients.ask(signIn.letter, { params: { id } });
      const content = { publication: this.config.PUBLICATION_NAME, url, code };
      return {
        to: address,
        subject: signInSubject(content),
        html: signInHtml(content),
        text: signInText(content),
      };
    } catch (error) {
      if (error instanceof Problem && error.code === 'sign-in-request-over') return undefined;
      throw error;
    }
  }

  /** The mail about comments that are still shown. There is none if the person has left meanwhile. */
  private async notice(message: NoticeMessage): Promise<Decision> {
    const { personId, commentIds } = message;
    if ((await this.choices.of(personId)) === 'never') return { suppressed: 'left' };
    const found = await this.noticed(personId, commentIds);
    if (found === undefined) return { suppressed: 'no-person' };
    if (found.comments.length === 0) return { skipped: 'nothing-new' };
    const suppressed = await this.suppressions.find(this.addressIds.subscriber(found.address));
    if (suppressed) return { suppressed: suppressed.reason };
    const leaveUrl = `${this.config.PUBLIC_URL}/n/${this.tokens.issue('notices', personId)}`;
    const { PUBLICATION_NAME: publication, PUBLIC_URL: publicUrl } = this.config;
    const content = { publication, publicUrl, comments: found.comments, leaveUrl };
    const written = {
      to: found.address,
      subject: noticeSubject(content),
      html: noticeHtml(content),
      text: noticeText(content),
      headers: {
        'List-Unsubscribe': `<${leaveUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    };
    return { letter: await this.letter(message, written) };
  }

  private async noticed(personId: string, commentIds: string[]) {
    try {
      return await this.clients.ask(notices.letter, { body: { personId, commentIds } });
    } catch (error) {
      if (error instanceof Problem && error.code === 'unknown-person') return undefined;
      throw error;
    }
  }

  private letter({ _id, kind }: Message, written: WrittenLetter): Promise<Letter> {
    return singleLetter(this.config, written, {
      id: `${kind}.${_id}`,
      returnPath: this.addresses.ofMessage(_id),
      date: this.clock.now(),
    });
  }
}
