import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { people, ROLES, submitterSchema } from '@paperboy/contracts';
import { AllowEveryone, invalid, notFound, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { rolesPage } from './roles.template.js';

const ON_A_PAGE = 50;
const querySchema = z.object({
  q: z.string().max(40).catch(''),
  role: z.enum(ROLES).optional().catch(undefined),
  after: z.string().max(40).optional().catch(undefined),
});
const formSchema = z.object({ role: z.enum(ROLES) });

/** The page of the people and their roles. The catalog refuses everyone but admins. */
@Controller('people')
@AllowEveryone()
@UseFilters(PageProblems)
export class RolesController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly pages: Pages,
    private readonly signedIn: SignedInGuard,
  ) {}

  @Get()
  async show(
    @Query() asked: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, request.url);
    const { q, role, after } = querySchema.parse(asked);
    const query = { q, role, after, limit: ON_A_PAGE };
    const found = (await this.clients.ask(people.everyone, { query }, { as: person })).people;
    const last = found.length === ON_A_PAGE ? found.at(-1) : undefined;
    const next =
      last && `/people?${new URLSearchParams({ q, ...(role && { role }), after: last.handle }).toString()}`;
    const page = rolesPage({ people: found, q, role, own: person.handle, next });
    this.pages.send(reply, page, { reader: person });
  }

  @Post(':handle/role')
  async giveRole(
    @Param('handle') given: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.signedIn.visitor(request, reply, '/people');
    const handle = submitterSchema.safeParse(given);
    if (!handle.success) throw notFound('unknown-person', 'Nobody here has this name.');
    const form = formSchema.safeParse(body);
    if (!form.success) throw invalid('invalid-role', `A role is one of ${ROLES.join(', ')}.`);
    const params = { handle: handle.data };
    await this.clients.ask(people.giveRole, { params, body: form.data }, { as: person });
    reply
      .code(303)
      .header('location', `/people?q=${encodeURIComponent(handle.data)}`)
      .send();
  }
}
