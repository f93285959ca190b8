import { Controller, Req, Res } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, comments } from '@paperboy/contracts';
import {
  Asked,
  CurrentCaller,
  IdempotencyKey,
  notFound,
  type PersonCaller,
  pageAfter,
  Serves,
} from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdempotencyStore } from '../document/idempotency.store.js';
import { CommentStore, placeOf } from './comment.store.js';
import { CommentDesk, type NewComment } from './comment-desk.service.js';
import { ThreadLocks } from './thread-lock.store.js';

type Answer = AnsweredBy<typeof comments.post>;

/** Comments. Everyone may read them; people who are signed in may write them. */
@Controller()
export class CommentController {
  constructor(
    private readonly comments: CommentStore,
    private readonly desk: CommentDesk,
    private readonly idempotency: IdempotencyStore,
    private readonly locks: ThreadLocks,
  ) {}

  @Serves(comments.ofPaper)
  async ofPaper(
    @Asked() { params, query }: AskedOf<typeof comments.ofPaper>,
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnsweredBy<typeof comments.ofPaper>> {
    const { p, limit, order, after } = query;
    // Reads one more than it shows, to know whether there is a next page.
    const found = await this.comments.shown(params.id, { order, after, skip: p * limit, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last ? placeOf(last) : undefined;
    if (next !== undefined) reply.header('link', `<${pageAfter(url, next)}>; rel="next"`);
    const locked = await this.locks.isLocked(params.id);
    return { comments: page, ...(next !== undefined && { next }), ...(locked && { locked }) };
  }

  @Serves(comments.waiting)
  async waiting(
    @Asked() { params }: AskedOf<typeof comments.waiting>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<AnsweredBy<typeof comments.waiting>> {
    return { comments: await this.comments.waiting(id, params.id) };
  }

  @Serves(comments.one)
  one(@Asked() { params }: AskedOf<typeof comments.one>): Promise<Answer> {
    return this.found(params.id, params.comment);
  }

  @Serves(comments.post)
  post(
    @Asked() { params, body }: AskedOf<typeof comments.post>,
    @CurrentCaller() person: PersonCaller,
    @IdempotencyKey() key: string | undefined,
  ): Promise<Answer> {
    return this.once(person, key, { paperId: params.id, text: body.comment });
  }

  @Serves(comments.reply)
  reply(
    @Asked() { params, body }: AskedOf<typeof comments.reply>,
    @CurrentCaller() person: PersonCaller,
    @IdempotencyKey() key: string | undefined,
  ): Promise<Answer> {
    return this.once(person, key, { paperId: params.id, replyTo: params.comment, text: body.comment });
  }

  @Serves(comments.edit)
  async edit(
    @Asked() { params, body }: AskedOf<typeof comments.edit>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<Answer> {
    return { comment: await this.desk.edit(person, params.id, params.comment, body.comment) };
  }

  @Serves(comments.erase)
  erase(
    @Asked() { params }: AskedOf<typeof comments.erase>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<void> {
    return this.desk.erase(person, params.id, params.comment);
  }

  @Serves(comments.hide)
  hide(
    @Asked() { params, body }: AskedOf<typeof comments.hide>,
    @CurrentCaller() curator: PersonCaller,
  ): Promise<void> {
    return this.desk.hide(curator, params.id, params.comment, body?.reason);
  }

  @Serves(comments.restore)
  restore(
    @Asked() { params }: AskedOf<typeof comments.restore>,
    @CurrentCaller() curator: PersonCaller,
  ): Promise<void> {
    return this.desk.restore(curator, params.id, params.comment);
  }

  /**
   * With an Idempotency-Key, a repeated request gets the same comment for a week. Only the id of the comment is stored
   * with the key, so that no copy of its text is left when the comment is deleted.
   */
  private async once(person: PersonCaller, key: string | undefined, comment: NewComment): Promise<Answer> {
    if (key === undefined) return { comment: await this.desk.post(person, comment) };
    const keyed = { personId: person.id, key, request: { ...comment } };
    const { id } = await this.idempotency.once(keyed, async (keyId) => ({
      id: (await this.desk.post(person, comment, keyId)).id,
    }));
    const [held] = await this.comments.waiting(person.id, comment.paperId, id);
    return held ? { comment: held } : this.found(comment.paperId, id);
  }

  private async found(paperId: string, id: string): Promise<Answer> {
    const comment = await this.comments.one(paperId, id);
    if (!comment) throw notFound('unknown-comment', `This paper has no comment ${id} that is shown.`);
    return { comment };
  }
}
