import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { processorMsOf, processorMsOfTree } from './processor.js';

describe('the processor time of processes', () => {
  it('is the time in the program and in the system, also of a program with spaces and brackets in its name', () => {
    const stat = '42 (a (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 123 45 0 0 20 0 11 0 999 1 1';
    expect(processorMsOf(stat)).toBe(1_680);
  });

  (existsSync('/proc/self/stat') ? it : it.skip)('grows while this process works', () => {
    const before = processorMsOfTree() ?? Number.NaN;
    const enough = before + 30;
    while ((processorMsOfTree() ?? 0) < enough);
    expect(processorMsOfTree()).toBeGreaterThanOrEqual(enough);
  });
});
