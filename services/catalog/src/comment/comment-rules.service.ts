import { Inject, Injectable } from '@nestjs/common';
import type { Role } from '@paperboy/contracts';
import { Clock, CONFIG, conflict, holdsLink, tooMany } from '@paperboy/platform';
import type { CatalogConfig } from '../catalog.config.js';
import { secondsLeftOfDay } from '../document/database-time.js';
import { QuotaStore } from '../document/quota.store.js';
import { PeopleStore } from '../person/people.store.js';
import { ThreadLocks } from './thread-lock.store.js';

/** The person who comments. */
export interface Commenter {
  id: string;
  role: Role;
}

/** The limits of people who comment. Apart from a suspension, they hold for readers, not for curators and admins. */
@Injectable()
export class CommentRules {
  constructor(
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly clock: Clock,
    private readonly locks: ThreadLocks,
    private readonly people: PeopleStore,
    private readonly quotas: QuotaStore,
  ) {}

  /** Throws 403 `suspended` for a suspended person. */
  refuseSuspended({ id }: Pick<Commenter, 'id'>): Promise<void> {
    return this.people.refuseSuspended(id);
  }

  /** Throws 409 `thread-locked` for a reader when the comments on the paper are locked. */
  async refuseLocked({ role }: Commenter, paperId: string): Promise<void> {
    if (role !== 'reader' || !(await this.locks.isLocked(paperId))) return;
    throw conflict('thread-locked', 'Curators have locked the comments on this paper.');
  }

  /** Takes a place of the reader's daily quota of comments. Throws 429 `comment-limit` when none is left. */
  async takePlace({ id, role }: Commenter, commentId: string): Promise<void> {
    if (role !== 'reader') return;
    const now = this.clock.now();
    const places = this.config.COMMENTS_PER_DAY;
    if (await this.quotas.take(`comments:${id}`, commentId, places, now)) return;
    throw tooMany('comment-limit', `A reader may post ${places} comments a day.`, secondsLeftOfDay(now));
  }

  /** Whether a comment has to wait for a curator: it holds a link, and a reader with a new account wrote it. */
  async mustWait({ id, role }: Commenter, text: string): Promise<boolean> {
    const hours = this.config.HOLD_LINKS_HOURS;
    if (role !== 'reader' || hours === 0 || !holdsLink(text)) return false;
    const person = await this.people.lookUp(id);
    return (
      person === undefined || this.clock.now().getTime() - person.createdAt.getTime() < hours * 3_600_000
    );
  }
}
