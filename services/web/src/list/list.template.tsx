import { categoryName, FEED_FORMATS, FEED_TYPES, type ListAnswer } from '@paperboy/contracts';
import { PutAwayLine } from '../keep/keep.template.js';
import type { PageContent } from '../shell/page.js';
import { SubscribeForm } from '../subscription/subscribe-form.template.js';
import { dayText, monthText, weekdayText, weekText } from '../text/day.js';
import { counted } from '../text/number.js';
import type { OwnVote } from '../vote/own-votes.client.js';
import { MonthCalendar } from './calendar.template.js';
import { ListCard } from './card.template.js';
import { itemList } from './item-list.js';
import { feedPath, type ListAddress, listPath, PAGE_SIZE } from './list-address.js';
import { categoriesOf, curatorOf } from './ranked-list.js';

/** What a list page shows. */
export interface ListPageProps {
  readonly query: ListAddress;
  /** The path and query of the page. On the page for everyone it is the shortest address that leads to it. */
  readonly address: string;
  readonly list: ListAnswer;
  readonly now: Date;
  /** The zone of the publication. */
  readonly zone: string;
  readonly publication: string;
  readonly publicUrl: string;
  /** The papers as the reader sees them; absent for people who are not signed in. */
  readonly own?: ReadonlyMap<string, OwnVote>;
}

/** The page of any list: day, week, month, trending or new. */
export function listPage(props: ListPageProps): PageContent {
  const { query, list, now } = props;
  const { v: _v, ...asked } = query;
  const shown: ListAddress = { ...asked, ...(list.period ? { period: list.period } : {}) };
  const { title } = words(shown, now);
  const home = query.list === 'day' && query.period === undefined && query.page === 0 && !query.category;
  return {
    title: home ? props.publication : title,
    ...currentEntry(query),
    canonical: listPath(shown),
    description: `${title}: research papers, ranked by their readers.`,
    sample: list.items.some((item) => item.sample === true),
    rebuilding: list.rebuilding === true,
    unlisted: list.items.length === 0,
    ...(list.items.length > 0
      ? {
          about: itemList({ name: title, first: query.page * PAGE_SIZE + 1 }, list, props.publicUrl),
        }
      : {}),
    feeds: FEED_FORMATS.map((format) => ({
      title: `${feedName(query)} (${format.toUpperCase()})`,
      path: feedPath(query, format),
      type: FEED_TYPES[format],
    })),
    body: <ListBody {...props} shown={shown} />,
  };
}

function ListBody({ address, shown, list, now, zone, own }: ListPageProps & { shown: ListAddress }) {
  const { heading, aside } = words(shown, now);
  const curator = curatorOf(list.items);
  const isRanked = shown.list !== 'new';
  return (
    <div class="sheet">
      <header class="top">
        <h1>{heading}</h1>
        <p class="by">
          {aside}
          {curator ? `by ${curator} and the community` : 'by the community'}
        </p>
        <Periods shown={shown} list={list} now={now} />
        <Newer shown={shown} list={list} now={now} />
      </header>
      <Categories shown={shown} list={list} />
      <div class="main">
        {list.orderLost ? <OrderLost /> : null}
        {list.items.length === 0 ? (
          <Empty shown={shown} list={list} now={now} />
        ) : (
          <ol class="papers" start={shown.page * PAGE_SIZE + 1}>
            {list.items.map((item, at) => (
              <li key={item.paper.id}>
                {own?.get(item.paper.id)?.notForMe ? (
                  <PutAwayLine paperId={item.paper.id} title={item.paper.title} back={address} />
                ) : (
                  <ListCard
                    item={item}
                    rank={isRanked ? shown.page * PAGE_SIZE + at + 1 : undefined}
                    closed={list.closed === true}
                    now={now}
                    back={address}
                    own={own?.get(item.paper.id)}
                    toCategory={(category) => listPath({ ...shown, category, page: 0 })}
                  />
                )}
              </li>
            ))}
          </ol>
        )}
        <Pages shown={list.v === undefined ? shown : { ...shown, v: list.v }} total={list.total} />
      </div>
      <aside class="rail" aria-label="More of this publication">
        {shown.list === 'day' && shown.period !== undefined ? (
          <MonthCalendar day={shown.period} now={now} />
        ) : null}
        <SubscribeForm zone={zone} />
      </aside>
    </div>
  );
}

/** Says that the order of the earlier pages is forgotten, since the reader paused for long between two pages. */
function OrderLost() {
  return (
    <p class="newer">The order has changed since the page before, so a paper of that page may come again.</p>
  );
}

function Periods({ shown, list, now }: { shown: ListAddress; list: ListAnswer; now: Date }) {
  const to = (period: string) => listPath({ ...shown, period, page: 0 });
  const name = (period: string) => periodName(shown.list, period, now);
  return (
    <div class="periods">
      {list.previous || list.next ? (
        <nav class="periods" aria-label={`Other ${shown.list}s`}>
          {list.previous ? (
            <a rel="prev" href={to(list.previous)}>
              <span aria-hidden="true">←</span> <span class="hidden">Previous {shown.list}: </span>
              {name(list.previous)}
            </a>
          ) : null}
          {list.next ? (
            <a rel="next" href={to(list.next)}>
              <span class="hidden">Next {shown.list}: </span>
              {name(list.next)} <span aria-hidden="true">→</span>
            </a>
          ) : null}
        </nav>
      ) : null}
      {list.closed ? <span class="closed">Final ranking</span> : null}
      {list.closed && list.total > 0 && list.period ? (
        <a href={`/editions/${shown.list}-${list.period}`}>As it was mailed</a>
      ) : null}
      <a class="bymail" href="#subscribe">
        By e-mail
      </a>
    </div>
  );
}

/** Links to a newer period, which has too few papers so far to be shown instead. */
function Newer({ shown, list: { newer }, now }: { shown: ListAddress; list: ListAnswer; now: Date }) {
  if (!newer) return null;
  return (
    <p class="newer">
      A newer {shown.list} has begun:{' '}
      <a href={listPath({ ...shown, period: newer.period, page: 0 })}>
        {periodName(shown.list, newer.period, now)}
      </a>
      , with {counted(newer.papers, 'paper')} so far.
    </p>
  );
}

function Categories({ shown, list }: { shown: ListAddress; list: ListAnswer }) {
  const found = categoriesOf(list.items).filter((category) => category !== shown.category);
  if (shown.category === undefined && found.length < 2) return null;
  return (
    <nav class="categories" aria-labelledby="categories-label">
      <h2 id="categories-label" class="label">
        Categories
      </h2>
      <ul>
        {shown.category !== undefined ? (
          <li>
            <a class="chosen" href={listPath({ ...withoutCategory(shown), page: 0 })}>
              {categoryName(shown.category) ?? shown.category} <span aria-hidden="true">×</span>
              <span class="hidden">: show all categories</span>
            </a>
          </li>
        ) : (
          found.map((category) => (
            <li key={category}>
              <a href={listPath({ ...shown, category, page: 0 })}>{categoryName(category) ?? category}</a>
            </li>
          ))
        )}
      </ul>
    </nav>
  );
}

function Empty({ shown, list, now }: { shown: ListAddress; list: ListAnswer; now: Date }) {
  const beyond = shown.page > 0 && list.total > 0;
  return (
    <section class="notice">
      <h2>{beyond ? 'The list ends before this page' : 'No papers here'}</h2>
      <p>{beyond ? `It has ${counted(list.total, 'paper')}.` : emptyWords(shown)}</p>
      <ul class="ways">
        {beyond ? (
          <li>
            <a href={listPath({ ...shown, page: 0 })}>To its beginning</a>
          </li>
        ) : null}
        {shown.category ? (
          <li>
            <a href={listPath({ ...withoutCategory(shown), page: 0 })}>All categories</a>
          </li>
        ) : null}
        {list.previous ? (
          <li>
            <a href={listPath({ ...shown, period: list.previous, page: 0 })}>
              {periodName(shown.list, list.previous, now)}
            </a>
          </li>
        ) : null}
        <li>
          <a href="/">The newest papers</a>
        </li>
      </ul>
    </section>
  );
}

function Pages({ shown, total }: { shown: ListAddress; total: number }) {
  const pages = Math.ceil(total / PAGE_SIZE);
  if (pages < 2 || shown.page >= pages) return null;
  return (
    <nav class="pages" aria-label="Pages">
      {shown.page > 0 ? (
        <a rel="prev" href={listPath({ ...shown, page: shown.page - 1 })}>
          ← Higher ranks
        </a>
      ) : (
        <span />
      )}
      <span>
        Page {shown.page + 1} of {pages}
      </span>
      {shown.page + 1 < pages ? (
        <a rel="next" href={listPath({ ...shown, page: shown.page + 1 })}>
          More papers →
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}

/** The heading of a list, the words before its curator, and its title, which names period and category. */
function words(shown: ListAddress, now: Date): { heading: string; aside: string; title: string } {
  const { list, period, category } = shown;
  const within = category === undefined ? '' : ` in ${categoryName(category) ?? category}`;
  if (list === 'trending') return titled(`Trending papers${within}`, 'Ranked ');
  if (list === 'new') return titled(`New papers${within}`, 'As they arrive, read ');
  if (period === undefined) return titled(`Papers of the day${within}`, '');
  const aside = list === 'day' ? `Daily papers${within} ` : `Papers of the ${list}${within} `;
  const heading = list === 'day' ? weekdayText(period, now) : periodName(list, period, now);
  return titled(heading, aside, `${heading}${within}`);
}

function titled(heading: string, aside: string, title = heading) {
  return { heading, aside, title };
}

function periodName(list: ListAddress['list'], period: string, now: Date): string {
  if (list === 'day') return dayText(period, now);
  return list === 'week' ? weekText(period, now) : monthText(period);
}

function feedName({ list, category }: ListAddress): string {
  const name =
    list === 'trending' ? 'Trending papers' : list === 'new' ? 'New papers' : `Papers of the ${list}`;
  return category === undefined ? name : `${name} in ${category}`;
}

function emptyWords(shown: ListAddress): string {
  if (shown.category) return `Nothing in ${categoryName(shown.category) ?? shown.category} on this list yet.`;
  if (shown.period === undefined) return 'Once papers are submitted, the newest day is shown here.';
  return `Nobody submitted a paper on this ${shown.list}.`;
}

/** The entry of the navigation that leads to this very page: none for a day, week or month of the past. */
function currentEntry({ list, period }: ListAddress): { current?: string } {
  if (period !== undefined) return {};
  return { current: list === 'day' ? '/' : `/papers/${list}` };
}

function withoutCategory({ category: _category, ...rest }: ListAddress): ListAddress {
  return rest;
}
