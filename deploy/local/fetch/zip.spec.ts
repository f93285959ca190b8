import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { unzipOne } from './zip.js';

/** A zip of entries, written by the same sections of the format that the reader cites. */
function zipOf(entries: Record<string, { text: string; deflate: boolean }>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, { text, deflate }] of Object.entries(entries)) {
    const data = deflate ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(deflate ? 8 : 0, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), data);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

test('an entry is found by its name, stored or deflated', () => {
  const zip = zipOf({ a: { text: 'one', deflate: false }, b: { text: 'two'.repeat(100), deflate: true } });
  expect(unzipOne(zip, (name) => name === 'a')?.toString()).toBe('one');
  expect(unzipOne(zip, (name) => name === 'b')?.toString()).toBe('two'.repeat(100));
  expect(unzipOne(zip, (name) => name === 'c')).toBeUndefined();
});

test('bytes that are no zip are refused', () => {
  expect(() => unzipOne(Buffer.alloc(100), () => true)).toThrow('not a zip file');
});
