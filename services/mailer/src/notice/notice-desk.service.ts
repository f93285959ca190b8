import { Inject, Injectable } from '@nestjs/common';
import { type CommentState, queues } from '@paperboy/contracts';
import { Jobs } from '@paperboy/messaging';
import { Clock, CONFIG, Log } from '@paperboy/platform';
import { NoticeChoices } from '../choice/notice-choices.store.js';
import type { MailerConfig } from '../mailer.config.js';
import { NoticeStore } from '../message/notice.store.js';
import { dailyMail, isStillTold } from './notice.js';

/** The most mails about comments to a person within a day. Further comments wait for the daily mail. */
const AT_ONCE_A_DAY = 10;
const DAY_MS = 86_400_000;
/** The number of daily mails that are tried for a comment, since a mail may be full or already sent. */
const DAYS_TRIED = 4;

/** Plans the mails about comments: who is told, and when. Planning a comment twice changes nothing. */
@Injectable()
export class NoticeDesk {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly notices: NoticeStore,
    private readonly choices: NoticeChoices,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Plans the mails to those whom a comment answers or mentions. */
  async tell({ id, state, notifies = [], postedAt }: CommentState): Promise<void> {
    const now = this.clock.now();
    if (state !== 'shown' || !isStillTold(postedAt, now)) return;
    for (const personId of notifies) {
      if (await this.notices.isTold(personId, id)) continue;
      const when = await this.choices.of(personId);
      if (when === 'never') continue;
      const lately = await this.notices.since(personId, new Date(now.getTime() - DAY_MS), AT_ONCE_A_DAY);
      if (when === 'at-once' && lately < AT_ONCE_A_DAY) await this.atOnce(personId, id, now);
      else await this.daily(personId, id, new Date(postedAt));
    }
  }

  private async atOnce(personId: string, commentId: string, now: Date): Promise<void> {
    const messageId = await this.notices.add(personId, commentId, commentId, now);
    if (messageId !== undefined) await this.jobs.add(queues.sendMessage, { messageId });
  }

  private async daily(personId: string, commentId: string, postedAt: Date): Promise<void> {
    for (let later = 0; later < DAYS_TRIED; later++) {
      const { date, dueAt } = dailyMail(postedAt, this.config.PUBLICATION_TIME_ZONE, later);
      if ((await this.notices.add(personId, commentId, date, dueAt)) !== undefined) return;
    }
    this.log.warn(
      { personId, commentId },
      'A person is not told of a comment, since the daily mails of the next days are full.',
    );
  }
}
