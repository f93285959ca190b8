import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parentPid, readOfProcess, statsOfTree, withDescendants } from './process-tree.js';

test('a name with spaces and brackets does not hide the parent', () => {
  expect(parentPid('42 (odd ) name) S 17 42 42 0')).toBe(17);
});

test('the tree holds children of children and nobody else', () => {
  const parents = new Map([
    [2, 1],
    [3, 2],
    [4, 9],
  ]);
  expect(withDescendants(1, parents)).toEqual([1, 2, 3]);
});

test('a child is in the tree while it runs, its parent is not in the tree of the child', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  // Elsewhere than on Linux there is no /proc, and the trees are empty.
  const [tree, alone] = existsSync('/proc/self/stat') ? [[process.pid, pid], [pid]] : [[], []];
  expect([...statsOfTree(process.pid).keys()]).toEqual(expect.arrayContaining(tree));
  expect([...statsOfTree(pid).keys()]).toEqual(alone);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(statsOfTree(pid).size).toBe(0);
  expect(readOfProcess(pid, 'stat')).toBe('');
});
