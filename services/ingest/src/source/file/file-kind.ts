/** How a snapshot is packed. */
export type FileKind = 'plain' | 'gzip' | 'zip';

/** Formats that are recognized by their first bytes and can't be read, each with what to do instead. */
const FOREIGN: readonly { name: string; bytes: readonly number[]; wayOut: string }[] = [
  { name: 'compressed with bzip2', bytes: [0x42, 0x5a, 0x68], wayOut: 'unpack it with bunzip2' },
  { name: 'compressed with xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], wayOut: 'unpack it with unxz' },
  { name: 'compressed with Zstandard', bytes: [0x28, 0xb5, 0x2f, 0xfd], wayOut: 'unpack it with unzstd' },
  { name: 'a 7-Zip archive', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], wayOut: 'unpack it with 7z x' },
  { name: 'a RAR archive', bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], wayOut: 'unpack it with unrar' },
  { name: 'a PDF document', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], wayOut: 'give the snapshot instead' },
  { name: 'text in UTF-16', bytes: [0xff, 0xfe], wayOut: 'convert it: iconv -f UTF-16 -t UTF-8' },
  { name: 'text in UTF-16', bytes: [0xfe, 0xff], wayOut: 'convert it: iconv -f UTF-16 -t UTF-8' },
];
const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b];
/** The name of the tar format and its place in the first block. */
const TAR = { at: 257, text: 'ustar' };

/** An import can't read the file. The message says what the file is and what to do. */
export class NoSnapshot extends Error {}

/** How a file is packed, by its first bytes. Throws NoSnapshot for a format that is known and can't be read. */
export function fileKind(head: Buffer): FileKind {
  if (startsWith(head, GZIP)) return 'gzip';
  if (startsWith(head, ZIP)) return 'zip';
  refuseForeign(head);
  return 'plain';
}

/** Throws NoSnapshot when the first bytes, unpacked, are not the beginning of lines with one JSON object each. */
export function refuseForeign(head: Buffer): void {
  const found = FOREIGN.find(({ bytes }) => startsWith(head, bytes));
  if (found) throw new NoSnapshot(`It is ${found.name}: ${found.wayOut}, then import the result.`);
  if (head.subarray(TAR.at, TAR.at + TAR.text.length).toString('latin1') === TAR.text)
    throw new NoSnapshot('It is a tar archive: unpack it with tar -xf, then import the result.');
  const text = head.toString('utf8').replace(/^\ufeff/, '');
  const begin = text.trimStart().slice(0, 200);
  if (/^<(!doctype|html)/i.test(begin))
    throw new NoSnapshot(
      'It is an HTML page, perhaps of a download that asked for a sign-in: download it again.',
    );
  if (begin.startsWith('<')) throw new NoSnapshot('It is XML: a snapshot has one JSON object a line.');
  if (/^\[/.test(begin)) throw new NoSnapshot("It is one JSON array: make lines of it with jq -c '.[]'.");
  if (/^\{\s*[\r\n]/.test(begin))
    throw new NoSnapshot('It is JSON over several lines: make one line of each object with jq -c .');
  const [first = ''] = begin.split(/\r?\n/, 1);
  if (/^"?id"?[,;\t]/i.test(first))
    throw new NoSnapshot('It is a table (CSV): a snapshot has one JSON object a line.');
}

function startsWith(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => head[at] === byte);
}
