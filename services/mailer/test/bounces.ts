/** Reports and answers as servers send them; each is to one address and about one recipient, unless it says otherwise. */
interface ReportedRecipient {
  /** `rfc822; ada@example.org` */
  final: string;
  action: string;
  status?: string;
  diagnostic?: string;
}

const HEAD = [
  'From: Mail Delivery System <MAILER-DAEMON@mx.example.net>',
  'Auto-Submitted: auto-replied',
  'Date: Thu, 26 Nov 2037 08:02:11 +0000',
  'MIME-Version: 1.0',
];

/** A delivery report (RFC 3464), or with `global` one for addresses in UTF-8 (RFC 6533). */
export function deliveryReport(
  recipients: readonly ReportedRecipient[],
  { global = false }: { global?: boolean } = {},
): string {
  return [
    ...HEAD,
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="B0UND"',
    '',
    '--B0UND',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'This is what the mail system at mx.example.net has to say.',
    '',
    '--B0UND',
    `Content-Type: message/${global ? 'global-' : ''}delivery-status`,
    ...(global ? ['Content-Transfer-Encoding: 8bit'] : []),
    '',
    'Reporting-MTA: dns; mx.example.net',
    'Arrival-Date: Thu, 26 Nov 2037 08:00:03 +0000',
    ...recipients.flatMap(({ final, action, status, diagnostic }) => [
      '',
      `Final-Recipient: ${final}`,
      `Action: ${action}`,
      ...(status === undefined ? [] : [`Status: ${status}`]),
      ...(diagnostic === undefined ? [] : [`Diagnostic-Code: smtp; ${diagnostic}`]),
    ]),
    '',
    '--B0UND',
    'Content-Type: text/rfc822-headers',
    '',
    'From: Paperboy <digest@papers.example.org>',
    'To: reader@example.com',
    "Subject: Today's papers",
    '',
    '--B0UND--',
    '',
  ].join('\r\n');
}

/** A report on one recipient. */
export function failed(status: string | undefined, diagnostic: string, final = 'rfc822; reader@example.com') {
  return deliveryReport([
    { final, action: 'failed', diagnostic, ...(status === undefined ? {} : { status }) },
  ]);
}

/** A complaint (RFC 5965). */
export function complaint(type = 'abuse'): string {
  return [
    'From: feedback@example.net',
    'Subject: complaint about message from 192.0.2.7',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="F00"',
    '',
    '--F00',
    'Content-Type: text/plain',
    '',
    'A reader pressed the button for spam.',
    '',
    '--F00',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${type}`,
    'User-Agent: ExampleFBL/1.0',
    'Version: 1',
    'Source-IP: 192.0.2.7',
    '',
    '--F00',
    'Content-Type: message/rfc822',
    '',
    'From: Paperboy <digest@papers.example.org>',
    "Subject: Today's papers",
    '',
    '(redacted)',
    '--F00--',
    '',
  ].join('\r\n');
}

/** A bounce in words alone. */
export const TEXT_ONLY = [
  'Return-Path: <>',
  'Auto-Submitted: auto-replied',
  'From: postmaster@example.de',
  'Subject: email bounce notification',
  '',
  'Your message was refused and thrown away.',
  '',
  'reason: mailbox full',
  'address: reader@example.de',
  '',
].join('\r\n');

/** The answer of a holiday, with words that bounces have. */
export const HOLIDAY = [
  'Return-Path: <>',
  'Auto-Submitted: auto-replied (vacation)',
  'X-Auto-Response-Suppress: All',
  'From: Reader <reader@example.de>',
  'Subject: Out of office: undeliverable until 1 December, user unknown to my deputy',
  '',
  'I am away. Mail is not read. 550 5.1.1 is the number of my room.',
  '',
].join('\r\n');

/** A letter of a person. */
export function letter(subject: string, text: string): string {
  return [
    'From: Ada Reader <ada@example.org>',
    'To: answers',
    `Subject: ${subject}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\r\n');
}
