import { execFileSync } from 'node:child_process';
import type { JsonObject } from '../src/asyncapi.js';

/** A document as it was last committed; nothing outside of a git clone, or before its first commit. */
export function committed(path: string): JsonObject | undefined {
  try {
    const text = execFileSync('git', ['show', `HEAD:${path}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
}
