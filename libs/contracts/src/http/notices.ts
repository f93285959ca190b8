import { z } from 'zod';
import { personIdSchema } from '../ids.js';
import { endpoint } from './endpoint.js';

/** When a person gets a mail about answers and mentions. */
export const NOTICE_TIMES = ['at-once', 'daily', 'never'] as const;
export type NoticeTime = (typeof NOTICE_TIMES)[number];

/** How many comments one mail has at most. */
export const MOST_NOTICED = 50;

const whenSchema = z.object({
  when: z
    .enum(NOTICE_TIMES, 'expected at-once, daily or never')
    .meta({ description: '`at-once` unless the person chose; `daily`: one mail at eight in the morning.' }),
});
const tokenSchema = z.object({ token: z.string().min(1).max(200) });

/** A comment as the mail about it shows it. */
const noticedSchema = z.object({
  id: z.string(),
  paperId: z.string(),
  title: z.string(),
  /** The name of the person who wrote it. */
  by: z.string(),
  text: z.string(),
  /** `reply`: it answers a comment of the reader; `mention`: it names the reader. */
  kind: z.enum(['reply', 'mention']),
});
export type NoticedComment = z.output<typeof noticedSchema>;

/** Mails about answers to one's comments and mentions of oneself. */
export const notices = {
  choice: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/api/settings/notices',
    answer: whenSchema,
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: 'When the person is told by mail of answers and mentions.',
  }),
  choose: endpoint({
    service: 'mailer',
    method: 'PUT',
    path: '/api/settings/notices',
    body: whenSchema,
    answer: whenSchema,
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { body: { when: 'daily' } },
    summary: 'Chooses when the person is told by mail of answers and mentions.',
  }),
  ofLink: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/internal/notices/{token}',
    params: tokenSchema,
    answer: whenSchema,
    problems: ['unknown-link'],
    callers: ['service'],
    repeatable: true,
    summary: 'What the owner of a link of such a mail has chosen; changes nothing.',
  }),
  chooseByLink: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/notices',
    body: tokenSchema.extend(whenSchema.shape),
    answer: whenSchema,
    problems: ['unknown-link'],
    callers: ['service'],
    repeatable: true,
    summary: 'Chooses by the link of such a mail, as its one click to leave does.',
  }),
  letter: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/notices/letter',
    body: z.object({
      personId: personIdSchema,
      commentIds: z
        .array(z.string().regex(/^[\w-]{1,40}$/))
        .min(1)
        .max(MOST_NOTICED),
    }),
    answer: z.object({ address: z.string(), comments: z.array(noticedSchema) }),
    problems: ['unknown-person'],
    callers: ['mailer'],
    repeatable: true,
    summary:
      'The address of a person, and those of the comments that are still shown and that the person did not write.',
  }),
} as const;
