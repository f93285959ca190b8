import { Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { changes, papers } from '@paperboy/contracts';
import { AllowEveryone, Clock, notFound, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Gate } from '../gate/gate.guard.js';
import { returnPath } from '../gate/return-path.js';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { knownPaperId } from '../shell/paper-id.js';
import { paperPath } from '../text/paper-path.js';
import { Changes } from './changes.client.js';
import { changesPage } from './changes.template.js';

const querySchema = z.object({ from: z.coerce.number().int().min(1).optional() });
const formSchema = z.object({ return: z.string() });

/** The page of what changed in a paper, with its texts side by side. */
@Controller('papers/:id')
@AllowEveryone()
@UseFilters(PageProblems)
export class ChangeController {
  constructor(
    private readonly clock: Clock,
    private readonly clients: ServiceClients,
    private readonly changes: Changes,
    private readonly gate: Gate,
    private readonly signedIn: SignedInGuard,
    private readonly pages: Pages,
  ) {}

  /**
   * `?from=` is the version to compare with. Without it: the version that the reader read, else the oldest one kept.
   */
  @Get('changes')
  async show(
    @Param('id') id: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    const asked = querySchema.safeParse(query);
    if (!asked.success) throw notFound('unknown-version', 'A version is a number from 1 on.');
    const reader = await this.gate.reader(request);
    const [paper, { texts }, changed] = await Promise.all([
      this.clients.ask(papers.inCatalog, { params: { id: paperId } }),
      this.clients.ask(changes.texts, { params: { id: paperId } }),
      reader && this.changes.of(reader, paperId),
    ]);
    const from = asked.data.from ?? changed?.readVersion;
    const earlier = from === undefined ? texts[0] : texts.find(({ version }) => version === from);
    const now = texts.at(-1);
    if (!earlier || !now) throw notFound('unknown-version', 'The text of this version is not kept here.');
    const content = changesPage({ paper, texts, earlier, later: now, changed, now: this.clock.now() });
    this.pages.send(reply, content, reader ? { reader } : {});
  }

  /** The button by which the reader marks the current version as read. */
  @Post('read')
  async read(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    const form = formSchema.safeParse(request.body);
    const back = form.success ? returnPath(form.data.return) : paperPath(paperId);
    const { person } = await this.signedIn.visitor(request, reply, back);
    await this.clients.ask(changes.read, { params: { id: paperId } }, { as: person });
    reply.code(303).header('location', back).send();
  }
}
