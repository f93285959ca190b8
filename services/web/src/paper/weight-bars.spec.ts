import { describe, expect, it } from '@jest/globals';
import { PICTURE, weightBars } from './weight-bars.js';

const at = (time: string) => `2026-11-25T${time}:00.000Z`;

describe('The picture of what votes weigh', () => {
  it('puts the oldest left and the newest right, as high as they were cast and as they weigh now', () => {
    const bars = weightBars({
      commentWeight: 0.5,
      terms: [
        { at: at('12:00'), votes: 1, comments: 0, weight: 1 },
        { at: at('00:00'), votes: 3, comments: 2, weight: 2.8 },
      ],
    });
    expect(bars.map(({ cast, now }) => [cast / PICTURE.height, now / PICTURE.height])).toEqual([
      [0.25, 0.25],
      [1, expect.closeTo(0.7)],
    ]);
    const [newest, oldest] = bars;
    expect(oldest?.x).toBe(0);
    expect((newest?.x ?? 0) + (newest?.width ?? 0)).toBeCloseTo(PICTURE.width, -1);
  });

  it.each([1, 2, 24])('keeps %s terms inside the picture, however far apart they are', (count) => {
    const terms = Array.from({ length: count }, (_, n) => ({
      at: new Date(Date.parse(at('12:00')) - n * n * 3_600_000 * 24).toISOString(),
      votes: n,
      comments: 1,
      weight: (n + 0.5) / 2,
    }));
    for (const { x, width, cast, now } of weightBars({ terms, commentWeight: 0.5 })) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(width).toBeGreaterThan(0);
      expect(x + width).toBeLessThanOrEqual(PICTURE.width);
      expect(cast).toBeLessThanOrEqual(PICTURE.height);
      expect(now).toBeLessThanOrEqual(cast);
    }
  });
});
