import { Readable } from 'node:stream';
import { Body, Controller, Get, Inject, Post, Req, Res, UseFilters } from '@nestjs/common';
import { account, farewellSchema } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookie } from '../gate/credential.js';
import { Gate } from '../gate/gate.guard.js';
import { refuseToken } from '../gate/refuse-token.js';
import { Sessions } from '../gate/sessions.client.js';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import type { WebConfig } from '../web.config.js';
import { KeptFile } from './kept-file.client.js';
import { farewellPage, leavingPage } from './leaving.template.js';

/** The file of all data that is kept of a person, and the deletion of the account. */
@Controller('settings')
@AllowEveryone()
@UseFilters(PageProblems)
export class LeavingController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly sessions: Sessions,
    private readonly signedIn: SignedInGuard,
    private readonly file: KeptFile,
    private readonly pages: Pages,
  ) {}

  /** Streams the file. When a service fails meanwhile, the transfer breaks off, which browsers report as a failure. */
  @Get('export')
  async export(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, '/settings');
    const pieces = this.file.pieces(person);
    // The first pieces are read before anything is sent, so that a problem can still be answered as one.
    const begun = [await pieces.next(), await pieces.next()].map(({ value }) => String(value));
    reply
      .headers({
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="${person.handle}.json"`,
        'cache-control': 'private, no-store',
      })
      .send(Readable.from(joined(begun, pieces)));
  }

  @Get('delete')
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, '/settings/delete');
    this.pages.send(reply, leavingPage({ person }), { reader: person });
  }

  /** Deletes the account, and signs out. */
  @Post('delete')
  async leave(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visitor = await this.signedIn.visitor(request, reply, '/settings/delete');
    refuseToken(visitor);
    const { person } = visitor;
    const wish = farewellSchema.safeParse(body);
    const again = (status: number) =>
      this.pages.send(reply, leavingPage({ person, wrong: true }), { status, reader: person });
    if (!wish.success) return again(400);
    try {
      await this.clients.ask(account.remove, { body: wish.data }, { as: person });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'wrong-handle') throw error;
      return again(error.status);
    }
    const cookie = this.gate.credential(request);
    if (cookie) await this.sessions.end(cookie.secret);
    reply.header('set-cookie', sessionCookie(this.config.PUBLIC_URL));
    this.pages.send(reply, farewellPage());
  }
}

async function* joined(begun: readonly string[], rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield* begun;
  yield* rest;
}
