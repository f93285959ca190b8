import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { peopleCommand } from './people.command.js';

const ADA = {
  id: 'ada_ada_ada_',
  handle: 'ada',
  // A name from before names were cleaned, or one that was written to the database directly.
  name: 'Ada\u001b]0;owned\u0007\u202e\u009b2J\nroot',
  role: 'reader',
  maskedAddress: 'a…@example.org',
  createdAt: '2026-11-22T08:00:00.000Z',
};

describe('npx paperboy people', () => {
  const environment = { ...process.env };
  let catalog: Server;
  let printed: string;
  /** The body of the last request if that was a POST. */
  let asked: object | undefined;

  beforeEach(async () => {
    catalog = createServer(async (request, response) => {
      asked = request.method === 'POST' ? ((await json(request)) as object) : undefined;
      response.setHeader('content-type', 'application/json');
      const { maskedAddress: _masked, createdAt: _created, ...person } = ADA;
      response.end(JSON.stringify(asked ? { person, created: true } : { people: [ADA] }));
    }).listen(0, '127.0.0.1');
    await once(catalog, 'listening');
    process.env.CATALOG_URL = `http://127.0.0.1:${(catalog.address() as AddressInfo).port}`;
    process.env.SERVICE_SECRET = 'a secret of this test, 32 characters or more';
    printed = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
    process.env = { ...environment };
    process.exitCode = undefined;
    catalog.close();
  });

  it('lists people, a hostile name so that it steers no terminal', async () => {
    await peopleCommand().parseAsync(['list'], { from: 'user' });
    expect(printed).toMatch(
      /^ada +reader +2026-11-22 {2}Ada\?\]0;owned\?\?\?2J\?root \(a…@example\.org\)\n$/,
    );
  });

  it('prints it as JSON for machines as it is, and for terminals without what steers', async () => {
    await peopleCommand().parseAsync(['list', '--json'], { from: 'user' });
    expect(JSON.parse(printed)).toEqual([ADA]);
    expect(printed.trimEnd()).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });

  it('adds an account with what is stated, and says that it is new', async () => {
    const stated = ['--role', 'reader', '--handle', 'ada'];
    await peopleCommand().parseAsync(['add', 'Ada@example.org', ...stated], { from: 'user' });
    expect(asked).toEqual({ address: 'Ada@example.org', role: 'reader', handle: 'ada' });
    expect(printed).toMatch(/^A new account: ada, .*root \(reader\)\.\n$/);
  });
});
