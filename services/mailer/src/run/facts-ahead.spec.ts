import { describe, expect, it } from '@jest/globals';
import { FactsAhead } from './facts-ahead.js';

describe('the facts of the rows of a page', () => {
  const rows = Array.from({ length: 100 }, (_, at) => ({ _id: `row-${at}` }));

  const underTest = () => {
    const asked: string[][] = [];
    const clock = { now: 0 };
    const facts = new FactsAhead(
      rows,
      async (some) => {
        asked.push(some.map(({ _id }) => _id));
        return new Map(some.map(({ _id }) => [_id, `${_id} at ${clock.now}`]));
      },
      () => clock.now,
    );
    return { asked, clock, of: (at: number) => facts.of(rows[at] as { _id: string }) };
  };

  it('are read once for a row and those after it, also for rows that ask at the same moment', async () => {
    const { asked, of } = underTest();
    expect(await Promise.all([of(0), of(1), of(24)])).toEqual(['row-0 at 0', 'row-1 at 0', 'row-24 at 0']);
    expect(asked).toEqual([rows.slice(0, 50).map(({ _id }) => _id)]);
  });

  it('are read before they are asked for', async () => {
    const { asked, of } = underTest();
    await of(0);
    await of(25);
    await of(50);
    expect(asked).toEqual([rows.slice(0, 50), rows.slice(50)].map((some) => some.map(({ _id }) => _id)));
  });

  it('are read again when they are more than a second old', async () => {
    const { clock, of } = underTest();
    await of(0);
    clock.now = 1_000;
    expect(await of(1)).toBe('row-1 at 0');
    clock.now = 1_001;
    expect(await of(1)).toBe('row-1 at 1001');
    expect(await of(2)).toBe('row-2 at 1001');
  });

  it('are read again for the row that asks only, and not for rows that came before it', async () => {
    const { asked, clock, of } = underTest();
    await of(0);
    await of(25);
    clock.now = 2_000;
    await of(30);
    expect(asked[2]).toEqual(rows.slice(30, 80).map(({ _id }) => _id));
  });
});
