import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { settings, tokenWishSchema } from '@paperboy/contracts';
import { AllowEveryone, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Visitor } from '../gate/sessions.client.js';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { unlessGone } from '../shell/unless-gone.js';
import { Institution } from '../sign-in/institution.client.js';
import { type SettingsProps, settingsPage } from './settings.template.js';

const HERE = '/settings';

/** A person's own sessions and tokens. */
@Controller('settings')
@AllowEveryone()
@UseFilters(PageProblems)
export class SettingsController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly signedIn: SignedInGuard,
    private readonly pages: Pages,
    private readonly institution: Institution,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = await this.signedIn.visitor(request, reply, HERE);
    await this.page(reply, visitor);
  }

  @Post('sessions/:id/end')
  endSession(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.change(request, reply, ({ person }) =>
      this.clients.ask(settings.endSession, { params: { session: id } }, { as: person }),
    );
  }

  @Post('tokens/:id/revoke')
  revokeToken(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.change(request, reply, ({ person }) =>
      this.clients.ask(settings.revokeToken, { params: { token: id } }, { as: person }),
    );
  }

  /** Makes a token. Only this answer shows it. */
  @Post('tokens')
  async makeToken(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visitor = await this.signedIn.visitor(request, reply, HERE);
    const wish = tokenWishSchema.safeParse(body);
    if (!wish.success) {
      return this.page(reply, visitor, { error: 'Please give it a name of 1 to 60 characters.' }, 400);
    }
    try {
      const made = await this.clients.ask(settings.makeToken, { body: wish.data }, { as: visitor.person });
      await this.page(reply, visitor, { made });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'too-many-tokens') throw error;
      await this.page(reply, visitor, { error: error.detail }, error.status);
    }
  }

  private async page(
    reply: FastifyReply,
    { person, credential }: Visitor,
    more: Pick<SettingsProps, 'error' | 'made'> = {},
    status = 200,
  ): Promise<void> {
    const [{ sessions }, { tokens }] = await Promise.all([
      this.clients.ask(settings.sessions, {}, { as: person }),
      this.clients.ask(settings.tokens, {}, { as: person }),
    ]);
    const hasInstitution = this.institution.name !== undefined;
    const page = settingsPage({ person, sessions, tokens, current: credential?.id, hasInstitution, ...more });
    this.pages.send(reply, page, { status, reader: person });
  }

  /** Runs `deed` and shows the settings. A session or token that is gone already is no error. */
  private async change(
    request: FastifyRequest,
    reply: FastifyReply,
    deed: (visitor: Visitor) => Promise<unknown>,
  ): Promise<void> {
    const visitor = await this.signedIn.visitor(request, reply, HERE);
    await unlessGone(deed(visitor));
    reply.code(303).header('location', HERE).send();
  }
}
