import { describe, expect, it, test } from '@jest/globals';
import { subscriptionSettingsSchema } from '@paperboy/contracts';
import fc from 'fast-check';
import { readRow, rowOf } from './subscriber-row.js';

const good = { address: 'ada@example.org', consented_at: '2026-01-31' };
const line = fc.stringMatching(/^[a-z"]{1,12}( [a-z]{1,8})?$/);
const settings = fc
  .record({
    cadence: fc.constantFrom('day', 'week', 'month'),
    weekday: fc.option(fc.integer({ min: 1, max: 7 })),
    hour: fc.integer({ min: 0, max: 23 }),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
    categories: fc.uniqueArray(fc.constantFrom('cs.LG', 'hep-th', 'cs.AI')),
    minUpvotes: fc.integer({ min: 0, max: 50 }),
    keywords: fc.array(line, { maxLength: 4 }),
    authors: fc.array(line, { maxLength: 4 }),
    papers: fc.integer({ min: 0, max: 50 }),
    format: fc.constantFrom('html', 'text'),
    evenWhenEmpty: fc.boolean(),
    pausedUntil: fc.constantFrom(null, '2027-01-01'),
  })
  .map((some) => subscriptionSettingsSchema.parse(some));

describe('a row of a CSV file', () => {
  it('needs an address and a date of consent; the rest has defaults', () => {
    expect(readRow(good)).toMatchObject({
      address: 'ada@example.org',
      consentedAt: '2026-01-31T00:00:00.000Z',
      settings: { cadence: 'day', hour: 8, timeZone: 'UTC', papers: 10, keywords: [] },
    });
  });

  test.each([
    [{ address: ' ' }, 'no-address'],
    [{ consented_at: '' }, 'no-consent'],
    [{ consented_at: '31.01.2026' }, 'unreadable'],
    [{ consented_at: '01/02/2026' }, 'unreadable'],
    [{ consented_at: '2026' }, 'unreadable'],
    [{ consented_at: '2026-02-30' }, 'unreadable'],
    [{ consented_at: '2026-01-31T25:00:00Z' }, 'unreadable'],
    [{ address: 'ada at example.org' }, 'unreadable'],
    [{ hour: '24' }, 'unreadable'],
    [{ even_when_empty: 'perhaps' }, 'unreadable'],
    [{ slot: 'added-9' }, 'unreadable'],
  ])('with %j is refused', (differs, code) => {
    expect(readRow({ ...good, ...differs })).toMatchObject({ code, detail: expect.any(String) });
  });

  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31 08:30', '2026-01-31T08:30:00.000Z'],
    ['2026-01-31T08:30:00.123456Z', '2026-01-31T08:30:00.123Z'],
    ['2026-01-31T08:30:00+02:00', '2026-01-31T06:30:00.000Z'],
  ])('with the consent %s has it as %s', (consented_at, consentedAt) => {
    expect(readRow({ ...good, consented_at })).toMatchObject({ consentedAt });
  });

  it('holds a keyword that a spreadsheet would calculate', () => {
    expect(readRow({ ...good, keywords: "'-moths\nlanterns" })).toMatchObject({
      settings: { keywords: ['-moths', 'lanterns'] },
    });
  });

  it('that was written is read back as it was', () => {
    fc.assert(
      fc.property(settings, fc.constantFrom('day', 'added-2'), (of, slot) => {
        const rest = {
          address: 'ada@example.org',
          consentedAt: '2026-01-31T08:30:00.000Z',
          settings: of,
          slot,
        };
        expect(readRow(rowOf({ id: 'AAAAAAAAAAAA', ...rest }))).toEqual(rest);
      }),
    );
  });
});
