import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editions } from '@paperboy/contracts';
import { connectRedis, databaseName, Identity, ServiceClients, SystemClock } from '@paperboy/platform';
import { type RunningServices, startServices, startTestStack, waitFor } from '@paperboy/testing';
import mongoose, { type Connection } from 'mongoose';
import { memoryOfTree } from '../../deploy/local/machine/memory.js';
import { FakeRanking } from '../../services/mailer/test/fake-ranking.server.js';
import { compared, type Figure, type Findings } from './figures.js';
import { Load } from './load.js';
import { makeUpReaders } from './made-up-readers.js';
import { MailSink, perSecond } from './mail-sink.js';
import { processorMs, processorShares } from './processor.js';

/** How many readers are planned, and how many of them are sent to without signatures. */
export interface DigestsSize {
  subscribers: number;
  sent: number;
}

const ROUNDS = 5;
/** The rounds with signatures send a part of what the others send, since they take longer. */
const SIGNED_ROUNDS = 3;
const SIGNED_PART = 1 / 4;
const WARM_UP = 1_000;
const CONNECTIONS = 10;
/** Of a digest with the usual choices, which is a message of some 25 KB. */
const PAPERS = 10;
const DAY_MS = 86_400_000;
const PATIENCE = { timeoutMs: 3_600_000, everyMs: 100 };

/** What is measured on: a mailer alone, whose ranking closes editions and whose relay is the sink. */
interface Parts {
  services: RunningServices;
  sink: MailSink;
  load: Load;
  ranking: FakeRanking;
  database: Connection;
  clients: ServiceClients;
}

/**
 * Digests planned and sent by one mailer with its ledger into a sink, against nodemailer's pool and a bare socket that
 * send ready messages of the same size into the same sink.
 */
export async function digestsBench(size: DigestsSize): Promise<Findings> {
  const backing = await startTestStack();
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  const sink = await MailSink.start();
  const ranking = await new FakeRanking().start();
  const load = new Load();
  let services: RunningServices | undefined;
  let database: Connection | undefined;
  let clients: ServiceClients | undefined;
  try {
    services = await startServices({
      services: { mailer: 1 },
      env: {
        SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
        SMTP_CONNECTIONS: String(CONNECTIONS),
        RANKING_URL: ranking.url,
        CHECK_ANSWERS: 'false',
      },
    });
    const { MONGODB_URL = '', SERVICE_SECRET = '' } = services.environment;
    const dbName = databaseName(services.namespace, 'mailer');
    database = await mongoose.createConnection(MONGODB_URL, { dbName }).asPromise();
    const identity = new Identity({ SERVICE_SECRET }, new SystemClock());
    const addresses = {
      INGEST_URL: [],
      CATALOG_URL: [],
      RANKING_URL: [],
      MAILER_URL: services.addresses('mailer'),
    };
    clients = new ServiceClients(addresses, identity, { kind: 'service', name: 'operator' });
    return await measured({ services, sink, load, ranking, database, clients }, size, folder);
  } finally {
    await clients?.onApplicationShutdown();
    await database?.close();
    load.stop();
    await services?.stop();
    await ranking.stop();
    sink.stop();
    await backing.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(parts: Parts, { subscribers, sent }: DigestsSize, folder: string): Promise<Findings> {
  const { services, sink, load, database } = parts;
  const redis = connectRedis(services.environment.REDIS_URL ?? '');
  const memoryOfMailer = (): number => memoryOfTree(services.pid('mailer') ?? process.pid) / 1_000_000;
  const processor = () => processorMs(new Map([[services.pid('mailer') ?? 0, 'mailer']]));
  try {
    const inARound = Math.floor(sent / ROUNDS);
    const signedInARound = Math.floor(inARound * SIGNED_PART);
    const warmUp = await runs(parts, 1, [WARM_UP]);
    const plain = await runs(parts, 2, Array<number>(ROUNDS).fill(inARound));
    const signed = await runs(parts, 2 + ROUNDS, Array<number>(SIGNED_ROUNDS).fill(signedInARound));
    const toSend = WARM_UP + ROUNDS * inARound + SIGNED_ROUNDS * signedInARound;
    await runs(parts, 2 + ROUNDS + SIGNED_ROUNDS, [subscribers - toSend]);

    const memoryAtBegin = memoryOfMailer();
    const planning = await planned(database, subscribers);
    const memoryPlanned = memoryOfMailer();

    await send(parts, warmUp[0] as Run);
    const { bytes, messages } = await sink.read();
    const ready = { port: sink.port, connections: CONNECTIONS, size: Math.round(bytes / messages) };
    const by = async (kind: 'mails-by-pool' | 'mails-by-sockets', count: number): Promise<number> => {
      await sink.begin();
      await load.run({ kind, ...ready, count });
      return perSecond(await sink.read());
    };
    const rounds: Record<'ours' | 'pool' | 'sockets', number>[] = [];
    let [shares, redisPeak, memoryPeak] = ['', 0, 0];
    for (const run of plain) {
      const pool = await by('mails-by-pool', inARound);
      const sockets = await by('mails-by-sockets', inARound);
      const before = processor();
      const ours = await send(parts, run, async () => {
        redisPeak = Math.max(redisPeak, await usedBy(redis));
        memoryPeak = Math.max(memoryPeak, memoryOfMailer());
      });
      shares = processorShares(before, processor(), inARound);
      rounds.push({ ours, pool, sockets });
    }
    const memoryAtEnd = memoryOfMailer();

    await withSignatures(services, folder);
    const signedRounds: number[] = [];
    for (const run of signed) signedRounds.push(await send(parts, run));
    const against = (reference: 'pool' | 'sockets') =>
      rounds.map((round) => ({ ours: round.ours, bare: round[reference] }));
    const poolOf = (at: number): number => (rounds[at % rounds.length] as { pool: number }).pool;
    const figures: Figure[] = [
      { name: 'digests planned', ours: planning, unit: 'a second' },
      compared(
        { name: "digests sent, against nodemailer's pool", unit: 'a second', aim: 'ratio 2 or more' },
        against('pool'),
      ),
      compared(
        { name: 'digests sent, against bare sockets', unit: 'a second', aim: 'ratio 0.33 or more' },
        against('sockets'),
      ),
      compared(
        { name: "signed digests sent, against nodemailer's pool without signatures", unit: 'a second' },
        signedRounds.map((ours, at) => ({ ours, bare: poolOf(at) })),
      ),
    ];
    return {
      figures,
      memory: {
        'mailer before planning': memoryAtBegin,
        'after planning': memoryPlanned,
        'while sending, at most': memoryPeak,
        'at the end': memoryAtEnd,
        'redis data while sending, at most': redisPeak / 1_000_000,
      },
      notes: [
        `${subscribers} readers planned; ${ROUNDS} interleaved rounds of ${inARound} messages of ${ready.size} bytes over ${CONNECTIONS} connections, and ${SIGNED_ROUNDS} of ${signedInARound} with signatures.`,
        `Processor milliseconds of one digest sent: ${shares}.`,
        'In each round the sink had as many messages, each to another address, as the ledger calls accepted.',
      ],
    };
  } finally {
    redis.disconnect();
  }
}

/** One edition with its readers, planned and paused. */
interface Run {
  editionId: string;
  readers: number;
}

/** Makes editions that are closed, whose runs are paused, and whose readers are due. */
async function runs(
  { ranking, database, clients }: Parts,
  first: number,
  sizes: readonly number[],
): Promise<Run[]> {
  const made: Run[] = [];
  for (const [at, readers] of sizes.entries()) {
    const day = new Date(Date.now() - (first + at) * DAY_MS).toISOString().slice(0, 10);
    const editionId = ranking.close(day, PAPERS);
    await clients.ask(editions.pause, { params: { id: editionId } });
    await makeUpReaders(database, editionId, readers);
    made.push({ editionId, readers });
  }
  return made;
}

/** Waits until the mailer, at its own time, has planned all of them, and says how many a second that were. */
async function planned(database: Connection, count: number): Promise<number> {
  const rows = () => database.collection('deliveries').estimatedDocumentCount();
  const first = await waitFor(rows, (there) => there > 0, PATIENCE);
  const begin = performance.now();
  await waitFor(rows, (there) => there === count, PATIENCE);
  return ((count - first) * 1000) / (performance.now() - begin);
}

/** Sends one edition, and says how many a second came by the sink's clock. `watch` is called all the time. */
async function send(
  { sink, clients }: Parts,
  { editionId, readers }: Run,
  watch?: () => Promise<void>,
): Promise<number> {
  await sink.begin();
  await clients.ask(editions.resume, { params: { id: editionId } });
  await waitFor(
    async () => {
      await watch?.();
      return (await sink.read()).messages;
    },
    (messages) => messages >= readers,
    PATIENCE,
  );
  const { accepted } = await waitFor(
    () => clients.ask(editions.deliveries, { params: { id: editionId } }),
    ({ claimed, handedOff }) => claimed === 0 && handedOff === 0,
    PATIENCE,
  );
  const came = await sink.read();
  if (accepted !== readers || came.messages !== readers || came.recipients !== readers)
    throw new Error(
      `Of ${readers} readers ${accepted} were accepted, and ${came.messages} messages came to ${came.recipients} addresses.`,
    );
  return perSecond(came);
}

/** Starts the mailer again with a key. */
async function withSignatures(services: RunningServices, folder: string): Promise<void> {
  const file = join(folder, 'dkim.pem');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await services.stopOne('mailer', 1);
  services.start('mailer', 1, { DKIM_KEY_FILE: file });
  await services.ready();
}

/** Bytes that Redis has allocated for what it keeps. */
async function usedBy(redis: ReturnType<typeof connectRedis>): Promise<number> {
  const info = await redis.info('memory');
  const figure = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return figure('used_memory') - figure('mem_clients_normal') - figure('mem_aof_buffer');
}
