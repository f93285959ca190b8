import { createHash } from 'node:crypto';
import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import {
  AllowEveryone,
  CONFIG,
  idempotencyKeyOf,
  nameRoute,
  notFound,
  problemOfStatus,
  type RawAnswer,
  type ServiceClient,
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
import { type Match, matchRoute, type Route } from './routes.js';
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
    nameRoute(request, match.route.path.replace('{id}', ':id'));
    if (match.target.length > LONGEST_TARGET) throw problemOfStatus(414);
    if (match.route.method === 'GET')
      await this.read(request, reply, match.route, match.target, match.paperId);
    else await this.write(request, reply, match);
  }

  private async read(
    request: FastifyRequest,
    reply: FastifyReply,
    { service }: Route,
    target: string,
    paperId = '',
  ): Promise<void> {
    const renew =
      service === 'web'
        ? () => this.composed(paperId)
        : (known: Held | undefined) => readUpstream(service, this.clients[service], target, known);
    const key = service === 'web' ? `api ${paperId}` : `api ${target}`;
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
    if (route.public.person && person === undefined) {
      throw unauthorized('This needs a person: send a token, or sign in.');
    }
    if (route.public.mails) await this.gate.mailRequest(request);
    const key = route.repeatable === 'with-idempotency-key' ? idempotencyKeyOf(request.headers) : undefined;
    if (route.public.vote !== undefined && person !== undefined) {
      const vote = await this.votes.change(person.id, paperId, route.public.vote);
      reply.code(200).headers(VOTE_HEADERS).send(JSON.stringify(vote));
      return;
    }
    const body =
      request.body === undefined || request.body === null ? undefined : JSON.stringify(request.body);
    const answer = await clientOf(this.clients, route).raw({
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

function clientOf(clients: ServiceClients, { service, path }: Route): ServiceClient {
  if (service !== 'web') return clients[service];
  throw new Error(`${path} is composed by web, and can only be read.`);
}
