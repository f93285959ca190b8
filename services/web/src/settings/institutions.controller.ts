import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { institutions } from '@paperboy/contracts';
import { AllowEveryone, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { Institution } from '../sign-in/institution.client.js';
import { institutionsPage } from './institutions.template.js';
import { SignedIn } from './signed-in.guard.js';

const HERE = '/settings/institutions';

/** The institutions by which a person signs in. */
@Controller('settings/institutions')
@AllowEveryone()
@UseFilters(PageProblems)
export class InstitutionsController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly signedIn: SignedIn,
    private readonly institution: Institution,
    private readonly pages: Pages,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = await this.signedIn.visitor(request, reply, HERE);
    if (visitor === undefined) return;
    const { person } = visitor;
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
    const visitor = await this.signedIn.visitor(request, reply, HERE);
    if (visitor === undefined) return;
    try {
      const params = { institution: id };
      await this.clients.ask(institutions.remove, { params }, { as: visitor.person });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
    }
    reply.code(303).header('location', HERE).send();
  }
}
