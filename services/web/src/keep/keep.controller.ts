import { Controller, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { shelf } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Gate } from '../gate/gate.guard.js';
import { interruptedCookie } from '../gate/interrupted.js';
import { returnPath } from '../gate/return-path.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { knownPaperId } from '../shell/paper-id.js';
import { paperPath } from '../text/paper-path.js';
import type { WebConfig } from '../web.config.js';

const formSchema = z.object({ return: z.string() });

/** A change of how a paper stands for the person who asks. */
type Deed = typeof shelf.save | typeof shelf.unsave | typeof shelf.putAway | typeof shelf.takeBack;

/** The buttons that save a paper and put one away; each leads back to where it was pressed. */
@Controller('papers/:id')
@AllowEveryone()
@UseFilters(PageProblems)
export class KeepController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
  ) {}

  @Post('save')
  save(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.change(shelf.save, id, request, reply);
  }

  @Post('save/undo')
  unsave(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.change(shelf.unsave, id, request, reply);
  }

  @Post('not-for-me')
  putAway(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.change(shelf.putAway, id, request, reply);
  }

  @Post('not-for-me/undo')
  takeBack(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.change(shelf.takeBack, id, request, reply);
  }

  /** A reader who is not signed in does so first, and presses the button again. */
  private async change(deed: Deed, id: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const paperId = knownPaperId(id);
    const person = await this.gate.writer(request, reply);
    const form = formSchema.safeParse(request.body);
    const back = form.success ? returnPath(form.data.return) : paperPath(paperId);
    if (person === undefined) {
      reply.header('set-cookie', interruptedCookie(this.config.PUBLIC_URL, { back }));
      reply.code(303).header('location', '/sign-in').send();
      return;
    }
    await this.clients.ask(deed, { params: { id: paperId } }, { as: person });
    reply.code(303).header('location', back).send();
  }
}
