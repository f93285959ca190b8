import { z } from 'zod';

const field = z.string().max(2_000);

/** A message that Amazon SNS posts (source: Amazon SNS Developer Guide, JSON formats for HTTP/S endpoints). */
export const snsMessageSchema = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: field,
  TopicArn: field,
  Message: z.string().max(65_536),
  Subject: field.nullish(),
  Timestamp: field,
  Token: field.optional(),
  SubscribeURL: field.optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: field,
  SigningCertURL: field,
});
export type SnsMessage = z.output<typeof snsMessageSchema>;

const OF_NOTIFICATION = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const;
const OF_SUBSCRIPTION = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
] as const;

/** The text that SNS signs: the names and values of the message's fields, each on a line, without absent ones. */
export function signedText(message: SnsMessage): string {
  const names = message.Type === 'Notification' ? OF_NOTIFICATION : OF_SUBSCRIPTION;
  return names
    .map((name) => [name, message[name]] as const)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
}

/** Whether an address belongs to SNS. Certificates and confirmations are fetched from no other address. */
export function isOfSns(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  return (
    protocol === 'https:' &&
    /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?$/.test(hostname) &&
    port === '' &&
    username === '' &&
    password === ''
  );
}
