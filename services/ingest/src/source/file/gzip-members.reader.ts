import { crc32, createInflateRaw } from 'node:zlib';

/** What is packed is damaged, or something else stands behind it; the message says which. */
export class DamagedPack extends Error {
  constructor(
    message: string,
    /** True when all that is packed has come out. */
    readonly isAllUnpacked = false,
  ) {
    super(message);
  }
}

const CHUNK = 256 * 1024;
/** A header of gzip: two bytes to recognize it, the method, the flags, and six bytes that do not matter here. */
const HEADER = { bytes: 10, magic: [0x1f, 0x8b, 0x08] } as const;
/** The flags for the optional parts of a header. */
const FLAG = { sum: 0x02, extra: 0x04, name: 0x08, comment: 0x10 } as const;
const TRAILER = 8;

/**
 * Unpacks gzip, all members of it. Node's own stream gives up what it has unpacked last when anything but a member
 * follows a member. Here all that was unpacked comes out before the error: DamagedPack, or that of zlib.
 */
export async function* unpackGzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = new Input(chunks);
  try {
    for (let isFirst = true; ; isFirst = false) {
      const header = await input.take(HEADER.bytes);
      if (!isFirst && !HEADER.magic.every((byte, at) => header[at] === byte)) {
        await refuseRest(header, input);
        return;
      }
      await skipOptionalParts(header, input);
      yield* member(input);
    }
  } finally {
    input.close();
  }
}

/** Bytes that are read on in pieces of any length. */
class Input {
  private readonly chunks: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes, as many as there happen to be; undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    const { held } = this;
    this.held = Buffer.alloc(0);
    if (held.length > 0) return held;
    const next = await this.chunks.next();
    return next.done ? undefined : next.value;
  }

  giveBack(bytes: Buffer): void {
    this.held = Buffer.concat([bytes, this.held]);
  }

  /** So many bytes, or fewer at the end. */
  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let size = 0;
    while (size < length) {
      const next = await this.next();
      if (next === undefined) break;
      parts.push(next);
      size += next.length;
    }
    const all = Buffer.concat(parts);
    this.giveBack(all.subarray(length));
    return all.subarray(0, length);
  }

  /** Passes over a text that ends with a zero. */
  async skipText(): Promise<void> {
    for (let next = await this.next(); next !== undefined; next = await this.next()) {
      const end = next.indexOf(0);
      if (end === -1) continue;
      this.giveBack(next.subarray(end + 1));
      return;
    }
  }

  /** Not awaited: a terminal or a pipe may give nothing for a long time. */
  close(): void {
    this.chunks.return?.()?.catch(() => undefined);
  }
}

async function skipOptionalParts(header: Buffer, input: Input): Promise<void> {
  const flags = header[3] ?? 0;
  if (flags & FLAG.extra) {
    const length = await input.take(2);
    await input.take((length[0] ?? 0) + 256 * (length[1] ?? 0));
  }
  if (flags & FLAG.name) await input.skipText();
  if (flags & FLAG.comment) await input.skipText();
  if (flags & FLAG.sum) await input.take(2);
}

/** Tools that write tapes or blocks fill them up with zeros, which are no damage. */
async function refuseRest(first: Buffer, input: Input): Promise<void> {
  let bytes = 0;
  let isPadding = true;
  for (let next: Buffer | undefined = first; next !== undefined; next = await input.next()) {
    bytes += next.length;
    isPadding &&= next.every((byte) => byte === 0);
  }
  if (isPadding) return;
  throw new DamagedPack(
    `All that is packed was unpacked; ${bytes.toLocaleString('en')} bytes that are not packed stand behind it.`,
    true,
  );
}

async function* member(input: Input): AsyncGenerator<Buffer> {
  let sum = 0;
  let size = 0;
  for await (const chunk of inflated(input)) {
    sum = crc32(chunk, sum);
    size = (size + chunk.length) % 2 ** 32;
    yield chunk;
  }
  const trailer = await input.take(TRAILER);
  if (trailer.length < TRAILER)
    throw new DamagedPack(
      'The file ends before the check sum of what is packed in it: it was not copied or downloaded as a whole.',
    );
  if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== size)
    throw new DamagedPack('The file is damaged: its check sum is not that of what is packed in it.');
}

/** Unpacks to the end of a member, and gives the bytes behind it back to the input. */
async function* inflated(input: Input): AsyncGenerator<Buffer> {
  const stream = createInflateRaw({ chunkSize: CHUNK });
  let isOver = false;
  const over = new Promise<void>((resolve) => {
    const end = () => {
      isOver = true;
      resolve();
    };
    stream.once('end', end).once('close', end);
  });
  // The stream may still accept a chunk after the end of the member, so all that it has not used is remembered.
  let unused: Buffer = Buffer.alloc(0);
  let used = 0;
  const stillUnused = () => unused.subarray(stream.bytesWritten - used);
  const feed = async () => {
    while (!isOver) {
      const next = await input.next();
      if (next === undefined) {
        stream.end();
        return;
      }
      unused = Buffer.concat([stillUnused(), next]);
      used = stream.bytesWritten;
      await Promise.race([over, new Promise<void>((resolve) => stream.write(next, () => resolve()))]);
    }
  };
  const feeding = feed();
  feeding.catch((error: Error) => stream.destroy(error));
  for await (const chunk of stream) yield chunk;
  await feeding;
  input.giveBack(stillUnused());
}
