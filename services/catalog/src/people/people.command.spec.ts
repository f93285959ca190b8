import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { peopleCommand } from './people.command.js';

const ADA = {
  id: 'ada_ada_ada_',
  handle: 'ada',
  // Made before names were cleaned, or by somebody who writes to the database.
  name: 'Ada\u001b]0;owned\u0007\u202e\u009b2J\nroot',
  role: 'reader',
  maskedAddress: 'a…@example.org',
  createdAt: '2026-11-22T08:00:00.000Z',
};

describe('npx paperboy people list', () => {
  const environment = { ...process.env };
  let catalog: Server;
  let printed: string;

  beforeEach(async () => {
    catalog = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ people: [ADA] }));
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

  it('prints a hostile name so that it steers no terminal', async () => {
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
});
