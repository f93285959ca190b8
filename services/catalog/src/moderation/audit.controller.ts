import { Controller, Req, Res } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, audit } from '@paperboy/contracts';
import { Asked, nextPage, Serves } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OPERATOR } from '../audit/audit.schema.js';
import { AuditStore } from '../audit/audit.store.js';
import { AuditLogReader } from './audit-log.reader.js';

/** The audit log: read by admins, and written by operators for their acts in other services. */
@Controller()
export class AuditController {
  constructor(
    private readonly log: AuditLogReader,
    private readonly audit: AuditStore,
  ) {}

  @Serves(audit.begin)
  async begin(@Asked() { body }: AskedOf<typeof audit.begin>): Promise<AnsweredBy<typeof audit.begin>> {
    return { entry: await this.audit.begin({ ...body, by: OPERATOR }) };
  }

  @Serves(audit.end)
  async end(@Asked() { params, body }: AskedOf<typeof audit.end>): Promise<void> {
    await this.audit.end(params.entry, body.done);
  }

  @Serves(audit.list)
  async list(
    @Asked() { query: { p, limit } }: AskedOf<typeof audit.list>,
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnsweredBy<typeof audit.list>> {
    // Reads one more than it shows, to know whether there is a next page.
    const found = await this.log.page(p * limit, limit + 1);
    if (found.length > limit) reply.header('link', `<${nextPage(url, p + 1)}>; rel="next"`);
    return { entries: found.slice(0, limit) };
  }
}
