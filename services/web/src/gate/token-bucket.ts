/** One client's bucket: how many writes it may still do, and when that was worked out. */
export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** What taking a token came to. */
export interface Taken {
  readonly bucket: Bucket;
  readonly allowed: boolean;
  /** Whole writes left. */
  readonly remaining: number;
  /** Seconds until the bucket is full again, or until the next write when there is none left. */
  readonly resetSeconds: number;
}

/**
 * Takes one token of a bucket that holds `perMinute` and fills steadily.
 * Source: the token bucket of RFC 2697's kind, counted in fractions so that no timer is needed.
 */
export function takeToken(bucket: Bucket | undefined, perMinute: number, nowMs: number): Taken {
  const perMs = perMinute / 60_000;
  const before = bucket ?? { tokens: perMinute, atMs: nowMs };
  // A clock that went back gives nothing and takes nothing.
  const filled = Math.min(perMinute, before.tokens + Math.max(0, nowMs - before.atMs) * perMs);
  const allowed = filled >= 1;
  const tokens = allowed ? filled - 1 : filled;
  const waitMs = allowed ? (perMinute - tokens) / perMs : (1 - filled) / perMs;
  return {
    bucket: { tokens, atMs: nowMs },
    allowed,
    remaining: Math.floor(tokens),
    resetSeconds: Math.ceil(waitMs / 1_000),
  };
}
