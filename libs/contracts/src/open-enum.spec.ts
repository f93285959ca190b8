import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { JsonObject } from './asyncapi.js';
import { breakingChanges } from './compatibility.js';
import { openEnum } from './open-enum.js';

/** A document with one event whose payload has one field. */
const documentOf = (field: z.ZodType) => ({
  channels: {},
  components: {
    messages: { 'song.sung': { payload: z.toJSONSchema(z.object({ field })) as unknown as JsonObject } },
  },
});

describe('an enum that will grow', () => {
  const two = openEnum(['loud', 'quiet'], 'Unknown: as quiet.');

  it('takes what it knows, and a value of the future', () => {
    expect(['loud', 'quiet', 'whispered'].map((value) => two.parse(value))).toEqual([
      'loud',
      'quiet',
      'whispered',
    ]);
    expect([two.safeParse('').success, two.safeParse(7).success]).toEqual([false, false]);
  });

  it('may get a value without breaking a consumer, as a closed one may not', () => {
    const three = openEnum(['loud', 'quiet', 'whispered'], 'Unknown: as quiet.');
    expect(breakingChanges(documentOf(two), documentOf(three))).toEqual([]);
    const closed = (values: [string, ...string[]]) => documentOf(z.enum(values));
    expect(breakingChanges(closed(['loud']), closed(['loud', 'quiet']))).toHaveLength(1);
    expect(breakingChanges(documentOf(two), closed(['loud', 'quiet']))).toContain(
      'song.sung.field now takes some values only.',
    );
  });
});
