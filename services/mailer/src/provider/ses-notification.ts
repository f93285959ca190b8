import { z } from 'zod';
import { failedAs } from '../bounce/delivery-report.js';
import type { ReturnedAs } from '../ledger/returned.js';
import type { ProviderNews } from './mail-provider.js';

const line = z.string().max(1_000);
const recipients = z
  .array(z.object({ status: line.optional(), diagnosticCode: z.string().max(5_000).optional() }))
  .max(50);

/**
 * The fields of a notification or event of SES that are used (source: Amazon SES Developer Guide, contents of
 * notifications).
 */
const notificationSchema = z.object({
  notificationType: line.optional(),
  eventType: line.optional(),
  mail: z.object({ source: line }),
  bounce: z
    .object({ bounceType: line, bounceSubType: line.optional(), bouncedRecipients: recipients.optional() })
    .optional(),
  complaint: z.object({ complaintFeedbackType: line.nullish() }).optional(),
});

/** Subtypes of a transient bounce that blame the mail and not the mailbox. */
const OF_THE_MAIL: ReadonlySet<string> = new Set(['ContentRejected', 'AttachmentRejected']);

/** Reads a message of SES. Empty for a message of another kind. */
export function sesNews(message: string): ProviderNews[] {
  const { success, data } = notificationSchema.safeParse(jsonOf(message));
  if (!success) return [];
  const bounced = data.bounce?.bouncedRecipients?.[0];
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(bounced?.status ?? bounced?.diagnosticCode ?? '')?.[0];
  const as = kindOf(data, status);
  if (as === undefined) return [];
  const verdict = { as, ...(status === undefined ? {} : { status }) };
  return [{ returnPath: data.mail.source, verdict }];
}

function kindOf(
  { notificationType, eventType, bounce, complaint }: z.output<typeof notificationSchema>,
  status: string | undefined,
): ReturnedAs | undefined {
  switch (notificationType ?? eventType) {
    case 'Bounce':
      return bounce && bouncedAs(bounce, status);
    case 'Complaint':
      return complaint?.complaintFeedbackType === 'not-spam' ? 'unknown' : 'complaint';
    case 'DeliveryDelay':
      return 'delayed';
    case 'Delivery':
      return 'delivered';
    default:
      return undefined;
  }
}

function bouncedAs(
  {
    bounceType,
    bounceSubType = '',
    bouncedRecipients,
  }: NonNullable<z.output<typeof notificationSchema>['bounce']>,
  status: string | undefined,
): ReturnedAs {
  const answer = bouncedRecipients?.[0]?.diagnosticCode ?? '';
  if (bounceType === 'Permanent') return failedAs(status, answer) === 'blocked' ? 'blocked' : 'hard';
  if (bounceType === 'Transient') return OF_THE_MAIL.has(bounceSubType) ? 'blocked' : 'soft';
  return 'unknown';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
