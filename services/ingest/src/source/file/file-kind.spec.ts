import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from '@jest/globals';
import { fileKind, NoSnapshot } from './file-kind.js';

const LINE = '{"id":"2511.00001","title":"Lantern"}\n';

describe('the first bytes of a file', () => {
  it('tell how it is packed', () => {
    expect(fileKind(Buffer.from(LINE))).toBe('plain');
    expect(fileKind(Buffer.from(`\ufeff${LINE}`))).toBe('plain');
    expect(fileKind(gzipSync(LINE))).toBe('gzip');
    expect(fileKind(Buffer.from('PK\x03\x04', 'latin1'))).toBe('zip');
  });

  it('of a line that is none say nothing, since the line itself is refused', () => {
    expect(fileKind(Buffer.from('not json\n'))).toBe('plain');
    expect(fileKind(Buffer.from('\n\n{"id":1}\n'))).toBe('plain');
  });

  const tar = Buffer.alloc(512);
  tar.write('snapshot.json', 0);
  tar.write('ustar', 257);
  test.each([
    ['bzip2', Buffer.from('BZh91AY', 'latin1'), /bunzip2/],
    ['xz', Buffer.from('\xfd7zXZ\x00', 'latin1'), /unxz/],
    ['Zstandard', Buffer.from('\x28\xb5\x2f\xfd', 'latin1'), /unzstd/],
    ['7-Zip', Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'), /7z x/],
    ['tar', tar, /tar -xf/],
    ['UTF-16', Buffer.from(`\ufeff${LINE}`, 'utf16le'), /iconv/],
    ['HTML', Buffer.from('<!DOCTYPE html><html>'), /download it again/],
    ['XML', Buffer.from('<?xml version="1.0"?>'), /JSON object a line/],
    ['an array', Buffer.from('[{"id":"2511.00001"}]'), /jq -c/],
    ['several lines', Buffer.from('{\n  "id": "2511.00001"\n}'), /jq -c/],
    ['a table', Buffer.from('id,title\n2511.00001,Lantern\n'), /CSV/],
  ])('of %s are said by name, with the way out', (_, head, wayOut) => {
    expect(() => fileKind(head)).toThrow(NoSnapshot);
    expect(() => fileKind(head)).toThrow(wayOut);
  });
});
