import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { consumers, topics } from '@paperboy/contracts';
import { allTopicSettings, createKafka, createTopics } from '@paperboy/messaging';
import { bootService, Identity, topicName } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { ingestConfigSchema } from '../ingest.config.js';
import { IngestModule } from '../ingest.module.js';

const SCRIPT = `
const { importCommand } = await import(process.env.IMPORT_COMMAND);
await importCommand().parseAsync(['node', 'import', ...process.argv.slice(1)]);
`;
/** Starting a process may take long on a machine that runs other tests. */
const PATIENT = { timeoutMs: 60_000 };
const COMMAND = resolve('dist/services/ingest/src/import/import.command.js');

const paper = (number: number) =>
  JSON.stringify({
    id: `2511.${String(number).padStart(5, '0')}`,
    title: `Lantern ${number}`,
    abstract: 'We light it.',
    authors_parsed: [['Quill', 'Ada', '']],
    categories: 'cs.LG',
    versions: [{ version: 'v1', created: 'Mon, 3 Nov 2025 19:18:42 GMT' }],
  });

/** A zip archive of one stored file, made by hand as the format says (PKWARE's APPNOTE, 4.3). */
function zipOf(name: string, content: string): Buffer {
  const data = Buffer.from(content);
  const entry = Buffer.alloc(26);
  entry.writeUInt16LE(20, 0);
  entry.writeUInt32LE(crc32(data), 10);
  entry.writeUInt32LE(data.length, 14);
  entry.writeUInt32LE(data.length, 18);
  entry.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), entry, Buffer.from(name), data]);
  const made = Buffer.from([20, 0]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02', 'latin1'),
    made,
    entry,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

describe('npx paperboy import', () => {
  const namespace = uniqueNamespace();
  const running = new Set<ChildProcess>();
  let environment: Record<string, string>;
  let catalog: Server;
  let consumer: ReturnType<ReturnType<typeof createKafka>['consumer']>;
  let folder: string;

  /** The papers of the records that the catalog has taken in this test. */
  let taken: string[] = [];
  /** While this is false the catalog does not answer, so no run ends. */
  let answers = true;
  /** While people write, the catalog takes records slowly: none at all in these tests. */
  let yielding = false;

  function start(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
    const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, '--', ...args], {
      env: { PATH: process.env.PATH, ...environment, IMPORT_COMMAND: COMMAND },
    });
    running.add(child);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk));
    const ended = new Promise<Ended>((settle) => {
      child.once('close', (code) => {
        running.delete(child);
        settle({ code, stdout, stderr });
      });
    });
    return { child, ended };
  }

  const run = (...args: string[]) => start(...args).ended;

  async function fileOf(name: string, content: string | Buffer): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  const refusedOf = async (path: string) =>
    (await readFile(`${path}.refused.jsonl`, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; code: string; reason: string; text: string });

  /** A file that takes seconds to import, with a refused line in each hundred. */
  const longFile = (name: string, lines = 6_000) =>
    fileOf(
      name,
      Array.from({ length: lines }, (_, n) => (n % 100 === 7 ? `broken ${n}\n` : `${paper(n)}\n`)).join(''),
    );

  const untilUnderWay = (path: string) =>
    waitFor(
      () => stat(`${path}.refused.jsonl`),
      ({ size }) => size > 0,
      PATIENT,
    );

  beforeAll(async () => {
    const stack = testStack();
    const client = createKafka({ brokers: [stack.kafkaBrokers], clientId: namespace });
    await createTopics(client, allTopicSettings(), (name) => topicName(namespace, name));
    // Takes the place of the catalog: the first record of a paper is new, another one leaves it unchanged.
    const groupId = topicName(namespace, consumers.catalogBulkRecords.group);
    consumer = client.consumer({ groupId, retry: { retries: 20 } });
    await consumer.connect();
    await consumer.subscribe({ topic: topicName(namespace, topics.bulkRecords.name), fromBeginning: true });
    await consumer.run({
      eachBatch: async ({ batch, heartbeat }) => {
        while (yielding) await sleep(50).then(heartbeat);
        for (const { key } of batch.messages) taken.push(String(key));
      },
    });
    catalog = createServer((_request, response) => {
      if (!answers) return;
      const fresh = new Set(taken).size;
      const tally = { new: fresh, changed: 0, unchanged: taken.length - fresh, taken: taken.length };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ importId: 'any', ...tally, yielding }));
    });
    await new Promise<void>((listening) => catalog.listen(0, '127.0.0.1', listening));
    folder = await mkdtemp(join(tmpdir(), 'paperboy-import-'));
    environment = {
      NAMESPACE: namespace,
      KAFKA_BROKERS: stack.kafkaBrokers,
      MONGODB_URL: stack.mongodbUrl,
      SERVICE_SECRET: 'a-secret-that-only-tests-know-0123456789abcdef',
      CATALOG_URL: `http://127.0.0.1:${(catalog.address() as AddressInfo).port}`,
      // Keeps the command from using a stack that runs from this clone.
      PAPERBOY_DATA: folder,
    };
  }, 60_000);

  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL');
    await waitFor(() => running.size === 0);
    taken = [];
    answers = true;
    yielding = false;
  });

  afterAll(async () => {
    await consumer.disconnect();
    catalog.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('stays near to a catalog that yields to people, says so, and ends when it takes records again', async () => {
    const path = await longFile('yielding.jsonl', 9_000);
    const admin = createKafka({ brokers: [environment.KAFKA_BROKERS ?? ''], clientId: namespace }).admin();
    await admin.connect();
    const published = async () => {
      const offsets = await admin.fetchTopicOffsets(topicName(namespace, topics.bulkRecords.name));
      return offsets.reduce((sum, { high }) => sum + Number(high), 0);
    };
    const before = await published();
    yielding = true;
    const { child, ended } = start('--json', path);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk));
    await waitFor(() => said.includes('yielding to readers who vote'), Boolean, PATIENT);
    // 2,000 may wait, 1,000 are published before the import asks again, and four batches are in flight.
    expect((await published()) - before).toBeLessThanOrEqual(2_000 + 1_000 + 4 * 500);
    await admin.disconnect();
    yielding = false;
    expect(JSON.parse((await ended).stdout)).toMatchObject({ read: 9_000, new: 8_910, refused: 90 });
  }, 120_000);

  it('imports what is right and writes down what is not', async () => {
    const huge = `{"title":"${'x'.repeat(1_500_000)}"}`;
    const content = `\ufeff${paper(1)}\r\n${paper(2)}\r\n\r\nnot json\r\n${huge}\r\n[]\r\n${paper(3)}`;
    const path = await fileOf('mixed.jsonl', content);
    const { code, stdout } = await run('--json', path);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      read: 6,
      new: 3,
      changed: 0,
      unchanged: 0,
      parked: 0,
      refused: 3,
      refusedByCode: { 'not-json': 1, 'line-too-long': 1, 'not-an-object': 1 },
      refusedFile: `${path}.refused.jsonl`,
      resumed: false,
    });
    expect(taken.toSorted()).toEqual(['2511.00001', '2511.00002', '2511.00003']);
    const refused = await refusedOf(path);
    expect(refused.map(({ line, code: why }) => [line, why])).toEqual([
      [4, 'not-json'],
      [5, 'line-too-long'],
      [6, 'not-an-object'],
    ]);
    expect(refused[0]).toEqual({
      line: 4,
      code: 'not-json',
      reason: 'the line is not JSON',
      text: 'not json',
    });
    expect(refused[1]?.text).toHaveLength(2_048);
  }, 120_000);

  it('takes a file that gzip or zip has packed', async () => {
    // A zip archive of one file, as `zip papers.zip papers.jsonl` makes it.
    const zipped = await fileOf(
      'papers.zip',
      zipOf('papers.jsonl', `${paper(7)}\n${paper(8)}\n${paper(9)}\n`),
    );
    const archive = await run('--json', zipped);
    expect([archive.code, JSON.parse(archive.stdout).read, JSON.parse(archive.stdout).new]).toEqual([
      0, 3, 3,
    ]);
    taken = [];
    const packed = await fileOf('packed.jsonl.gz', gzipSync(`${paper(4)}\n${paper(5)}\n`));
    const { code, stdout } = await run('--json', packed);
    expect([code, JSON.parse(stdout).read, JSON.parse(stdout).new]).toEqual([0, 2, 2]);
  }, 120_000);

  it('imports what comes before the place where a file was cut off, and says so at once', async () => {
    const lines = Array.from({ length: 3_000 }, (_, n) => `${paper(n)}\n`).join('');
    const whole = gzipSync(lines, { level: 1 });
    const path = await fileOf('cut.jsonl.gz', whole.subarray(0, Math.floor(whole.length / 2)));
    const { code, stderr } = await run(path);
    expect(code).toBe(1);
    expect(stderr).toContain('was imported as far as it could be read');
    expect(stderr).toContain('not copied or downloaded as a whole');
    await waitFor(() => taken.length > 500);
  }, 120_000);

  it('says of a file that is no snapshot what it is, and ends with a code that is not 0', async () => {
    for (const [name, content, words] of [
      ['array.json', `[${paper(1)}]`, 'jq -c'],
      ['page.html', '<!doctype html><title>Sign in</title>', 'HTML'],
      ['packed.gz', gzipSync('<html>'), 'HTML'],
      ['empty.jsonl', '', 'empty'],
      ['broken.zip', 'PK\x03\x04 and no more', 'not a whole one'],
    ] as const) {
      const { code, stderr } = await run(await fileOf(name, content));
      expect([name, code]).toEqual([name, 2]);
      expect(stderr).toContain(words);
    }
    const nothing = await run(await fileOf('nothing.jsonl', 'a\nb\nc\n'));
    expect(nothing.code).toBe(1);
    expect(nothing.stderr).toContain('None of its 3 lines is a paper');
  }, 120_000);

  it('writes over nothing that is there, least of all over what it reads', async () => {
    const content = `${paper(1)}\nnot json\n`;
    const path = await fileOf('kept.jsonl', content);
    const other = await fileOf('other.txt', 'precious');
    for (const target of [path, other]) {
      const { code, stderr } = await run('--refused', target, path);
      expect([code, stderr]).toEqual([2, expect.stringContaining('is there already')]);
    }
    expect(await readFile(path, 'utf8')).toBe(content);
    expect(await readFile(other, 'utf8')).toBe('precious');
    // The file of refused lines of an earlier run is not overwritten either.
    for (const name of ['refused', 'refused-2']) {
      const { stdout } = await run('--json', '--again', path);
      expect(JSON.parse(stdout).refusedFile).toBe(`${path}.${name}.jsonl`);
    }
  }, 120_000);

  it('killed three times it loses nothing and counts nothing twice, and the service tells of it', async () => {
    const path = await longFile('killed.jsonl');
    // No run ends while the catalog does not answer.
    answers = false;
    const refusedLines = () => refusedOf(path).catch(() => []);
    for (let kills = 0, before = 0; kills < 3; kills += 1) {
      const { child, ended } = start(path);
      const { length } = await waitFor(
        refusedLines,
        (lines) => lines.length > before || lines.length === 60,
        PATIENT,
      );
      before = length;
      child.kill('SIGKILL');
      expect((await ended).code).toBeNull();
    }
    answers = true;
    const { code, stdout, stderr } = await run('--json', path);
    expect(stderr).toMatch(/^Going on after line [\d,]+, where the run before stopped\.$/m);
    expect(code).toBe(0);
    const outcome = JSON.parse(stdout);
    expect(outcome).toMatchObject({
      resumed: true,
      read: 6_000,
      new: 5_940,
      unchanged: 0,
      refused: 60,
      parked: 0,
    });
    expect(new Set(taken).size).toBe(5_940);
    const refused = await refusedOf(path);
    expect(refused.map(({ line }) => line)).toEqual(Array.from({ length: 60 }, (_, n) => n * 100 + 8));

    const service = await bootService(
      { service: 'ingest', module: IngestModule, config: ingestConfigSchema, mongo: true, redis: true },
      { ...environment, LOG_LEVEL: 'silent' },
    );
    try {
      const unsigned = await fetch(`${service.url}/internal/imports`);
      expect(unsigned.status).toBe(401);
      const token = await service.app.get(Identity).sign({ kind: 'service', name: 'operator' });
      const { imports } = await waitFor(async () => {
        const answer = await fetch(`${service.url}/internal/imports`, {
          headers: { authorization: `Bearer ${token}` },
        });
        if (!answer.ok) throw new Error(await answer.text());
        return (await answer.json()) as { imports: { importId: string }[] };
      });
      const mine = imports.find(({ importId }) => importId === outcome.importId);
      expect(mine).toMatchObject({
        state: 'done',
        line: 6_000,
        read: 6_000,
        published: 5_940,
        refused: 60,
      });
    } finally {
      await service.stop();
    }
  }, 120_000);

  it('reads standard input, and goes on behind what was published when the same stream is given again', async () => {
    const text = await readFile(await longFile('streamed.jsonl', 4_000));
    const refused = join(folder, 'stream.refused.jsonl');
    const give = (bytes: Buffer, ...args: string[]) => {
      const { child, ended } = start('--json', '--refused', refused, ...args, '-');
      // Writing to a run that was killed fails.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(bytes);
      return { child, ended };
    };
    answers = false;
    const first = give(gzipSync(text));
    await waitFor(
      () => stat(refused),
      ({ size }) => size > 0,
      PATIENT,
    );
    first.child.kill('SIGKILL');
    await first.ended;
    answers = true;
    const { code, stdout, stderr } = await give(gzipSync(text)).ended;
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Going on after line [\d,]+/)]);
    expect(JSON.parse(stdout)).toMatchObject({ resumed: true, read: 4_000, new: 3_960, refused: 40 });
    expect((await readFile(refused, 'utf8')).trimEnd().split('\n')).toHaveLength(40);
    const zip = await give(zipOf('snapshot.json', `${paper(1)}\n`)).ended;
    expect([zip.code, zip.stderr]).toEqual([2, expect.stringMatching(/^standard-input .* as a file/)]);
  }, 120_000);

  it('stops at Ctrl-C with a sentence how to go on, and does', async () => {
    const path = await longFile('stopped.jsonl');
    const first = start(path);
    await untilUnderWay(path);
    first.child.kill('SIGINT');
    const { code, stdout, stderr } = await first.ended;
    expect(code).toBe(130);
    expect(stdout).toBe('');
    expect(stderr).toContain(`To go on from there: npx paperboy import ${path}`);
    // Everything that was sent is behind the cursor, so nothing is published twice.
    expect(JSON.parse((await run('--json', path)).stdout)).toMatchObject({
      resumed: true,
      read: 6_000,
      new: 5_940,
    });
    expect(taken).toHaveLength(5_940);
  }, 120_000);

  it('lets one run at a time import a file', async () => {
    // The first must not end while the other one starts. It must not be frozen either, or it would lose the import.
    answers = false;
    const path = await longFile('twice.jsonl');
    const first = start(path);
    await untilUnderWay(path);
    const { code, stderr } = await run(path);
    expect(code).toBe(4);
    expect(stderr).toContain(`Another run imports this file: process ${first.child.pid}`);
  }, 120_000);

  it('says what is wrong with the file, the environment and the stack', async () => {
    expect(await run(join(folder, 'none.jsonl'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('none.jsonl'),
    });
    const path = await fileOf('fine.jsonl', `${paper(6)}\n`);
    const before = environment;
    environment = { ...before, SERVICE_SECRET: '' };
    expect(await run(path)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('SERVICE_SECRET is missing'),
    });
    environment = { ...before, MONGODB_URL: 'mongodb://127.0.0.1:9' };
    expect(await run(path)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("The stack can't be reached"),
    });
    environment = before;
  }, 120_000);
});
