import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { institutions } from '@paperboy/contracts';
import { AllowEveryone, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { unlessGone } from '../shell/unless-gone.js';
import { Institution } from '../sign-in/institution.client.js';
import { institutionsPage } from './institutions.template.js';

const HERE = '/settings/institutions';

/** The institutions by which a person signs in. */
@Controller('settings/institutions')
@AllowEveryone()
@UseFilters(PageProblems)
export class InstitutionsController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly signedIn: SignedInGuard,
    private readonly institution: Institution,
    private readonly pages: Pages,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    const own = await this.clients.ask(institutions.list, {}, { as: person });
    const page = institutionsPage({ ...own, name: this.institution.name });
    this.pages.send(reply, page, { reader: person });
  }

  /** Disconnects an institution. One that is disconnected already is no error. */
  @Post(':id/remove')
  async remove(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, HERE);
    await unlessGone(this.clients.ask(institutions.remove, { params: { institution: id } }, { as: person }));
    reply.code(303).header('location', HERE).send();
  }
}
