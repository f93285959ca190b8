import { Controller, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { shelf } from '@paperboy/contracts';
import { AllowEveryone, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { returnPath } from '../gate/return-path.js';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { knownPaperId } from '../shell/paper-id.js';
import { paperPath } from '../text/paper-path.js';

const formSchema = z.object({ return: z.string() });

/** The endpoint that one of the buttons calls. */
type Deed = typeof shelf.save | typeof shelf.unsave | typeof shelf.putAway | typeof shelf.takeBack;

/** The buttons that save a paper and put one away; each leads back to where it was pressed. */
@Controller('papers/:id')
@AllowEveryone()
@UseFilters(PageProblems)
export class KeepController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly signedIn: SignedInGuard,
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

  /**
   * Changes the paper for the person. A reader who is not signed in is led to the sign-in, and presses the button
   * again.
   */
  private async change(deed: Deed, id: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const paperId = knownPaperId(id);
    const form = formSchema.safeParse(request.body);
    const back = form.success ? returnPath(form.data.return) : paperPath(paperId);
    const { person } = await this.signedIn.visitor(request, reply, back);
    await this.clients.ask(deed, { params: { id: paperId } }, { as: person });
    reply.code(303).header('location', back).send();
  }
}
