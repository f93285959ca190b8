import type { NoticedComment } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { Button, INK, SANS, SERIF, SOFT } from '../letter/mail-frame.template.js';
import { shortMail } from './short-mail.template.js';

/** The content of a mail about comments. */
export interface NoticeMail {
  publication: string;
  publicUrl: string;
  /** In the order of their times; at least one. */
  comments: readonly NoticedComment[];
  /** The page on which the reader leaves, or chooses when to be told. */
  leaveUrl: string;
}

/** The most characters of a comment in the mail. The link leads to the rest. */
const EXCERPT = 600;

/** The subject of a mail about comments. */
export function noticeSubject({ comments: [first, ...others] }: NoticeMail): string {
  if (others.length > 0 || !first) return `${others.length + 1} answers and mentions`;
  return `${sentence(first)} on “${latexText(first.title)}”`.slice(0, 200);
}

/** The HTML part of a mail about comments. */
export function noticeHtml(mail: NoticeMail): string {
  const { publication, publicUrl, comments, leaveUrl } = mail;
  return shortMail({
    publication,
    title: noticeSubject(mail),
    preheader: excerpt(comments[0]?.text ?? ''),
    children: (
      <>
        {comments.map((comment) => (
          <>
            <h1 class="ink" style={`margin:18px 0 0;font:700 19px/26px ${SERIF};color:${INK}`}>
              {sentence(comment)}
            </h1>
            <p class="soft" style={`margin:4px 0 0;font:14px/20px ${SANS};color:${SOFT}`}>
              on “{latexText(comment.title)}”
            </p>
            <p
              class="ink"
              style={`margin:10px 0 16px;font:16px/25px ${SERIF};color:${INK};white-space:pre-line`}
            >
              {excerpt(comment.text)}
            </p>
            <Button href={addressOf(comment, publicUrl)}>Read and answer</Button>
          </>
        ))}
        <p class="soft" style={`margin:30px 0 0;font:13px/20px ${SANS};color:${SOFT}`}>
          Mails tell you of answers to your comments and of mentions.{' '}
          <a class="soft" href={leaveUrl} style={`color:${SOFT};text-decoration:underline`}>
            Get them once a day, or none at all
          </a>
          .
        </p>
      </>
    ),
  });
}

/** The text part of a mail about comments. */
export function noticeText(mail: NoticeMail): string {
  const { publication, publicUrl, comments, leaveUrl } = mail;
  const parts = comments.map(
    (comment) =>
      `${sentence(comment)} on “${latexText(comment.title)}”:\n\n${quoted(excerpt(comment.text))}\n\n${addressOf(comment, publicUrl)}\n`,
  );
  return `${publication}

${parts.join('\n')}
Mails tell you of answers to your comments and of mentions. Get them once a day, or none at all:
${leaveUrl}
`;
}

function sentence({ by, kind }: NoticedComment): string {
  return kind === 'reply' ? `${by} answered you` : `${by} mentioned you`;
}

function addressOf({ paperId, id }: NoticedComment, publicUrl: string): string {
  return `${publicUrl}/papers/${paperId}#comment-${id}`;
}

function excerpt(text: string): string {
  const signs = [...text];
  return signs.length > EXCERPT ? `${signs.slice(0, EXCERPT).join('')}…` : text;
}

function quoted(text: string): string {
  return text.replace(/^/gm, '> ');
}
