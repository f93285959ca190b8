import type { NoticeTime } from '@paperboy/contracts';
import { documentSchema } from '@paperboy/platform';

/** When a person is told of answers and mentions. */
export interface NoticeChoice {
  /** The person. */
  _id: string;
  when: NoticeTime;
  changedAt: Date;
}

/** One a person, of those who chose. Kept until the account ends, because who left stays left; it holds no address. */
export const noticeChoiceSchema = documentSchema<NoticeChoice>('notice-choices', {
  _id: { type: String, required: true },
  when: { type: String, enum: ['at-once', 'daily', 'never'], required: true },
  changedAt: { type: Date, required: true },
});
