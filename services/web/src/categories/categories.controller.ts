import { Controller, Get, Param, Req, Res, UseFilters } from '@nestjs/common';
import { type CategoryCounts, categorySchema, holdings } from '@paperboy/contracts';
import { AllowEveryone, notFound, Problem, ServiceClients } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gate } from '../gate/gate.guard.js';
import { listPath } from '../list/list-address.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { categoriesPage } from './categories.template.js';

/** The page of all categories; each has a list of its own. */
@Controller('categories')
@AllowEveryone()
@UseFilters(PageProblems)
export class CategoriesController {
  constructor(
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [reader, counts] = await Promise.all([this.gate.reader(request), this.counts()]);
    this.pages.send(reply, categoriesPage(counts), reader ? { reader } : {});
  }

  @Get(':category')
  one(@Param('category') category: string, @Res() reply: FastifyReply): void {
    const asked = categorySchema.safeParse(category);
    if (!asked.success)
      throw notFound('unknown-category', 'There is no such category: one looks like cs.AI or hep-th.');
    const path = listPath({ list: 'trending', category: asked.data, page: 0 });
    reply.code(302).header('location', path).send();
  }

  /** How many papers each category has. Nothing while the search is away, since the page is useful without it. */
  private async counts(): Promise<CategoryCounts | undefined> {
    try {
      return await this.clients.ask(holdings.categories, {});
    } catch (error) {
      if (error instanceof Problem && error.retriable) return undefined;
      throw error;
    }
  }
}
