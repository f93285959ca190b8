import { Controller, Req, Res } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, people } from '@paperboy/contracts';
import {
  Asked,
  CurrentCaller,
  forbidden,
  notFound,
  type PersonCaller,
  pageAfter,
  Serves,
} from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PeopleStore } from '../person/people.store.js';
import { Roles } from '../person/roles.service.js';

/** The people and their roles, for admins. */
@Controller()
export class RoleController {
  constructor(
    private readonly people: PeopleStore,
    private readonly roles: Roles,
  ) {}

  @Serves(people.everyone)
  async everyone(
    @Asked() { query }: AskedOf<typeof people.everyone>,
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnsweredBy<typeof people.everyone>> {
    const { limit } = query;
    // Reads one more than it shows, to know whether there is a next page.
    const found = await this.people.byHandle({ ...query, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    if (found.length > limit && last) reply.header('link', `<${pageAfter(url, last.handle)}>; rel="next"`);
    return { people: shown };
  }

  @Serves(people.giveRole)
  async giveRole(
    @Asked() { params, body }: AskedOf<typeof people.giveRole>,
    @CurrentCaller() admin: PersonCaller,
  ): Promise<AnsweredBy<typeof people.giveRole>> {
    const person = await this.people.findBy({ handle: params.handle });
    if (!person) throw notFound('unknown-person', 'Nobody here has this name.');
    if (person.id === admin.id) {
      throw forbidden('own-role', 'You can’t change your own role: another admin can, or an operator.');
    }
    const { role, reason } = body;
    return { person: await this.roles.give(person, role, { by: admin.id, reason }) };
  }
}
