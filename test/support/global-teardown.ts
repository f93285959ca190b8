import { startedStack } from './global-setup.js';

/** Jest's globalTeardown: stops the stack of this run. */
export default async function globalTeardown(): Promise<void> {
  await startedStack()?.stop();
}
