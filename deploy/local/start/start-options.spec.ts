import { expect, test } from '@jest/globals';
import { startOptions } from './start-options.js';

test('without words of yours the usual ports are used and the sample is loaded', () => {
  expect(startOptions([], {})).toMatchObject({
    port: 3000,
    mailboxPort: 1080,
    mailboxSmtpPort: 1025,
    sample: true,
    services: true,
    namespace: 'paperboy',
  });
});

test('arXiv is asked for the papers of two categories, or of those that are named, or for none', () => {
  expect(startOptions([], {}).submitFrom).toBe('cs.AI,cs.CL');
  expect(startOptions([], { SUBMIT_FROM: 'hep-th' }).submitFrom).toBe('hep-th');
  expect(startOptions([], { SUBMIT_FROM: '' }).submitFrom).toBe('');
});

test('a wrong value is a sentence that names variable, value and what is allowed', () => {
  expect(() => startOptions([], { PORT: '70000' })).toThrow(
    'PORT is "70000": expected a port from 1 to 65535.',
  );
  expect(() => startOptions([], { MAILBOX_PORT: '8o' })).toThrow('MAILBOX_PORT is "8o"');
  expect(() => startOptions([], { SAMPLE: 'no' })).toThrow('SAMPLE is "no": it is on or off.');
  expect(() => startOptions([], { NAMESPACE: 'My Papers' })).toThrow('NAMESPACE is "My Papers"');
});

test('an unknown option is refused by its name', () => {
  expect(() => startOptions(['--scales', 'web=2'], {})).toThrow("'--scales'");
});
