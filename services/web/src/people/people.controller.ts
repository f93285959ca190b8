import { Controller, Get, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { lists, type Profile, people, submitterSchema } from '@paperboy/contracts';
import { AllowEveryone, Clock, notFound, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { listQuery, PAGE_SIZE } from '../list/list-address.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { OwnVotes } from '../vote/own-votes.client.js';
import { personPage } from './person.template.js';

/** The public page of a person: the name, and what the person submitted and said lately. */
@Controller('people')
@AllowEveryone()
@UseFilters(PageProblems)
export class PeopleController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly clock: Clock,
    private readonly gate: Gate,
    private readonly pages: Pages,
    private readonly ownVotes: OwnVotes,
  ) {}

  @Get(':handle')
  async show(
    @Param('handle') given: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const handle = submitterSchema.safeParse(given);
    const asked = listQuery('new', undefined, query);
    if (!handle.success || 'fault' in asked) throw unknown();
    const [reader, profile, list] = await Promise.all([
      this.gate.reader(request),
      this.profile(handle.data),
      this.clients.ask(lists.read, {
        params: { list: 'new' },
        query: { p: asked.page, limit: PAGE_SIZE, submitter: handle.data, v: asked.v },
      }),
    ]);
    // A name under which a program submitted papers has no account.
    if (profile === undefined && list.items.length === 0) throw unknown();
    const own =
      reader &&
      (await this.ownVotes.of(
        reader,
        list.items.map(({ paper }) => paper.id),
      ));
    const page = personPage({
      handle: handle.data,
      page: asked.page,
      profile,
      list,
      now: this.clock.now(),
      curates: reader !== undefined && reader.role !== 'reader',
      ...(own ? { own } : {}),
    });
    this.pages.send(reply, page, reader ? { reader } : {});
  }

  private async profile(handle: string): Promise<Profile | undefined> {
    try {
      return await this.clients.ask(people.profile, { params: { handle } });
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return undefined;
      throw error;
    }
  }
}

function unknown(): Error {
  return notFound('unknown-person', 'Nobody here has this name.');
}
