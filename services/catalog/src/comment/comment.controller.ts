import { Controller, Get } from '@nestjs/common';
import { paperIdSchema } from '@paperboy/contracts';
import { AllowCallers, ZodParams } from '@paperboy/platform';
import { z } from 'zod';
import { CommentStore, type ShownComment } from './comment.store.js';

const paperParams = z.object({ id: paperIdSchema });
/** What a page shows. */
const MOST = 100;

/** Comments, as the other services ask for them. */
@Controller('internal/papers/:id/comments')
export class CommentController {
  constructor(private readonly comments: CommentStore) {}

  /** The comments on a paper that are shown, the earliest first, at most 100; none for an unknown paper. */
  @Get()
  @AllowCallers('service')
  async ofPaper(
    @ZodParams(paperParams) { id }: z.output<typeof paperParams>,
  ): Promise<{ comments: ShownComment[] }> {
    return { comments: await this.comments.shown(id, MOST) };
  }
}
