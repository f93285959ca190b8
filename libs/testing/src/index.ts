export { findBrowser } from '../../../deploy/local/fetch/browser.js';
export { freePort } from '../../../deploy/local/machine/free-port.js';
export type { ServiceName } from '../../../deploy/local/processes/services.js';
export * from './raw-answer.js';
export { type RunningServices, type ServicesOptions, startServices } from './services.js';
export { type TestClock, testClock } from './test-clock.js';
export { startTestStack, type TestStack, testStack } from './test-stack.js';
export { uniqueNamespace } from './unique-namespace.js';
export { type Patience, waitFor } from './wait-for.js';
