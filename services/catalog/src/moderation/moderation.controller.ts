import { Controller, Req, Res } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, moderation } from '@paperboy/contracts';
import { Asked, CurrentCaller, nextPage, notFound, type PersonCaller, Serves } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditStore } from '../audit/audit.store.js';
import { CommentDesk } from '../comment/comment-desk.service.js';
import { CommentReports } from '../comment/comment-reports.service.js';
import { ThreadLocks } from '../comment/thread-lock.store.js';
import { PaperStore } from '../paper/paper.store.js';
import { QueueReader } from './queue.reader.js';

/** Reports of comments, for people. The queue and its decisions, and the locks of comments, for curators. */
@Controller()
export class ModerationController {
  constructor(
    private readonly reports: CommentReports,
    private readonly waiting: QueueReader,
    private readonly desk: CommentDesk,
    private readonly locks: ThreadLocks,
    private readonly papers: PaperStore,
    private readonly audit: AuditStore,
  ) {}

  @Serves(moderation.report)
  report(
    @Asked() { params, body }: AskedOf<typeof moderation.report>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<void> {
    return this.reports.report(person.id, params.id, params.comment, body);
  }

  @Serves(moderation.queue)
  async queue(
    @Asked() { query: { p, limit } }: AskedOf<typeof moderation.queue>,
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnsweredBy<typeof moderation.queue>> {
    // Reads one more than it shows, to know whether there is a next page.
    const found = await this.waiting.page(p * limit, limit + 1);
    if (found.length > limit) reply.header('link', `<${nextPage(url, p + 1)}>; rel="next"`);
    return { queue: found.slice(0, limit) };
  }

  @Serves(moderation.publish)
  publish(
    @Asked() { params }: AskedOf<typeof moderation.publish>,
    @CurrentCaller() curator: PersonCaller,
  ): Promise<void> {
    return this.desk.publish(curator, params.id, params.comment);
  }

  @Serves(moderation.dismiss)
  dismiss(
    @Asked() { params }: AskedOf<typeof moderation.dismiss>,
    @CurrentCaller() curator: PersonCaller,
  ): Promise<void> {
    return this.desk.dismiss(curator, params.id, params.comment);
  }

  @Serves(moderation.lock)
  async lock(
    @Asked() { params, body }: AskedOf<typeof moderation.lock>,
    @CurrentCaller() { id: by }: PersonCaller,
  ): Promise<void> {
    await this.known(params.id);
    const note = { by, paperId: params.id, ...(body?.reason !== undefined && { reason: body.reason }) };
    await this.audit.record({ act: 'thread-locked', ...note }, () => this.locks.lock(params.id, by));
  }

  @Serves(moderation.unlock)
  async unlock(
    @Asked() { params }: AskedOf<typeof moderation.unlock>,
    @CurrentCaller() { id: by }: PersonCaller,
  ): Promise<void> {
    await this.known(params.id);
    await this.audit.record({ act: 'thread-unlocked', by, paperId: params.id }, () =>
      this.locks.unlock(params.id),
    );
  }

  private async known(paperId: string): Promise<void> {
    if (!(await this.papers.lookUp(paperId)))
      throw notFound('unknown-paper', `The catalog has no paper ${paperId}.`);
  }
}
