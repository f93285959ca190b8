import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, comments } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { CommentStore } from './comment.store.js';

/** What a page shows. */
const MOST = 100;

/** Comments, as the other services ask for them. */
@Controller()
export class CommentController {
  constructor(private readonly comments: CommentStore) {}

  @Serves(comments.ofPaper)
  async ofPaper(
    @Asked() { params }: AskedOf<typeof comments.ofPaper>,
  ): Promise<AnsweredBy<typeof comments.ofPaper>> {
    return { comments: await this.comments.shown(params.id, MOST) };
  }
}
