import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { NoSnapshot } from './file-kind.js';

/** The one file of an archive that is read. */
export interface ZipEntry {
  /** Its bytes, unpacked. Ends with an error when the archive is damaged. */
  readonly stream: Readable;
  /** Unpacked, in bytes. */
  readonly size: number;
}

/**
 * Opens the one file that a zip archive holds, as Kaggle delivers snapshots; large archives (ZIP64) too. Rejects with
 * NoSnapshot when the archive is broken, encrypted, or does not hold exactly one snapshot.
 */
export async function openZipEntry(path: string): Promise<ZipEntry> {
  const archive = await yauzl
    .openPromise(path, { lazyEntries: true, autoClose: false })
    .catch((error: Error) => {
      throw new NoSnapshot(
        `It begins as a zip archive and is not a whole one (${error.message}): download or copy it again.`,
      );
    });
  try {
    const entry = theOne(await entriesOf(archive));
    const stream = await archive.openReadStreamPromise(entry);
    stream.once('close', () => archive.close());
    return { stream, size: entry.uncompressedSize };
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function entriesOf(archive: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = [];
  for await (const entry of archive.eachEntry()) {
    const { fileName } = entry;
    // macOS adds a folder of its own to an archive.
    if (!fileName.endsWith('/') && !fileName.startsWith('__MACOSX/')) entries.push(entry);
  }
  return entries;
}

function theOne(entries: readonly yauzl.Entry[]): yauzl.Entry {
  const lines = entries.filter(({ fileName }) => /\.(json|jsonl|ndjson)$/i.test(fileName));
  const [entry, ...more] = entries.length === 1 ? entries : lines;
  if (entry === undefined || more.length > 0) {
    const names = entries.slice(0, 5).map(({ fileName }) => fileName.slice(0, 100));
    const held = entries.length === 0 ? 'no file' : `${entries.length} files (${names.join(', ')}, …)`;
    throw new NoSnapshot(`The zip archive holds ${held}: unpack it and import the snapshot among them.`);
  }
  if (entry.isEncrypted()) throw new NoSnapshot('The zip archive is encrypted: unpack it first.');
  return entry;
}
