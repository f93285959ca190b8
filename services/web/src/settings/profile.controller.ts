import { Body, Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { account, type OwnProfile } from '@paperboy/contracts';
import { AllowEveryone, type PersonCaller, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { Sessions } from '../gate/sessions.client.js';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { profilePage } from './profile.template.js';
import { profileIn, type TypedProfile } from './profile-form.js';

const HERE = '/settings/profile';
const TAKEN = 'Somebody has this handle. Please use another.';

/** What a person chooses for the public page. */
@Controller('settings/profile')
@AllowEveryone()
@UseFilters(PageProblems)
export class ProfileController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly signedIn: SignedInGuard,
    private readonly sessions: Sessions,
    private readonly pages: Pages,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    this.page(reply, person, await this.clients.ask(account.profile, {}, { as: person }));
  }

  /** Keeps what was chosen and leads to the public page, which shows it. */
  @Post()
  async change(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    const { typed, errors, wish } = profileIn(body);
    if (wish === undefined) return this.page(reply, person, typed, errors, 400);
    try {
      await this.clients.ask(account.changeProfile, { body: wish }, { as: person });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'handle-taken') throw error;
      return this.page(reply, person, typed, { handle: TAKEN }, error.status);
    }
    const credential = this.gate.credential(request);
    if (credential) this.sessions.askAnew(credential.secret);
    reply.code(303).header('location', `/people/${wish.handle}`).send();
  }

  private page(
    reply: FastifyReply,
    person: PersonCaller,
    profile: OwnProfile,
    errors: TypedProfile['errors'] = {},
    status = 200,
  ): void {
    this.pages.send(reply, profilePage({ person, profile, errors }), { status, reader: person });
  }
}
