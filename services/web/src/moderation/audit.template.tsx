import type { AuditEntry } from '@paperboy/contracts';
import type { PageContent } from '../shell/page.js';
import { paperPath } from '../text/paper-path.js';
import { Moment } from './moment.template.js';
import { Named } from './named.template.js';
import { NextPage } from './next-page.template.js';

/** What the page of the audit log shows. */
export interface AuditPageProps {
  readonly entries: readonly AuditEntry[];
  /** The path of the next page, if there is one. */
  readonly next: string | undefined;
}

const ACTS: Readonly<Record<string, string>> = {
  'comment-published': 'let a comment be shown',
  'comment-hidden': 'hid a comment',
  'comment-restored': 'showed a comment again',
  'reports-dismissed': 'dismissed the reports of a comment',
  'thread-locked': 'locked the comments',
  'thread-unlocked': 'unlocked the comments',
  'person-suspended': 'suspended a person',
  'suspension-lifted': 'lifted a suspension',
  'person-revoked': 'ended all sessions and tokens',
  'person-token-printed': 'printed a token',
  'ring-set-aside': 'set the votes of a ring aside',
  'ring-restored': 'let the votes of a ring count again',
  'role-changed': 'gave a role',
  'claim-confirmed': 'confirmed a claim to be an author',
  'claim-refused': 'refused a claim to be an author',
  'edition-closed': 'closed an edition',
};

/** What curators, admins and operators did. */
export function auditPage({ entries, next }: AuditPageProps): PageContent {
  return {
    title: 'Audit log',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Audit log</h1>
        <p>What curators, admins and operators did in the last two years.</p>
        {entries.length === 0 ? <p>Nothing.</p> : null}
        <ol class="told">
          {entries.map((entry) => (
            <li key={entry.id}>
              <Entry entry={entry} />
            </li>
          ))}
        </ol>
        <NextPage path={next} text="Earlier" />
      </section>
    ),
  };
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { act, at, to, paperId, commentId, edition, role, reason, done } = entry;
  return (
    <>
      <p>
        <Actor entry={entry} /> {ACTS[act] ?? act.replaceAll('-', ' ')}
        {role ? ` (${role})` : ''}
        {edition ? `: ${edition}` : ''}
        {to ? (
          <>
            : <Named person={to} />
          </>
        ) : null}
        {paperId ? (
          <>
            , on{' '}
            <a href={`${paperPath(paperId)}${commentId ? `#comment-${commentId}` : '#comments'}`}>
              {paperId}
            </a>
          </>
        ) : null}
      </p>
      {reason ? <p>“{reason}”</p> : null}
      {done ? null : <p class="error">It was begun; whether it was done is not known.</p>}
      <p class="fine">
        <Moment at={at} />
      </p>
    </>
  );
}

function Actor({ entry: { by, byKind } }: { entry: AuditEntry }) {
  if (byKind === 'operator') return <>An operator</>;
  if (byKind === 'configuration') return <>The configuration</>;
  return <Named person={by} />;
}
