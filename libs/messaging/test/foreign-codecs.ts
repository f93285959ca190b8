/** Snappy, LZ4 and Zstandard as foreign producers send them. Each wraps the bytes without compressing them. */
export const foreignCodecs = { snappy, lz4, zstd };

/** One block: its length, then literals. */
function snappy(bytes: Buffer): Buffer {
  const parts: Buffer[] = [varint(bytes.length)];
  for (let at = 0; at < bytes.length; at += 60) {
    const literal = bytes.subarray(at, at + 60);
    parts.push(Buffer.from([(literal.length - 1) << 2]), literal);
  }
  return Buffer.concat(parts);
}

/** One frame of blocks marked as stored. */
function lz4(bytes: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from('04224d18' + '6040' + '82', 'hex')];
  for (let at = 0; at < bytes.length; at += 65_536) {
    const block = bytes.subarray(at, at + 65_536);
    parts.push(uint32(block.length + 0x8000_0000), block);
  }
  return Buffer.concat([...parts, uint32(0)]);
}

/** One frame of raw blocks, its content's size in the header. */
function zstd(bytes: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from('28b52ffd' + 'a0', 'hex'), uint32(bytes.length)];
  for (let at = 0; at < bytes.length; at += 65_536) {
    const block = bytes.subarray(at, at + 65_536);
    const last = at + 65_536 >= bytes.length ? 1 : 0;
    parts.push(uint32((block.length << 3) | last).subarray(0, 3), block);
  }
  return Buffer.concat(parts);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127; left >>>= 7) bytes.push((left & 127) | 128);
  return Buffer.from([...bytes, left]);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
