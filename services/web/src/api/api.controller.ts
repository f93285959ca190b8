import { createHash } from 'node:crypto';
import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import { papers } from '@paperboy/contracts';
import {
  AllowEveryone,
  type CacheEntry,
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
import { Gate } from '../gate/gate.guard.js';
import { refuseToken } from '../gate/refuse-token.js';
import { SearchTurns } from '../gate/search-turns.guard.js';
import { flatPaper } from '../paper/paper-detail.js';
import { Papers } from '../paper/papers.client.js';
import { Answers } from '../shell/answers.store.js';
import { sendCached, shownHeaders } from '../shell/cached.answer.js';
import { readUpstream } from '../shell/upstream.js';
import { Votes } from '../vote/votes.client.js';
import type { WebConfig } from '../web.config.js';
import { FOR_EVERYONE, openToAll, preflight } from './cross-origin.answer.js';
import { type Match, matchRoute, type Route } from './routes.js';

const LONGEST_TARGET = 2_000;
/** Papers have no linked models, datasets and spaces here; clients expect the fields. */
const NO_REPOS = { models: [], datasets: [], spaces: [] };
const VOTE_HEADERS = { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' };

/** The REST endpoints of all services behind this one address; the table is in routes.ts. */
@Controller('api')
@AllowEveryone()
export class ApiController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly cache: Answers,
    private readonly gate: Gate,
    private readonly turns: SearchTurns,
    private readonly papers: Papers,
    private readonly votes: Votes,
  ) {}

  /** Finds the service of a request and passes it on. Problems: 404 `unknown-endpoint`, 405, and those of the gate. */
  @All('*')
  async pass(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (request.method === 'OPTIONS') {
      preflight(request.url, reply);
      return;
    }
    const match = matchRoute(request.method, request.url);
    if (match.kind === 'unknown') throw notFound('unknown-endpoint', 'There is no such endpoint.');
    if (match.kind === 'wrong-method') {
      reply.header('allow', match.allow.join(', '));
      throw problemOfStatus(405);
    }
    nameRoute(request, match.route.path.replace(/\{(\w+)\}/g, ':$1'));
    if (match.target.length > LONGEST_TARGET) throw problemOfStatus(414);
    // A read of a person's own data is passed on like a write, since the cache must keep none of it.
    if (match.route.method === 'GET' && !match.route.public.person) await this.read(request, reply, match);
    else await this.passOn(request, reply, match);
  }

  private async read(
    request: FastifyRequest,
    reply: FastifyReply,
    { route, target, id = '' }: Extract<Match, { kind: 'route' }>,
  ): Promise<void> {
    const { service } = route;
    // Set before the read, so that pages of other sites can read a problem too.
    reply.headers(FOR_EVERYONE);
    const revalidate = async (known: CacheEntry | undefined) =>
      service === 'web'
        ? this.composed(route, id)
        : openToAll(await readUpstream(service, this.clients[service], target, known));
    const key = service === 'web' ? `api ${route.path} ${id}` : `api ${target}`;
    const ask = () => this.cache.read(key, revalidate);
    const read = route.public.searches ? await this.turns.run(request, ask) : await ask();
    if (read.entry.status === 200) this.cache.remember(request, key);
    await sendCached(request, reply, read, this.cache);
  }

  private async passOn(
    request: FastifyRequest,
    reply: FastifyReply,
    { route, target, id: paperId = '' }: Extract<Match, { kind: 'route' }>,
  ): Promise<void> {
    const visitor = route.public.signed ? undefined : await this.gate.visitor(request, reply);
    const person = visitor?.person;
    if (route.public.person && person === undefined) {
      throw unauthorized('This needs a person: send a token, or sign in.');
    }
    if (route.public.session) refuseToken(visitor);
    if (route.public.mails) await this.gate.mailRequest(request);
    const guess = route.public.guesses ? await this.gate.guess(request) : undefined;
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
    if (answer.status < 400) await guess?.wasKnown();
    sendAnswer(reply, answer);
  }

  private async composed(route: Route, paperId: string): Promise<CacheEntry> {
    const { paper, numbers } = await this.papers.read(paperId);
    const answer =
      route.path === papers.repos.path ? NO_REPOS : flatPaper(paper, numbers, this.config.PUBLIC_URL);
    const body = Buffer.from(JSON.stringify(answer));
    const headers = {
      ...FOR_EVERYONE,
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
