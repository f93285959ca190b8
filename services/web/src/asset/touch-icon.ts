import { crc32, deflateSync } from 'node:zlib';
import Color from 'color';

type Colour = readonly number[];
/** In the units of the favicon, which is 32 wide; the share of white, the rest is the accent. */
type Rectangle = readonly [left: number, top: number, right: number, bottom: number, white: number];

const SIZE = 180;
const UNITS = 32;
/** The newspaper of the favicon, the ground first. */
const NEWSPAPER: readonly Rectangle[] = [
  [0, 0, 32, 32, 0],
  [8, 8, 21, 24, 1],
  [21, 12, 24, 24, 0.72],
  [11, 11.5, 18, 15.5, 0],
  [11, 18, 18, 19.5, 0],
  [11, 21, 16, 22.5, 0],
];

/** The icon of the site for home screens of phones, which accept PNG only (source: the PNG specification, 11.2). */
export function touchIcon(accent: string): Buffer {
  const ground = Color(accent).rgb().array();
  const rows = Array.from({ length: SIZE }, (_, y) => {
    const pixels = Array.from({ length: SIZE }, (_, x) =>
      colourAt(ground, (x * UNITS) / SIZE, (y * UNITS) / SIZE),
    );
    return [0, ...pixels.flat()];
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  // Eight bits a channel, true colour.
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.from(rows.flat()));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(accent: Colour, x: number, y: number): Colour {
  const top = NEWSPAPER.findLast(
    ([left, above, right, below]) => x >= left && x < right && y >= above && y < below,
  );
  const white = top?.[4] ?? 0;
  return accent.map((part) => Math.round(part + (255 - part) * white));
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}
