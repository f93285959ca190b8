import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rfc2822Moment } from './dates.js';

describe('momentOf', () => {
  it.each([
    ['Mon, 2 Apr 2007 19:18:42 GMT', '2007-04-02T19:18:42.000Z'],
    ['2 Apr 2007 19:18 UTC', '2007-04-02T19:18:00.000Z'],
    ['Thu, 29 Feb 2024 00:00:00 +0130', '2024-02-28T22:30:00.000Z'],
    ['Thu, 29 Feb 2024 00:00:00 -0130', '2024-02-29T01:30:00.000Z'],
    ['mon,  02 apr 2007 19:18:42 gmt', '2007-04-02T19:18:42.000Z'],
    ['Mon, 2 Apr 2007 19:18:42 +0000 (UTC)', '2007-04-02T19:18:42.000Z'],
    ['Mon, 2 Apr 2007 19:18:42 EST', '2007-04-03T00:18:42.000Z'],
    ['Mon, 2 Apr 2007 19:18:42 PDT', '2007-04-03T02:18:42.000Z'],
    ['Wed, 2 Apr 97 19:18:42 GMT', '1997-04-02T19:18:42.000Z'],
    ['Mon, 2 Apr 07 19:18:42 GMT', '2007-04-02T19:18:42.000Z'],
    ['Fri, 30 Jun 2017 23:59:60 GMT', '2017-06-30T23:59:59.000Z'],
  ])('reads %j as %s', (text, moment) => {
    expect(rfc2822Moment(text)?.toISOString()).toBe(moment);
  });

  it.each([
    '',
    'yesterday',
    'Fri, 31 Feb 2020 10:00:00 GMT',
    '2 Foo 2007 19:18:42 GMT',
    '2 Apr 2007 25:18:42 GMT',
    '2007-04-02',
    'Mon, 2 Apr 2007 19:18:42 XYZ',
    'Mon, 2 Apr 2007 24:00:00 GMT',
    'Mon, 2 Apr 2007 19:18:61 GMT ',
  ])('refuses %j', (text) => {
    expect(rfc2822Moment(text)).toBeUndefined();
  });

  it('reads back what a date prints', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1991-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
        (date) => {
          const whole = new Date(Math.floor(date.getTime() / 1000) * 1000);
          expect(rfc2822Moment(whole.toUTCString())?.getTime()).toBe(whole.getTime());
        },
      ),
    );
  });
});
