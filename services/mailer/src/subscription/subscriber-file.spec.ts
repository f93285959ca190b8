import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FileLine, readSubscriberFile } from './subscriber-file.reader.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'subscribers-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
async function linesOf(content: string | Buffer): Promise<FileLine[]> {
  files += 1;
  const path = join(folder, `${files}.csv`);
  writeFileSync(path, content);
  const lines: FileLine[] = [];
  for await (const line of readSubscriberFile(path)) lines.push(line);
  return lines;
}

const HEAD = ['address', 'consented_at', 'keywords'];
const ADA = ['ada@example.org', '2026-01-31', 'moths'];
const ada = { address: 'ada@example.org', consented_at: '2026-01-31', keywords: 'moths' };
const file = (delimiter: string, end = '\n') =>
  [HEAD, ADA].map((cells) => cells.join(delimiter) + end).join('');

describe('a file of subscribers', () => {
  it.each([
    ['commas', file(',')],
    ['commas and the lines of Windows', file(',', '\r\n')],
    ['semicolons', file(';', '\r\n')],
    ['tabs', file('\t')],
    ['a byte order mark', `\ufeff${file(';')}`],
    ['a first line for spreadsheets', `sep=;\r\n${file(';', '\r\n')}`],
    [
      'a quoted heading in capitals',
      file(',').replace('address', '"Address"').replace('keywords', ' Keywords '),
    ],
    ['no end of the last line', file(',').trimEnd()],
    ['UTF-16', Buffer.from(`\ufeff${file('\t', '\r\n')}`, 'utf16le')],
  ])('is read with %s', async (_, content) => {
    expect((await linesOf(content)).map(({ row }) => row)).toEqual([ada]);
  });

  it('keeps delimiters, ends of lines and quotes in quoted cells, and a lone quote as it is', async () => {
    const lines = await linesOf(
      `${HEAD.join(';')}\na@example.org;2026-01-31;"a;b\n""c d"""\nb@example.org;2026-01-31;5" lens\n`,
    );
    expect(lines).toEqual([
      { number: 3, row: { address: 'a@example.org', consented_at: '2026-01-31', keywords: 'a;b\n"c d"' } },
      { number: 4, row: { address: 'b@example.org', consented_at: '2026-01-31', keywords: '5" lens' } },
    ]);
  });

  it('needs the columns of the address and of the consent', async () => {
    await expect(linesOf('address,hour\nada@example.org,8\n')).rejects.toMatchObject({
      code: 'unreadable-file',
      detail: expect.stringContaining('no column consented_at'),
    });
    await expect(linesOf('')).rejects.toMatchObject({
      detail: expect.stringContaining('no column address and no column consented_at'),
    });
    const bigEndian = Buffer.from(`\ufeff${file(',')}`, 'utf16le').swap16();
    await expect(linesOf(bigEndian)).rejects.toMatchObject({ detail: expect.stringContaining('UTF-8') });
  });

  it('ends with the line whose quote is never closed, so that no line is lost in it', async () => {
    const rest = 'bob@example.org,2026-01-31,x\n'.repeat(10_000);
    for (const content of [
      `${file(',')}"emmy@example.org,2026-01-31\n`,
      `${file(',')}"emmy@example.org\n${rest}`,
    ])
      await expect(linesOf(content)).rejects.toMatchObject({
        code: 'unreadable-file',
        detail: expect.stringMatching(/line \d+.*The lines before it are done\.$/s),
      });
  });
});
