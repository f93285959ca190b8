import { expect, test } from '@jest/globals';
import { roleFaults } from './role-faults.js';

const ROLES = { store: 'Keeps something.', worker: 'Does jobs.', spec: 'Tests.' };

test('a name without a role, with one, and that of its spec are good', () => {
  const paths = ['services/a/src/vote/vote.ts', 'b/vote.store.ts', 'b/vote.store.spec.ts', 'b/vote.spec.tsx'];
  expect(roleFaults(paths, ROLES)).toEqual([]);
});

test('a role that nobody has described is named, and so is a second one', () => {
  expect(roleFaults(['b/vote.manager.ts', 'b/vote.store.worker.ts', 'b/a.b.spec.ts'], ROLES)).toEqual([
    'b/vote.manager.ts: "manager" is not a role.',
    'b/vote.store.worker.ts states more than one role.',
    'b/a.b.spec.ts: "b" is not a role.',
  ]);
});

test('a name of every object is no role', () => {
  expect(roleFaults(['b/vote.constructor.ts'], ROLES)).toHaveLength(1);
});
