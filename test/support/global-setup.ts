import { startTestStack } from './test-stack.js';

const STACK = Symbol.for('paperboy.test-stack');

/** Jest's globalSetup: one stack for the whole run. */
export default async function globalSetup(): Promise<void> {
  Reflect.set(globalThis, STACK, await startTestStack());
}

/** What `globalSetup` left for `globalTeardown`, which jest runs in the same process. */
export function startedStack(): { stop(): Promise<void> } | undefined {
  return Reflect.get(globalThis, STACK) as { stop(): Promise<void> } | undefined;
}
