import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type CommentState, MOST_NOTICED } from '@paperboy/contracts';
import { Log, MONGO } from '@paperboy/platform';
import { freePort, testClock, testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Connection } from 'mongoose';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';
import { NoticeChoices } from '../choice/notice-choices.store.js';
import { NoticeDesk } from './notice-desk.service.js';

const ADA = 'AdaAdaAdaAda';
const NOW = '2037-11-22T12:00:00.000Z';

/** Stands in for the catalog: which comments it shows, and whether it knows the person. */
class FakeCatalog {
  gone = false;
  shown: string[] | undefined;
  private readonly server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const isLetter = request.url === '/internal/notices/letter';
      response.writeHead(isLetter && this.gone ? 404 : 200, { 'content-type': 'application/json' });
      if (!isLetter) return response.end(JSON.stringify({ ids: [] }));
      if (this.gone) return response.end(JSON.stringify({ code: 'unknown-person', detail: 'Gone.' }));
      return response.end(JSON.stringify(this.letter(JSON.parse(text).commentIds)));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private letter(ids: string[]): object {
    const comments = ids
      .filter((id) => this.shown?.includes(id) ?? true)
      .map((id) => ({
        id,
        paperId: '2602.00001',
        title: 'On lanterns',
        by: 'Bo <b>',
        text: `Text of ${id}`,
        kind: 'reply',
      }));
    return { address: 'ada@example.org', comments };
  }
}

describe('mails about answers and mentions', () => {
  let mailer: RunningMailer;
  let catalog: FakeCatalog;

  beforeEach(async () => {
    catalog = new FakeCatalog();
    mailer = await startMailer({
      stack: testStack(),
      namespace: uniqueNamespace(),
      clock: testClock(NOW),
      relayPort: await freePort(),
      catalogUrl: await catalog.start(),
    });
  });
  afterEach(async () => {
    await mailer.stop();
    await catalog.stop();
  });

  const app = <T>(token: new (...parts: never[]) => T): T => mailer.service.app.get(token, { strict: false });
  const rows = () =>
    mailer.service.app.get<Connection>(MONGO, { strict: false }).collection('messages').find().toArray();
  const tell = (id: string, different: Partial<CommentState> = {}) =>
    app(NoticeDesk).tell({
      id,
      paperId: '2602.00001',
      personId: 'BoBoBoBoBoBo',
      seq: 1,
      postedAt: mailer.clock.now().toISOString(),
      state: 'shown',
      notifies: [ADA],
      sample: false,
      ...different,
    });
  const ended = (count: number) =>
    waitFor(
      rows,
      (all) => all.length >= count && all.every(({ state }) => !['claimed', 'handed-off'].includes(state)),
    );
  const mails = () => mailer.relay.taken.map(({ raw }) => raw.replaceAll('=\r\n', ''));

  it('tell at once, once, with a link of their own to leave, and without the address in the ledger', async () => {
    await tell('first');
    await tell('first');
    const kept = await ended(1);
    expect(kept).toMatchObject([{ state: 'accepted', personId: ADA, commentIds: ['first'] }]);
    expect(JSON.stringify(kept)).not.toContain('example.org');
    const [raw = ''] = mails();
    expect(mails()).toHaveLength(1);
    expect(mailer.relay.taken[0]?.to).toBe('ada@example.org');
    expect(raw).toContain('Text of first');
    expect(raw).toContain('https://papers.example.org/papers/2602.00001#comment-first');
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    const token =
      /^List-Unsubscribe: <https:\/\/papers\.example\.org\/n\/([\w-]{28})>\r$/m.exec(raw)?.[1] ?? '';
    expect((await mailer.call('GET', `/internal/notices/${token}`)).body).toEqual({ when: 'at-once' });
    expect((await mailer.call('POST', '/internal/notices', { token, when: 'never' })).status).toBe(200);
    await tell('second');
    expect(await rows()).toHaveLength(1);
    expect((await mailer.call('GET', `/internal/notices/${'A'.repeat(28)}`)).body.code).toBe('unknown-link');
  });

  it('tell once a day, all of a day in one mail, of what is still shown', async () => {
    await app(NoticeChoices).choose(ADA, 'daily');
    for (const id of ['one', 'two', 'hidden', 'two']) await tell(id);
    expect(await rows()).toMatchObject([
      { state: 'claimed', commentIds: ['one', 'two', 'hidden'], dueAt: new Date('2037-11-23T08:00:00.000Z') },
    ]);
    expect(mails()).toHaveLength(0);
    catalog.shown = ['one', 'two'];
    mailer.clock.set('2037-11-23T08:00:01.000Z');
    await ended(1);
    const [raw = ''] = mails();
    expect(raw).toMatch(/^Subject: 2 answers and mentions\r$/m);
    expect(raw).toContain('Text of one');
    expect(raw).not.toContain('Text of hidden');
    await tell('one', { postedAt: NOW });
    await tell('late', { postedAt: '2037-11-23T07:59:00.000Z' });
    const [, next] = await rows();
    expect(next).toMatchObject({ commentIds: ['late'], dueAt: new Date('2037-11-24T08:00:00.000Z') });
  });

  it('tell nothing of what is gone, of old comments, and nobody who has left meanwhile', async () => {
    await tell('erased', { state: 'erased' });
    await tell('nobody', { notifies: [] });
    await tell('old', { postedAt: '2037-11-21T12:00:00.000Z' });
    expect(await rows()).toEqual([]);
    catalog.shown = [];
    await tell('hidden-meanwhile');
    expect(await ended(1)).toMatchObject([{ state: 'skipped', reason: 'nothing-new' }]);
    catalog.gone = true;
    await tell('person-gone');
    expect(await ended(2)).toContainEqual(
      expect.objectContaining({ state: 'suppressed', reason: 'no-person' }),
    );
    await app(NoticeChoices).choose(ADA, 'daily');
    await tell('planned');
    await app(NoticeChoices).choose(ADA, 'never');
    mailer.clock.set('2037-11-23T08:00:01.000Z');
    expect(await ended(3)).toContainEqual(expect.objectContaining({ state: 'suppressed', reason: 'left' }));
    expect(mails()).toHaveLength(0);
  });

  it('are at most ten a day at once; what comes beyond waits for the morning', async () => {
    for (let at = 0; at < 12; at++) await tell(`flood-${at}`);
    const planned = await rows();
    expect(planned).toHaveLength(11);
    expect(planned.filter(({ dueAt }) => dueAt > new Date(NOW))).toMatchObject([
      { commentIds: ['flood-10', 'flood-11'] },
    ]);
  });

  it('leave out a comment for which the mails of four days have no room, and log that', async () => {
    await app(NoticeChoices).choose(ADA, 'daily');
    await tell('first');
    const [first] = await rows();
    const full = Array.from({ length: MOST_NOTICED }, (_, at) => `full-${at}`);
    const database = mailer.service.app.get<Connection>(MONGO, { strict: false });
    const fill = () => database.collection('messages').updateMany({}, { $set: { commentIds: full } });
    await fill();
    for (const id of ['second', 'third', 'fourth']) {
      await tell(id);
      await fill();
    }
    const warn = jest.spyOn(mailer.service.app.get<Log>(Log, { strict: false }), 'warn');
    await tell('too-many');
    const kept = await rows();
    expect(kept).toHaveLength(4);
    expect(kept.map(({ personId }) => personId)).toEqual(Array(4).fill(first?.personId));
    expect(warn).toHaveBeenCalledWith(
      { personId: ADA, commentId: 'too-many' },
      expect.stringContaining('not told'),
    );
  });

  it('go to no suppressed address', async () => {
    await mailer.call('POST', '/internal/suppressions', { address: 'ada@example.org' }, 'operator');
    await tell('first');
    expect(await ended(1)).toMatchObject([{ state: 'suppressed', reason: 'by-operator' }]);
  });
});
