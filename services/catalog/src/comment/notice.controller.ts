import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, notices } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { NoticeReader } from './notice.reader.js';

/** The content of mails about comments, for the mailer only. */
@Controller()
export class NoticeController {
  constructor(private readonly notices: NoticeReader) {}

  @Serves(notices.letter)
  letter(@Asked() { body }: AskedOf<typeof notices.letter>): Promise<AnsweredBy<typeof notices.letter>> {
    return this.notices.letter(body.personId, body.commentIds);
  }
}
