import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { brandSchema, textFile } from './brand-config.js';
import { ConfigError, readConfig } from './config.js';

const folder = mkdtempSync(join(tmpdir(), 'brand-'));
const schema = z.object({ ...brandSchema, PUBLICATION_IMPRINT: textFile(100).optional() });

/** The path of a file that holds this. */
function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** As much of a PNG as is looked at. */
function png(width: number, height: number, length = 64): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.write('89504e470d0a1a0a', 'hex');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

function sentencesFor(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.sentences;
    throw error;
  }
  return [];
}

describe('the look of a publication', () => {
  it('is ours when nothing is said', () => {
    expect(readConfig(schema, {})).toEqual({});
  });

  it('takes a square PNG as logo', () => {
    const { PUBLICATION_LOGO: logo } = readConfig(schema, {
      PUBLICATION_LOGO: file('logo.png', png(256, 256)),
    });
    expect(logo?.readUInt32BE(16)).toBe(256);
  });

  it.each([
    ['a file that is not there', join(folder, 'none.png')],
    ['a folder', folder],
    ['an SVG', file('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an empty file', file('empty.png', '')],
    ['a picture that is not square', file('wide.png', png(256, 128))],
    ['one that is too small', file('small.png', png(32, 32))],
    ['one that is too large', file('large.png', png(2_000, 2_000))],
    ['one that is too heavy', file('heavy.png', png(256, 256, 100_001))],
  ])('says what a logo must be: %s', (_what, path) => {
    expect(sentencesFor({ PUBLICATION_LOGO: path })).toEqual([
      expect.stringMatching(
        /^PUBLICATION_LOGO is .*expected the path of a square PNG of 64 to 1024 pixels and at most 100 kB\.$/,
      ),
    ]);
  });

  it('says what a colour must be', () => {
    expect(sentencesFor({ PUBLICATION_ACCENT: 'red' })).toEqual([
      'PUBLICATION_ACCENT is "red": expected a colour such as #1f5c99.',
    ]);
  });

  it('reads the text of a page as paragraphs and lines, cleaned', () => {
    const path = file('imprint.txt', '# Who we are\r\n\r\nA Press\u202e\r\n1 Street\r\n \r\n\r\nBye.\n');
    expect(readConfig(schema, { PUBLICATION_IMPRINT: path }).PUBLICATION_IMPRINT).toEqual([
      ['# Who we are'],
      ['A Press', '1 Street'],
      ['Bye.'],
    ]);
  });

  it.each([
    ['no text', ''],
    ['too much', 'x'.repeat(101)],
    ['another encoding', Buffer.from([0xe9, 0x74, 0xe9])],
  ])('says what the text of a page must be: %s', (what, content) => {
    const [sentence] = sentencesFor({ PUBLICATION_IMPRINT: file(`${what}.txt`, content) });
    expect(sentence).toMatch(/expected the path of a text file in UTF-8, of 1 to 100 characters\.$/);
  });
});
