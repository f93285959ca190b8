import { expect, it } from '@jest/globals';
import type { Log } from './log.js';
import { loggedOnce } from './logged-once.js';

it('an action that is repeated is logged when it begins to fail and when it works again, each time it does', async () => {
  const logged: unknown[] = [];
  const log = {
    warn: (...line: unknown[]) => logged.push(['warn', ...line]),
    info: (...line: unknown[]) => logged.push(['info', ...line]),
  } as unknown as Log;
  let failure: Error | undefined;
  const act = loggedOnce(
    log,
    async () => {
      if (failure) throw failure;
    },
    { fails: 'Letters wait.', works: 'Letters go on.' },
  );

  await act();
  expect(logged).toEqual([]);
  const first = new Error('Away.');
  for (failure of [first, new Error('Still away.'), undefined, undefined]) await act();
  expect(logged).toEqual([
    ['warn', { err: first }, 'Letters wait.'],
    ['info', 'Letters go on.'],
  ]);
  const later = new Error('Away once more.');
  for (failure of [later, undefined]) await act();
  expect(logged.slice(2)).toEqual([
    ['warn', { err: later }, 'Letters wait.'],
    ['info', 'Letters go on.'],
  ]);
});
