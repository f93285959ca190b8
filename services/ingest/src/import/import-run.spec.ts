import { describe, expect, it } from '@jest/globals';
import type { PaperRecord } from '@paperboy/contracts';
import fc from 'fast-check';
import type { Line } from '../source/file/lines.js';
import type { ParsedLine } from '../source/snapshot.js';
import { IMPORT_START, type ImportCursor, refusedOf } from './counts.js';
import { type ImportPorts, type RefusedLine, runImport } from './import-run.js';

const LIMITS = { records: 3, bytes: 40, inFlight: 3 };

/** A file in which a line is `p<number>` (a paper), `x…` (refused) or blank. */
async function* linesOf(file: readonly string[], from: ImportCursor): AsyncGenerator<Line> {
  for (let at = from.line; at < file.length; at += 1) {
    yield { number: at + 1, end: (at + 1) * 10, bytes: Buffer.from(file[at] ?? ''), tooLong: false };
  }
}

function parse(line: Line): ParsedLine {
  const text = line.bytes.toString();
  return text.startsWith('x') ? { refused: 'not-json' } : { record: { paperId: text } as PaperRecord };
}

/** Ports that keep what they were given. The call with the number `failAt` fails. */
class World implements ImportPorts {
  published: string[] = [];
  refusedLines: RefusedLine[] = [];
  cursor: ImportCursor = IMPORT_START;
  calls = 0;
  failAt = Number.POSITIVE_INFINITY;

  async publish(records: readonly PaperRecord[]): Promise<void> {
    await this.call();
    this.published.push(...records.map((record) => record.paperId));
  }

  async refuse(lines: readonly RefusedLine[]): Promise<number> {
    await this.call();
    // As the file of refused lines: cut to the length in the cursor, then extended.
    this.refusedLines.length = this.cursor.refusedBytes;
    this.refusedLines.push(...lines);
    return this.refusedLines.length;
  }

  async save(cursor: ImportCursor): Promise<void> {
    await this.call();
    expect(cursor.line).toBeGreaterThan(this.cursor.line);
    this.cursor = cursor;
  }

  moved(): void {
    expect(this.cursor.counts.read).toBe(this.cursor.counts.published + refusedOf(this.cursor.counts));
  }

  private async call(): Promise<void> {
    this.calls += 1;
    const fails = this.calls === this.failAt;
    await Promise.resolve();
    if (fails) throw new Error('away');
  }
}

const run = (file: readonly string[], world: World, signal = new AbortController().signal) =>
  runImport(linesOf(file, world.cursor), world.cursor, parse, world, LIMITS, signal);

const line = fc.oneof(
  fc.nat(9_999).map((n) => `p${n}`),
  fc.nat(9_999).map((n) => `x${n}`),
  fc.constantFrom('', '  '),
  fc.constant(`p${'9'.repeat(60)}`),
);

describe('a run of an import', () => {
  it('publishes papers in the order of the file and counts every line once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 60 }), async (file) => {
        const world = new World();
        const cursor = await run(file, world);
        const papers = file.filter((text) => text.startsWith('p'));
        const refused = file.filter((text) => text.startsWith('x'));
        expect(world.published).toEqual(papers);
        expect(world.refusedLines.map(({ bytes }) => bytes.toString())).toEqual(refused);
        expect(cursor).toEqual(world.cursor);
        expect(cursor.line).toBe(file.length);
        expect(cursor.counts.read).toBe(papers.length + refused.length);
        expect(cursor.counts.published).toBe(papers.length);
        expect(cursor.counts.refused['not-json'] ?? 0).toBe(refused.length);
      }),
    );
  });

  it('goes on after a failure at any step without losing a line or counting one twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 60 }), fc.array(fc.nat(30)), async (file, failures) => {
        const world = new World();
        for (const after of failures) {
          world.failAt = world.calls + 1 + after;
          await run(file, world).catch((error) => expect(error.message).toBe('away'));
        }
        world.failAt = Number.POSITIVE_INFINITY;
        const cursor = await run(file, world);
        const papers = file.filter((text) => text.startsWith('p'));
        expect(new Set(world.published)).toEqual(new Set(papers));
        expect(world.published.length).toBeGreaterThanOrEqual(papers.length);
        expect(cursor.counts.published).toBe(papers.length);
        expect(refusedOf(cursor.counts)).toBe(file.filter((text) => text.startsWith('x')).length);
        expect(world.refusedLines).toHaveLength(refusedOf(cursor.counts));
      }),
    );
  });

  it('never has more batches in hand than allowed', async () => {
    let open = 0;
    let most = 0;
    const world = new World();
    world.publish = async (records) => {
      open += 1;
      most = Math.max(most, open);
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      open -= 1;
      world.published.push(...records.map(({ paperId }) => paperId));
    };
    await run(
      Array.from({ length: 60 }, (_, n) => `p${n}`),
      world,
    );
    expect(most).toBe(LIMITS.inFlight);
  });

  it('keeps a batch within its bytes, whatever one line has', async () => {
    const sizes: number[] = [];
    const world = new World();
    world.publish = async (records) => {
      sizes.push(records.reduce((sum, { paperId }) => sum + paperId.length, 0));
    };
    await run(['p'.repeat(30), 'p'.repeat(30), 'p'.repeat(90), 'p'], world);
    expect(sizes).toEqual([30, 30, 90, 1]);
  });

  it('stops between two lines when it is told to, with all that it has sent behind the cursor', async () => {
    const stop = new AbortController();
    const world = new World();
    const file = Array.from({ length: 30 }, (_, n) => `p${n}`);
    world.moved = () => stop.abort();
    const cursor = await run(file, world, stop.signal);
    expect(cursor.line).toBeLessThan(30);
    expect(world.published).toHaveLength(cursor.counts.published);
    await run(file, world);
    expect(world.published).toEqual(file);
  });
});
