import { createHash } from 'node:crypto';
import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import {
  AllowEveryone,
  CONFIG,
  idempotencyKeyOf,
  nameRoute,
  notFound,
  Problem,
  problemOfStatus,
  type RawAnswer,
  ServiceClients,
  unauthorized,
} from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendRead, shownHeaders } from '../answer/answer.server.js';
import { ReadCache } from '../answer/read-cache.store.js';
import { readUpstream } from '../answer/upstream.js';
import type { Held } from '../cache/held.js';
import { Gate } from '../gate/gate.guard.js';
import { flatPaper } from '../paper/paper-detail.js';
import { Papers } from '../paper/papers.client.js';
import type { WebConfig } from '../web.config.js';
import { type Match, matchRoute, type Part, type Route } from './routes.js';
import { Votes } from './votes.client.js';

const LONGEST_TARGET = 2_000;
const VOTE_HEADERS = { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' };

/** The REST endpoints of all services behind this one address; the table is in routes.ts. */
@Controller('api')
@AllowEveryone()
export class DoorController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly cache: ReadCache,
    private readonly gate: Gate,
    private readonly papers: Papers,
    private readonly votes: Votes,
  ) {}

  /** Finds the service of a request and passes it on. Problems: 404 `unknown-endpoint`, 405, and those of the gate. */
  @All('*')
  async pass(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const match = matchRoute(request.method, request.url);
    if (match.kind === 'unknown') throw notFound('unknown-endpoint', 'There is no such endpoint.');
    if (match.kind === 'wrong-method') {
      reply.header('allow', match.allow.join(', '));
      throw problemOfStatus(405);
    }
    nameRoute(request, match.route.path);
    if (match.target.length > LONGEST_TARGET) throw problemOfStatus(414);
    if (match.route.method === 'GET')
      await this.read(request, reply, match.route, match.target, match.paperId);
    else await this.write(request, reply, match);
  }

  private async read(
    request: FastifyRequest,
    reply: FastifyReply,
    { to }: Route,
    target: string,
    paperId = '',
  ): Promise<void> {
    const renew =
      to === 'composed'
        ? () => this.composed(paperId)
        : (known: Held | undefined) => readUpstream(to, this.clients[to], target, known);
    const key = to === 'composed' ? `api ${paperId}` : `api ${target}`;
    const read = await this.cache.read(key, renew);
    if (read.held.status === 200) this.cache.remember(request, key);
    await sendRead(request, reply, read, this.cache);
  }

  private async write(
    request: FastifyRequest,
    reply: FastifyReply,
    { route, target, paperId = '' }: Extract<Match, { kind: 'route' }>,
  ): Promise<void> {
    const person = await this.gate.writer(request, reply);
    if (route.for === 'person' && person === undefined) {
      throw unauthorized('This needs a person: send a token, or sign in.');
    }
    if (route.mails) await this.gate.mailRequest(request);
    const key = route.repeatable === 'with-idempotency-key' ? idempotencyKeyOf(request.headers) : undefined;
    if (route.wish !== undefined && person !== undefined) {
      const vote = await this.votes.change(person.id, paperId, route.wish);
      reply.code(200).headers(VOTE_HEADERS).send(JSON.stringify(vote));
      return;
    }
    const body =
      request.body === undefined || request.body === null ? undefined : JSON.stringify(request.body);
    const answer = await this.clients[partOf(route)].raw({
      method: route.method,
      path: target,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body }),
      ...(person === undefined ? {} : { as: person }),
      idempotent: route.repeatable === true || key !== undefined,
    });
    sendAnswer(reply, answer);
  }

  private async composed(paperId: string): Promise<Held> {
    const { paper, numbers } = await this.papers.read(paperId);
    const body = Buffer.from(JSON.stringify(flatPaper(paper, numbers, this.config.PUBLIC_URL)));
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    };
    return { status: 200, headers, body };
  }
}

function sendAnswer(reply: FastifyReply, answer: RawAnswer): void {
  reply
    .code(answer.status)
    .headers({ 'cache-control': 'no-store', ...shownHeaders(answer.headers) })
    .send(answer.body);
}

function partOf(route: Route): Part {
  if (route.to !== 'composed') return route.to;
  throw new Problem({ status: 500, code: 'internal', detail: 'A composed route can only be read.' });
}
