import { Controller } from '@nestjs/common';
import {
  type CommentState,
  commentEdited,
  commentErased,
  commentHeld,
  commentHidden,
  commentPosted,
  commentRestored,
  consumers,
} from '@paperboy/contracts';
import { OnEvent, type ReceivedEvent } from '@paperboy/messaging';
import { NoticeDesk } from './notice-desk.service.js';

type Event = ReceivedEvent<CommentState>;

/** Receives comments and plans the mails about them. All types of event are handled alike: the state decides. */
@Controller()
export class CommentConsumer {
  constructor(private readonly desk: NoticeDesk) {}

  @OnEvent(consumers.mailerComments, commentPosted)
  onCommentPosted(event: Event): Promise<void> {
    return this.take(event);
  }

  @OnEvent(consumers.mailerComments, commentEdited)
  onCommentEdited(event: Event): Promise<void> {
    return this.take(event);
  }

  @OnEvent(consumers.mailerComments, commentHeld)
  onCommentHeld(event: Event): Promise<void> {
    return this.take(event);
  }

  @OnEvent(consumers.mailerComments, commentHidden)
  onCommentHidden(event: Event): Promise<void> {
    return this.take(event);
  }

  @OnEvent(consumers.mailerComments, commentRestored)
  onCommentRestored(event: Event): Promise<void> {
    return this.take(event);
  }

  @OnEvent(consumers.mailerComments, commentErased)
  onCommentErased(event: Event): Promise<void> {
    return this.take(event);
  }

  private async take({ data }: Event): Promise<void> {
    if (data !== null) await this.desk.tell(data);
  }
}
