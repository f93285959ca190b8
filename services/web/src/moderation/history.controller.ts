import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { submitterSchema, suspensions } from '@paperboy/contracts';
import { AllowEveryone, notFound, type PersonCaller, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignedInGuard } from '../gate/signed-in.guard.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { historyPage } from './history.template.js';

/** A person's history, and suspending the person. The catalog refuses everyone but curators and admins. */
@Controller('people/:handle')
@AllowEveryone()
@UseFilters(PageProblems)
export class HistoryController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly pages: Pages,
    private readonly signedIn: SignedInGuard,
  ) {}

  @Get('history')
  async show(
    @Param('handle') given: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = paramsOf(given);
    const { person } = await this.signedIn.visitor(request, reply, request.url);
    await this.page(reply, person, params);
  }

  @Post('suspend')
  async suspend(
    @Param('handle') given: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = paramsOf(given);
    const { person } = await this.signedIn.visitor(request, reply, pathOf(params));
    const form = suspensions.suspend.body.safeParse(body);
    if (!form.success) {
      await this.page(reply, person, params, 'Say why, in 1 to 300 characters.');
      return;
    }
    await this.clients.ask(suspensions.suspend, { params, body: form.data }, { as: person });
    reply.code(303).header('location', pathOf(params)).send();
  }

  @Post('lift')
  async lift(
    @Param('handle') given: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = paramsOf(given);
    const { person } = await this.signedIn.visitor(request, reply, pathOf(params));
    await this.clients.ask(suspensions.lift, { params }, { as: person });
    reply.code(303).header('location', pathOf(params)).send();
  }

  private async page(
    reply: FastifyReply,
    person: PersonCaller,
    params: { handle: string },
    error?: string,
  ): Promise<void> {
    const { history } = await this.clients.ask(suspensions.history, { params }, { as: person });
    const status = error === undefined ? 200 : 400;
    this.pages.send(reply, historyPage(history, error), { status, reader: person });
  }
}

function paramsOf(given: string): { handle: string } {
  const handle = submitterSchema.safeParse(given);
  if (!handle.success) throw notFound('unknown-person', 'Nobody here has this name.');
  return { handle: handle.data };
}

function pathOf({ handle }: { handle: string }): string {
  return `/people/${encodeURIComponent(handle)}/history`;
}
