import type { NoticeTime } from '@paperboy/contracts';
import { documentSchema } from '@paperboy/platform';

/** When a person is told of answers and mentions. */
export interface NoticeChoice {
  /** The person's id. */
  _id: string;
  when: NoticeTime;
  changedAt: Date;
}

/**
 * One document for each person who chose. It is kept until the account ends, so that a person who left is not mailed
 * again. It holds no address.
 */
export const noticeChoiceSchema = documentSchema<NoticeChoice>('notice-choices', {
  _id: { type: String, required: true },
  when: { type: String, enum: ['at-once', 'daily', 'never'], required: true },
  changedAt: { type: Date, required: true },
});
