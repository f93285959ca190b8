import { describe, expect, it } from '@jest/globals';
import type { ListedWebhook } from '@paperboy/contracts';
import { failedTooLong, nextAttempt } from './webhook.js';
import { bodyFor, type News, newsOfPaper, newsOfSearch } from './webhook-message.js';
import { webhookLine } from './webhooks.command.js';

const at = new Date('2037-11-22T08:00:00.000Z');
const news = newsOfPaper(
  { id: '2611.00042', title: 'A <b> & [c](d) *e* @everyone', upvotes: 1 },
  'Paperboy',
  'https://papers.example.org',
);
const many: News = {
  ...news,
  papers: Array.from({ length: 10 }, (_, nth) => ({
    id: String(nth),
    title: 'x'.repeat(300),
    url: 'https://papers.example.org/papers/1',
    upvotes: nth,
  })),
};

describe('what a webhook is told', () => {
  it('has the shape of Slack, whose own signs are written so that they are none', () => {
    const { text } = JSON.parse(bodyFor('slack', news, at));
    expect(text).toContain(
      '*<https://papers.example.org/papers/2611.00042|Paperboy: a paper with 1 upvote>*',
    );
    expect(text).toContain('|A &lt;b&gt; &amp; [c](d) *e* @everyone> · 1');
  });

  it('has the shape of Discord, and calls nobody', () => {
    const body = JSON.parse(bodyFor('discord', news, at));
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(body.content).toContain(
      '[A <b\\> & \\[c\\](d) \\*e\\* @everyone](<https://papers.example.org/papers/2611.00042>) · 1',
    );
  });

  it('of a search names it, leads to it, and fits however long the search is', () => {
    const papers = [{ id: '2611.00042', title: 'On moths', upvotes: 3 }];
    const told = newsOfSearch({ search: 'large "moth"', votes: 2 }, papers, 'Paperboy', 'https://p.example');
    expect(JSON.parse(bodyFor('json', told, at))).toEqual({
      type: 'search.matched',
      timestamp: at.toISOString(),
      data: {
        title: 'Paperboy: a new paper with 2 or more upvotes for “large "moth"”',
        url: 'https://p.example/papers?q=large+%22moth%22&sort=date',
        search: 'large "moth"',
        papers: [{ ...papers[0], url: 'https://p.example/papers/2611.00042' }],
      },
    });
    const long = newsOfSearch(
      { search: '蛾*'.repeat(150), votes: 0 },
      papers,
      'Paperboy',
      'https://p.example',
    );
    for (const [format, field] of [
      ['slack', 'text'],
      ['discord', 'content'],
    ] as const) {
      const text = JSON.parse(bodyFor(format, long, at))[field] as string;
      expect(text.length).toBeLessThanOrEqual(2_000);
      expect(text).toMatch(/On moths.* · 3$/);
    }
  });

  it('is cut at a whole line where a receiver takes no more, and counts the rest', () => {
    for (const [format, field] of [
      ['slack', 'text'],
      ['discord', 'content'],
    ] as const) {
      const text = JSON.parse(bodyFor(format, many, at))[field] as string;
      expect(text.length).toBeLessThanOrEqual(2_000);
      expect(text).toMatch(/· \d\n… and \d more$/);
    }
  });

  it('is the news itself as JSON', () => {
    expect(JSON.parse(bodyFor('json', news, at))).toEqual({
      type: 'paper.upvoted',
      timestamp: at.toISOString(),
      data: { title: news.title, url: news.url, papers: news.papers },
    });
  });
});

describe('a webhook that fails', () => {
  const after = (attempts: number, ms = 0) =>
    nextAttempt({ attempts, plannedAt: at }, new Date(at.getTime() + ms));

  it('is tried again after pauses that double up to three hours, within a day', () => {
    expect([1, 2, 3, 30].map((attempts) => (after(attempts)?.getTime() ?? 0) - at.getTime())).toEqual([
      20_000, 40_000, 80_000, 10_800_000,
    ]);
    expect(after(30, 86_400_000)).toBeUndefined();
  });

  it('is given up after five days without one that went well', () => {
    const days = (number: number) => new Date(at.getTime() + number * 86_400_000);
    expect(failedTooLong({ failingSince: at }, days(4.9))).toBe(false);
    expect(failedTooLong({ failingSince: at }, days(5))).toBe(true);
    expect(failedTooLong({}, days(50))).toBe(false);
  });

  it('is told of to operators', () => {
    const listed: ListedWebhook = {
      ...{
        id: 'AAAAAAAAAAAA',
        host: 'hooks.example.org',
        format: 'slack',
        list: 'day',
        search: null,
        votes: 5,
      },
      ...{
        createdAt: at.toISOString(),
        state: 'active' as const,
        disabledAt: null,
        failingSince: null,
        lastAnswer: null,
      },
    };
    expect(webhookLine(listed)).toBe(
      'AAAAAAAAAAAA  hooks.example.org  slack  day editions, papers from 5 upvotes  not told yet',
    );
    expect(webhookLine({ ...listed, search: 'moths' })).toMatch(/ {2}papers for “moths” from 5 upvotes {2}/);
    expect(webhookLine({ ...listed, failingSince: at.toISOString(), lastAnswer: '503' })).toMatch(
      /failing since 2037-11-22 08:00, last answer 503$/,
    );
    expect(webhookLine({ ...listed, state: 'disabled', lastAnswer: '410' })).toMatch(
      /DISABLED, last answer 410$/,
    );
  });
});
