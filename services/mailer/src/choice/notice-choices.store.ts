import { Injectable } from '@nestjs/common';
import type { NoticeTime } from '@paperboy/contracts';
import { Clock, InjectModel } from '@paperboy/platform';
import type { Model } from 'mongoose';
import { type NoticeChoice, noticeChoiceSchema } from './notice-choice.schema.js';

/** When people are told of answers and mentions. */
@Injectable()
export class NoticeChoices {
  constructor(
    @InjectModel(noticeChoiceSchema) private readonly choices: Model<NoticeChoice>,
    private readonly clock: Clock,
  ) {}

  /** When a person is told. A person who has not chosen is told at once. */
  async of(personId: string): Promise<NoticeTime> {
    return (await this.chosen(personId)) ?? 'at-once';
  }

  /** What a person chose. Undefined when the person has not chosen. */
  async chosen(personId: string): Promise<NoticeTime | undefined> {
    return (await this.choices.findById(personId).lean())?.when;
  }

  /** Deletes the choice of a person. */
  async forget(personId: string): Promise<void> {
    await this.choices.deleteOne({ _id: personId });
  }

  /** Stores the choice of a person. */
  async choose(personId: string, when: NoticeTime): Promise<void> {
    const set = { when, changedAt: this.clock.now() };
    await this.choices.updateOne({ _id: personId }, { $set: set }, { upsert: true });
  }
}
