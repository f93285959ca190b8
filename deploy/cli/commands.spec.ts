import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');

describe('the operators’ commands', () => {
  it('print by say, sayJson and remark alone, which let nothing steer the terminal', async () => {
    const files: string[] = [];
    for (const top of ['deploy', 'libs', 'services'])
      for (const name of await readdir(join(ROOT, top), { recursive: true }))
        if (name.endsWith('.command.ts')) files.push(join(top, name));
    expect(files.length).toBeGreaterThan(7);
    const byThemselves = files.filter((file) =>
      /\.write\(|console\./.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(byThemselves).toEqual([]);
  });
});
