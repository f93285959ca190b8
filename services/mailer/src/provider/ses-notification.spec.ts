import { describe, expect, it } from '@jest/globals';
import { sesNews } from './ses-notification.js';
import { isOfSns } from './sns-message.js';

const mail = { source: 'bounce+x@bounces.example.org' };
const bounce = (bounceType: string, bounceSubType: string, diagnosticCode?: string) => ({
  notificationType: 'Bounce',
  mail,
  bounce: {
    bounceType,
    bounceSubType,
    bouncedRecipients: [{ emailAddress: 'ada@example.org', ...(diagnosticCode ? { diagnosticCode } : {}) }],
  },
});
const kind = (message: object) => sesNews(JSON.stringify(message)).map(({ verdict }) => verdict.as);

describe('a notification of SES', () => {
  it.each([
    ['Permanent', 'NoEmail', 'smtp; 550 5.1.1 user unknown', 'hard'],
    ['Permanent', 'General', undefined, 'hard'],
    ['Permanent', 'General', 'smtp; 550 5.7.1 rejected as spam', 'blocked'],
    ['Permanent', 'OnAccountSuppressionList', undefined, 'hard'],
    ['Transient', 'MailboxFull', 'smtp; 552 5.2.2 full', 'soft'],
    ['Transient', 'ContentRejected', undefined, 'blocked'],
    ['Undetermined', 'Undetermined', undefined, 'unknown'],
    ['OfTheFuture', 'General', undefined, 'unknown'],
  ])('of a bounce %s/%s with %s is %s', (type, subType, diagnostic, as) => {
    expect(kind(bounce(type, subType, diagnostic))).toEqual([as]);
  });

  it('tells complaints, delays and deliveries, under the name of either field', () => {
    expect(kind({ notificationType: 'Complaint', mail, complaint: { complaintFeedbackType: null } })).toEqual(
      ['complaint'],
    );
    expect(kind({ eventType: 'Complaint', mail, complaint: { complaintFeedbackType: 'not-spam' } })).toEqual([
      'unknown',
    ]);
    expect(kind({ eventType: 'DeliveryDelay', mail })).toEqual(['delayed']);
    expect(kind({ eventType: 'Delivery', mail })).toEqual(['delivered']);
  });

  it('names the mail by its return path, with the status that the server told', () => {
    expect(sesNews(JSON.stringify(bounce('Permanent', 'NoEmail', 'smtp; 550 5.1.1 unknown')))).toEqual([
      { returnPath: mail.source, verdict: { as: 'hard', status: '5.1.1' } },
    ]);
  });

  it('of another kind says nothing', () => {
    for (const other of [{ eventType: 'Open', mail }, { mail }, {}, [], null])
      expect(sesNews(JSON.stringify(other))).toEqual([]);
    expect(sesNews('no JSON')).toEqual([]);
    expect(sesNews(JSON.stringify({ notificationType: 'Bounce', mail }))).toEqual([]);
  });
});

describe('an address of SNS', () => {
  it('is over HTTPS at a host of SNS alone', () => {
    expect(isOfSns('https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem')).toBe(true);
    expect(isOfSns('https://sns.cn-north-1.amazonaws.com.cn/x.pem')).toBe(true);
    for (const other of [
      'http://sns.eu-west-1.amazonaws.com/x.pem',
      'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem',
      'https://evil.example/sns.eu-west-1.amazonaws.com',
      'https://s3.eu-west-1.amazonaws.com/x.pem',
      'https://sns.eu-west-1.amazonaws.com:8443/x.pem',
      'https://user@sns.eu-west-1.amazonaws.com/x.pem',
      'https://sns.a.b.amazonaws.com/x.pem',
      '',
    ])
      expect(isOfSns(other)).toBe(false);
  });
});
