import { Controller } from '@nestjs/common';
import { type AskedOf, lists, type Why } from '@paperboy/contracts';
import { Asked, Clock, editionId, notFound, Serves } from '@paperboy/platform';
import { EditionStore } from '../edition/edition.store.js';
import { bucketAt, Trending } from '../formula/trending.js';
import { LiveLists } from '../live/live-lists.store.js';
import { TRENDING_SHOWN } from '../live/room.js';
import { reasonOf } from '../live/vote-entry.js';
import { type KeptPaper, PaperReader } from '../packing/paper.reader.js';
import { bucketsIn, ORDERS, trendingTerms, withOneMore } from './why.js';

/** Why a paper stands where it stands: nothing about the lists is secret. */
@Controller()
export class WhyController {
  constructor(
    private readonly state: LiveLists,
    private readonly papers: PaperReader,
    private readonly editions: EditionStore,
    private readonly trending: Trending,
    private readonly clock: Clock,
  ) {}

  /**
   * The terms of a list's formula for a paper with their numbers, how many votes do not count by reason (never by
   * person), the rank, and what one more vote would do. `list` is trending (default), day, week, month (those that the
   * paper is on) or new. 404 `paper-not-listed` for a paper that nobody submitted.
   */
  @Serves(lists.why)
  async why(@Asked() { params: { id }, query: { list } }: AskedOf<typeof lists.why>): Promise<Why> {
    const [paper] = await this.papers.papers([id]);
    const place = paper?.figures.d?.split('|');
    if (!paper || !place) throw notFound('paper-not-listed', `${id} has not been put on the list of a day.`);
    const [day = '', week = '', month = '', submitted = ''] = place;
    const period = { day, week, month, trending: undefined, new: undefined }[list];
    const about = {
      paperId: id,
      list,
      ...(period === undefined ? {} : { period }),
      notCounted: notCounted(paper),
      order: ORDERS[list],
    };
    if (list === 'trending') return { ...about, ...(await this.onTrending(paper, submitted)) };
    const frozen =
      period === undefined
        ? undefined
        : await this.frozen(id, editionId({ cadence: list as 'day', name: period }));
    if (frozen) return { ...about, ...frozen, liveUpvotes: paper.upvotes };
    const member = list === 'new' ? `${paper.figures.a}|${id}` : `${submitted}|${id}`;
    const key = period === undefined ? list : `${list}:${period}`;
    const { rank, total } = await this.state.rankOf(key, member);
    const counts = { closed: false, of: total, upvotes: paper.upvotes, comments: paper.comments };
    if (list === 'new' || rank === undefined) return { ...about, ...counts, ...(rank && { rank }) };
    const primary = -(2 * (paper.upvotes + 1) + (paper.byPerson ? 1 : 0));
    return { ...about, ...counts, rank, oneMoreVote: await this.after(key, member, rank, primary) };
  }

  private async onTrending(paper: KeptPaper, submitted: string) {
    const now = this.clock.now().getTime();
    const buckets = bucketsIn(paper.figures, this.trending.perBlock);
    const terms = trendingTerms(buckets, this.trending, now);
    const member = `${submitted}|${paper.id}`;
    // Papers beyond the shown part of the list may be packed, so a rank there means nothing.
    const { rank, total } = await this.state.rankOf('trending', member);
    const shown = (place: number | undefined) => place !== undefined && place <= TRENDING_SHOWN.all;
    const more = this.trending.score(withOneMore(buckets, bucketAt(now)));
    const after = await this.after('trending', member, rank ?? total + 1, -(more as number));
    return {
      closed: false,
      ...(shown(rank) ? { rank } : {}),
      of: Math.min(total, TRENDING_SHOWN.all),
      upvotes: paper.upvotes,
      comments: paper.comments,
      ...(terms ? { trending: terms } : {}),
      ...(paper.figures.w !== '1' && shown(after.rank) ? { oneMoreVote: after } : {}),
    };
  }

  private async after(key: string, member: string, rank: number, score: number) {
    const then = await this.state.rankWith(key, member, score);
    return { rank: then, gained: rank - then };
  }

  private async frozen(paperId: string, id: string) {
    const found = await this.editions.entryOf(id, paperId);
    if (!found) return undefined;
    const { rank, upvotes, comments } = found.entry;
    return { closed: true, rank, of: found.edition.papers, upvotes, comments };
  }
}

function notCounted({ figures }: KeptPaper): Why['notCounted'] {
  return Object.entries(figures)
    .filter(([field]) => /^r.$/.test(field))
    .map(([field, votes]) => ({ reason: reasonOf(field.slice(1)), votes: Number(votes) }));
}
