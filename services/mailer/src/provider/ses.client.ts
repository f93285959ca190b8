import { verify, X509Certificate } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, forbidden, invalid, Log, unavailable } from '@paperboy/platform';
import { LRUCache } from 'lru-cache';
import { request } from 'undici';
import type { MailerConfig } from '../mailer.config.js';
import type { MailProvider, ProviderNews } from './mail-provider.js';
import { sesNews } from './ses-notification.js';
import { isOfSns, type SnsMessage, signedText, snsMessageSchema } from './sns-message.js';

const PATIENCE_MS = 5_000;
const LARGEST_CERTIFICATE = 16 * 1_024;
const CERTIFICATE_KEPT_MS = 3_600_000;

/**
 * Amazon SES, which reports by SNS. Anyone can let SNS sign a message, so only messages of the topic SES_TOPIC_ARN
 * count. The subscription to that topic is confirmed automatically.
 */
@Injectable()
export class SesClient implements MailProvider {
  readonly name = 'ses';
  private readonly certificates = new LRUCache<string, X509Certificate>({
    max: 4,
    ttl: CERTIFICATE_KEPT_MS,
  });

  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async read(body: unknown): Promise<ProviderNews[]> {
    const message = messageOf(body);
    if (this.config.SES_TOPIC_ARN === undefined || message.TopicArn !== this.config.SES_TOPIC_ARN)
      throw notFromProvider('The topic is not the one that SES_TOPIC_ARN names.');
    await this.refuseForged(message);
    if (message.Type === 'SubscriptionConfirmation') await this.confirm(message);
    return message.Type === 'Notification' ? sesNews(message.Message) : [];
  }

  private async refuseForged(message: SnsMessage): Promise<void> {
    const certificate = await this.certificate(message.SigningCertURL);
    const digest = message.SignatureVersion === '2' ? 'sha256' : 'sha1';
    const signature = Buffer.from(message.Signature, 'base64');
    if (!verify(digest, Buffer.from(signedText(message)), certificate.publicKey, signature))
      throw notFromProvider('The signature is not of this message.');
  }

  private async certificate(url: string): Promise<X509Certificate> {
    const kept = this.certificates.get(url);
    if (kept) return kept;
    const certificate = certificateOf(await this.fetched(url));
    const now = this.clock.now();
    if (new Date(certificate.validTo) < now || new Date(certificate.validFrom) > now)
      throw notFromProvider('The certificate of the signature is not valid at this time.');
    this.certificates.set(url, certificate);
    return certificate;
  }

  private async confirm({ SubscribeURL = '' }: SnsMessage): Promise<void> {
    await this.fetched(SubscribeURL);
    this.log.info('The subscription of the SNS topic is confirmed.');
  }

  /** Fetches an address of SNS. Time and size of the answer are limited, and redirects are not followed. */
  private async fetched(url: string): Promise<string> {
    if (!isOfSns(url)) throw notFromProvider('An address in the message is not one of SNS.');
    try {
      const { statusCode, body } = await request(url, {
        headersTimeout: PATIENCE_MS,
        bodyTimeout: PATIENCE_MS,
        signal: AbortSignal.timeout(2 * PATIENCE_MS),
      });
      let text = '';
      for await (const chunk of body.setEncoding('utf8')) {
        text += chunk;
        if (text.length > LARGEST_CERTIFICATE) break;
      }
      if (statusCode === 200) return text;
      throw new Error(`SNS answered with ${statusCode}.`);
    } catch (error) {
      this.log.warn({ err: error }, 'SNS cannot be reached.');
      throw unavailable('provider-away', 'SNS cannot be reached at the moment.');
    }
  }
}

/** SNS posts JSON as text/plain. */
function messageOf(body: unknown): SnsMessage {
  let read = body;
  try {
    if (typeof body === 'string') read = JSON.parse(body);
  } catch {
    // The schema below refuses it.
  }
  const message = snsMessageSchema.safeParse(read);
  if (!message.success) throw invalid('invalid-request', 'This is not a message of SNS.');
  return message.data;
}

function certificateOf(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw notFromProvider('What should be a certificate is none.');
  }
}

function notFromProvider(detail: string) {
  return forbidden('not-from-provider', detail);
}
