import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MONGO } from '@paperboy/platform';
import { freePort, testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';

/** Stands in for the catalog: the requests that are due, and their letters. */
class FakeCatalog {
  due: string[] = [];
  /** Requests that are over, so that no mail is sent for them. */
  over: string[] = [];
  letters = 0;
  private readonly server: Server = createServer((request, response) => {
    const id = /^\/internal\/sign-in-requests\/([\w-]+)\/letter$/.exec(request.url ?? '')?.[1];
    const isOver = id !== undefined && this.over.includes(id);
    response.writeHead(isOver ? 404 : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(isOver ? { code: 'sign-in-request-over', detail: 'Over.' } : this.answer(id)),
    );
  });

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private answer(id: string | undefined): object {
    if (id === undefined) return { ids: this.due };
    this.letters += 1;
    return {
      address: 'ada@example.org',
      url: `https://papers.example.org/sign-in/pbl_${id}`,
      code: '012345',
      goodUntil: '2037-11-22T07:15:00.000Z',
    };
  }
}

describe('sign-in mails', () => {
  let mailer: RunningMailer;
  let catalog: FakeCatalog;

  beforeEach(async () => {
    catalog = new FakeCatalog();
    const clock = testClock('2037-11-22T07:00:00.000Z');
    mailer = await startMailer({
      stack: testStack(),
      namespace: uniqueNamespace(),
      clock,
      relayPort: await freePort(),
      catalogUrl: await catalog.start(),
    });
  });
  afterEach(async () => {
    await mailer.stop();
    await catalog.stop();
  });

  const rows = () => mailer.service.app.get<Connection>(MONGO, { strict: false }).collection('messages');
  const row = (id: string) => rows().findOne({ _id: id as never });

  it('a request of the catalog is mailed once, with link and code, however long the catalog lists it', async () => {
    catalog.due = ['aaaaaaaaaaaa'];
    await waitFor(async () => (await row('aaaaaaaaaaaa'))?.state === 'accepted');
    catalog.due = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'];
    await waitFor(async () => (await row('bbbbbbbbbbbb'))?.state === 'accepted');
    expect(mailer.relay.taken.map(({ to }) => to)).toEqual(['ada@example.org', 'ada@example.org']);
    const raw = mailer.relay.taken[0]?.raw.replaceAll('=\r\n', '') ?? '';
    expect(raw).toContain('https://papers.example.org/sign-in/pbl_aaaaaaaaaaaa');
    expect(raw).toContain('012 345');
    expect(raw).toMatch(/^Subject: Sign in to Paperboy\r$/m);
  });

  it('the ledger holds neither address nor secret of it', async () => {
    catalog.due = ['cccccccccccc'];
    const kept = await waitFor(
      () => row('cccccccccccc'),
      (found) => found?.state === 'accepted',
    );
    expect(JSON.stringify(kept)).not.toMatch(/ada|pbl_|012345/);
  });

  it('waits while the relay is away, and makes the letter anew for the next try', async () => {
    await mailer.relay.away();
    catalog.due = ['dddddddddddd'];
    await waitFor(() => catalog.letters > 0);
    expect((await row('dddddddddddd'))?.state).toBe('claimed');
    await mailer.relay.start();
    mailer.clock.advance(60_000);
    await waitFor(async () => (await row('dddddddddddd'))?.state === 'accepted');
    expect(mailer.relay.taken).toHaveLength(1);
  });

  it('is skipped when the catalog says that nobody waits for it any more', async () => {
    catalog.over = ['eeeeeeeeeeee'];
    catalog.due = ['eeeeeeeeeeee'];
    await waitFor(async () => (await row('eeeeeeeeeeee'))?.state === 'skipped');
    expect(mailer.relay.taken).toHaveLength(0);
  });
});
