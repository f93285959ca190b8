import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Bucket, takeToken } from './token-bucket.js';

describe('the limit of writes', () => {
  it('lets a full bucket through at once and then one after the other', () => {
    let bucket: Bucket | undefined;
    for (let count = 0; count < 60; count += 1) {
      const taken = takeToken(bucket, 60, 1_000);
      expect(taken.allowed).toBe(true);
      expect(taken.remaining).toBe(59 - count);
      bucket = taken.bucket;
    }
    const refused = takeToken(bucket, 60, 1_000);
    expect(refused).toMatchObject({ allowed: false, remaining: 0, resetSeconds: 1 });
    expect(takeToken(refused.bucket, 60, 1_999).allowed).toBe(false);
    expect(takeToken(refused.bucket, 60, 2_000).allowed).toBe(true);
  });

  it('never lets more through in a span of time than the bucket and what flowed in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.integer({ min: -50, max: 5_000 }), { maxLength: 200 }),
        (perMinute, steps) => {
          let bucket: Bucket | undefined;
          let now = 0;
          let forward = 0;
          let passed = 0;
          for (const step of steps) {
            now += step;
            forward += Math.max(0, step);
            const taken = takeToken(bucket, perMinute, now);
            bucket = taken.bucket;
            if (taken.allowed) passed += 1;
          }
          expect(passed).toBeLessThanOrEqual(perMinute + (forward * perMinute) / 60_000 + 1e-6);
        },
      ),
    );
  });
});
