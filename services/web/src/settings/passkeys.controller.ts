import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { madePasskeySchema, passkeyNameSchema, passkeys } from '@paperboy/contracts';
import { AllowEveryone, type PersonCaller, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { passkeyScript } from '../asset/page-script.store.js';
import { refuseToken } from '../gate/refuse-token.js';
import { returnPath } from '../gate/return-path.js';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { unlessGone } from '../shell/unless-gone.js';
import { jsonText } from '../text/json-text.js';
import { passkeysPage } from './passkeys.template.js';

const HERE = '/settings/passkeys';
const formSchema = z.object({ name: passkeyNameSchema, passkey: jsonText(madePasskeySchema) });
const welcomeSchema = z.object({ welcome: z.string().max(2_000) });

/** A person's passkeys. */
@Controller('settings/passkeys')
@AllowEveryone()
@UseFilters(PageProblems)
export class PasskeysController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly signedIn: SignedInGuard,
    private readonly pages: Pages,
  ) {}

  @Get()
  async show(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    const first = welcomeSchema.safeParse(query);
    await this.page(reply, person, {
      back: first.success ? returnPath(first.data.welcome) : undefined,
    });
  }

  /** Keeps a passkey that the browser made. */
  @Post()
  async add(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visitor = await this.signedIn.visitor(request, reply, HERE);
    refuseToken(visitor);
    const { person } = visitor;
    const form = formSchema.safeParse(body);
    if (!form.success)
      return this.page(reply, person, { error: 'Please give it a name of 1 to 60 characters.' }, 400);
    try {
      await this.clients.ask(passkeys.add, { body: form.data }, { as: person });
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      return this.page(reply, person, { error: error.detail }, error.status);
    }
    reply.code(303).header('location', HERE).send();
  }

  /** Removes a passkey. One that is removed already is no error. */
  @Post(':id/remove')
  async remove(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    await unlessGone(this.clients.ask(passkeys.remove, { params: { passkey: id } }, { as: person }));
    reply.code(303).header('location', HERE).send();
  }

  private async page(
    reply: FastifyReply,
    person: PersonCaller,
    { back, error }: { back?: string | undefined; error?: string },
    status = 200,
  ): Promise<void> {
    const own = await this.clients.ask(passkeys.list, {}, { as: person });
    const page = passkeysPage({
      ...own,
      script: passkeyScript.path,
      ...(back !== undefined && { welcome: { name: person.name, back } }),
      ...(error !== undefined && { error }),
    });
    this.pages.send(reply, page, { status, reader: person });
  }
}
