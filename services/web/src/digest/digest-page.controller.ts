import { Controller, Get, Param, Res, UseFilters } from '@nestjs/common';
import { digestPages } from '@paperboy/contracts';
import { AllowEveryone, notFound, ServiceClients } from '@paperboy/platform';
import type { FastifyReply } from 'fastify';
import { PageProblems } from '../shell/page-problems.filter.js';
import { ofLink } from '../subscription/link.js';

/**
 * The policy of these pages. Like the mail, they have inline styles, which the policy of the other pages forbids. They
 * have no scripts and no forms, and load nothing but the logo of the publication.
 */
const POLICY =
  "default-src 'none';style-src 'unsafe-inline';img-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'";

/** Digests in the browser, as pages that look like the mail. */
@Controller()
@AllowEveryone()
@UseFilters(PageProblems)
export class DigestPageController {
  constructor(private readonly clients: ServiceClients) {}

  /** The digest of an edition as everyone may see it: its page in the archive. */
  @Get('editions/:id')
  async edition(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const params = digestPages.edition.params.safeParse({ id });
    if (!params.success)
      throw notFound('no-such-edition', 'There is no such edition: one looks like day-2026-11-22.');
    const { html } = await this.clients.ask(digestPages.edition, { params: params.data });
    send(reply, html, { 'cache-control': 'public, max-age=60' });
  }

  /** The digest that one reader got, by the link at its head. */
  @Get('u/:token/mail/:edition')
  async ofReader(
    @Param() linked: { token: string; edition: string },
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const body = digestPages.ofReader.body.safeParse(linked);
    if (!body.success)
      throw notFound('unknown-link', 'This link is not whole; perhaps it was cut on the way.');
    const { html } = await ofLink(() => this.clients.ask(digestPages.ofReader, { body: body.data }));
    send(reply, html, { 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' });
  }
}

function send(reply: FastifyReply, html: string, headers: Record<string, string>): void {
  reply
    .code(200)
    .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY, ...headers })
    .send(html);
}
