import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Endpoint, endpoints, isNothing, targetOf } from '@paperboy/contracts';
import { type Caller, Identity, SystemClock } from '@paperboy/platform';
import { type RunningServices, startServices, waitFor } from '@paperboy/testing';
import { z } from 'zod';
import { snapshotLine } from './snapshot-lines.js';

const PATIENT_MS = 240_000;
/** The paper of the contract's examples. */
const PAPER = '2602.23229';
/** Submitting comes before what only a submitted paper has. */
const FIRST = '/api/papers/submit';
/** What only a closed edition answers. */
const OF_AN_EDITION = '/api/editions/{id}';

/** What nobody should send: each of it once stopped a service somewhere. */
const HOSTILE_TEXTS = [
  '',
  '\0',
  '../../internal/people',
  '$where',
  '{"$gt":""}',
  '__proto__',
  "'; --",
  '\u202e\ud83d\ude00',
  'x'.repeat(3_000),
  '-1',
  '1e999',
];
const HOSTILE_VALUES: readonly unknown[] = [
  ...HOSTILE_TEXTS,
  null,
  true,
  -1,
  1e308,
  [],
  [[]],
  {},
  { $gt: '' },
  { $ne: null },
  { $where: 'sleep(1000)' },
  { toString: 1 },
];
const HOSTILE_BODIES = ['', 'null', '5', '"x"', '[]', '{', `${'['.repeat(5_000)}`, '{"__proto__":{"a":1}}'];

describe('The HTTP contract, on the real system', () => {
  let services: RunningServices;
  let folder: string;
  let admin: string;
  let identity: Identity;
  /** Of the day on which the paper is submitted. */
  const edition = `day-${new Date().toISOString().slice(0, 10)}`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-contract-'));
    services = await startServices({
      services: { ingest: 1, catalog: 1, ranking: 1, mailer: 1, web: 1 },
      env: { WRITES_PER_MINUTE: '0', ANONYMOUS_WRITES_PER_MINUTE: '0', UNKNOWN_CREDENTIALS_PER_MINUTE: '0' },
    });
    identity = new Identity({ SERVICE_SECRET: services.environment.SERVICE_SECRET ?? '' }, new SystemClock());
    const file = join(folder, 'snapshot.jsonl');
    await writeFile(file, `${snapshotLine(PAPER, 'The paper of the examples')}\n`);
    await services.operator(['import', file, '--json']);
    admin = (await services.operator(['people', 'token', 'carol@example.org', '--role', 'admin'])).trim();
  }, PATIENT_MS);
  afterAll(async () => {
    await services?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const isRight = async ({ method, example = {}, ...endpoint }: Endpoint): Promise<boolean> => {
    const asked = endpoint.path.startsWith(OF_AN_EDITION) ? { params: { id: edition } } : example;
    const answer = await fetch(`${services.publicUrl}${targetOf(endpoint, asked)}`, {
      method,
      headers: {
        ...(endpoint.public?.person ? { authorization: `Bearer ${admin}` } : {}),
        ...(example.body ? { 'content-type': 'application/json' } : {}),
      },
      ...(example.body ? { body: JSON.stringify(example.body) } : {}),
      signal: AbortSignal.timeout(10_000),
    });
    if (example.problem !== undefined) {
      expect([endpoint.path, await answer.json()]).toMatchObject([endpoint.path, { code: example.problem }]);
      return true;
    }
    // Ranking has not read the submission yet.
    if (answer.status === 404) return false;
    expect([endpoint.path, answer.status]).toEqual([endpoint.path, endpoint.status]);
    if (endpoint.status === 204) return true;
    if (endpoint.media === undefined) endpoint.answer.parse(await answer.json());
    else expect(endpoint.media).toContain(answer.headers.get('content-type')?.replace(/;.*/, ''));
    return true;
  };

  it(
    'each example is answered as the contract says',
    async () => {
      const shown = endpoints.filter((endpoint) => endpoint.public !== undefined);
      expect(shown.length).toBeGreaterThan(6);
      const ofEditions = ({ path }: Endpoint) => path.startsWith(OF_AN_EDITION);
      const inOrder = shown
        .filter((endpoint) => !ofEditions(endpoint))
        .toSorted((a, b) => Number(b.path === FIRST) - Number(a.path === FIRST));
      for (const endpoint of inOrder) await waitFor(() => isRight(endpoint), Boolean, { timeoutMs: 30_000 });
      await services.operator(['close-edition', edition]);
      for (const endpoint of shown.filter(ofEditions)) expect(await isRight(endpoint)).toBe(true);
    },
    PATIENT_MS,
  );

  const tokenFor = ({ callers, service }: Endpoint): Promise<string> => {
    const person: Caller = { kind: 'person', id: 'nobody', handle: 'nobody', name: 'N', role: 'admin' };
    const name = (['web', 'mailer'] as const).find((one) => callers.includes(one)) ?? 'operator';
    const ofPeople = (['person', 'curator', 'admin'] as const).some((one) => callers.includes(one));
    const caller: Caller = ofPeople ? person : { kind: 'service', name };
    return identity.sign(caller, service);
  };

  /** The fields of a part, as the contract has them. */
  const fieldsOf = (schema: z.ZodType): string[] => {
    if (isNothing(schema)) return [];
    const { properties = {}, allOf, anyOf } = z.toJSONSchema(schema, { io: 'input' });
    const within = [...(allOf ?? []), ...(anyOf ?? [])].flatMap((one) => Object.keys(one.properties ?? {}));
    return [...Object.keys(properties), ...within];
  };

  /** Every request of the walk: what is wrong in the path, in the query, and in the body. */
  const hostileRequests = (endpoint: Endpoint): { target: string; body?: string }[] => {
    const { params, query, body } = endpoint;
    const paths = isNothing(params)
      ? []
      : HOSTILE_TEXTS.flatMap((text) =>
          fieldsOf(params).map((name) => ({ target: targetOf(endpoint, { params: { [name]: text } }) })),
        );
    const given = Object.fromEntries(fieldsOf(params).map((name) => [name, PAPER]));
    const target = targetOf(endpoint, { params: given });
    const queries = isNothing(query)
      ? []
      : fieldsOf(query).flatMap((name) => [
          ...HOSTILE_TEXTS.map((text) => ({
            target: targetOf(endpoint, { params: given, query: { [name]: text } }),
          })),
          { target: `${target}?${name}[$ne]=1` },
          { target: `${target}?${name}=1&${name}=2` },
        ]);
    const bodies = isNothing(body)
      ? []
      : [
          ...HOSTILE_BODIES,
          ...fieldsOf(body).flatMap((name) =>
            HOSTILE_VALUES.map((value) => JSON.stringify({ [name]: value })),
          ),
        ].map((text) => ({ target, body: text }));
    return [...paths, ...queries, ...bodies];
  };

  it.each(
    endpoints
      .filter(({ service }) => service !== 'web')
      .map((one) => [`${one.service} ${one.method} ${one.path}`, one] as const),
  )(
    '%s meets hostile input with a problem of its own, and none of it reaches the database',
    async (_name, endpoint) => {
      const token = await tokenFor(endpoint);
      const [address] = services.addresses(endpoint.service);
      for (const { target, body } of hostileRequests(endpoint)) {
        const answer = await fetch(`${address}${target}`, {
          method: endpoint.method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body }),
          signal: AbortSignal.timeout(20_000),
        });
        const text = await answer.text();
        expect([target, body, answer.status < 500 ? '' : text]).toEqual([target, body, '']);
        if (answer.status >= 400) expect(JSON.parse(text)).toMatchObject({ code: expect.any(String) });
        // An operator in a value would have matched something, and that is a good answer.
        if (body !== undefined && /\{"\$/.test(body)) expect([body, answer.status]).toEqual([body, 400]);
      }
    },
    PATIENT_MS,
  );
});
