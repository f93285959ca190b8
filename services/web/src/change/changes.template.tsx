import type { CatalogPaper, ChangedPaper, PaperText } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import type { PageContent } from '../shell/page.js';
import { dayText } from '../text/day.js';
import { Latex } from '../text/latex.template.js';
import { paperPath } from '../text/paper-path.js';
import { type Piece, wordDifference } from './word-difference.js';

/** What the page of changes shows. */
export interface ChangesPageProps {
  readonly paper: CatalogPaper;
  /** All texts that are kept, the oldest first. */
  readonly texts: readonly PaperText[];
  readonly earlier: PaperText;
  readonly later: PaperText;
  /** What changed since the reader read it. */
  readonly changed?: ChangedPaper | undefined;
  readonly now: Date;
}

/** Two texts of a paper side by side. */
export function changesPage(props: ChangesPageProps): PageContent {
  const title = latexText(props.paper.title);
  return {
    title: `Changes of “${title}”`,
    canonical: `${paperPath(props.paper.id)}/changes`,
    unlisted: true,
    sample: props.paper.sample,
    body: <ChangesBody {...props} />,
  };
}

function ChangesBody({ paper, texts, earlier, later, changed, now }: ChangesPageProps) {
  const path = paperPath(paper.id);
  return (
    <article class="comparison">
      <header>
        <h1 dir="auto">
          <a href={path}>
            <Latex source={paper.title} heading />
          </a>
        </h1>
        {later.withdrawn && !earlier.withdrawn && paper.withdrawnAt ? (
          <p class="withdrawn">Withdrawn on {dayText(paper.withdrawnAt, now)}</p>
        ) : null}
        {earlier === later ? (
          <p>
            No earlier text of this paper is kept here: texts are kept from the day on which a paper comes
            here.
          </p>
        ) : (
          <p class="by">
            Version {earlier.version}, until {dayText(earlier.until ?? paper.updatedAt, now)}, beside version{' '}
            {later.version}. <del>Struck out</del> is gone, <ins>underlined</ins> is new.
          </p>
        )}
        <Versions path={path} texts={texts} earlier={earlier} />
      </header>
      {earlier === later ? null : (
        <>
          <Compared name="Title" earlier={earlier.title} later={later.title} />
          <Compared name="Abstract" earlier={earlier.summary} later={later.summary} />
          <Compared name="Authors’ note" earlier={earlier.comment} later={later.comment} />
        </>
      )}
      {changed ? (
        <form method="post" action={`${path}/read`}>
          <input type="hidden" name="return" value={path} />
          <button type="submit">I have read it</button>
        </form>
      ) : null}
    </article>
  );
}

function Versions({
  path,
  texts,
  earlier,
}: {
  path: string;
  texts: readonly PaperText[];
  earlier: PaperText;
}) {
  const versions = [...new Set(texts.slice(0, -1).map(({ version }) => version))];
  if (versions.length < 2) return null;
  return (
    <nav aria-label="Earlier versions">
      <ul class="versions">
        {versions.map((version) => (
          <li key={version}>
            <a
              href={`${path}/changes?from=${version}`}
              aria-current={version === earlier.version ? 'page' : undefined}
            >
              since version {version}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Compared({
  name,
  earlier,
  later,
}: {
  name: string;
  earlier: string | undefined;
  later: string | undefined;
}) {
  if (earlier === undefined && later === undefined) return null;
  const pieces = wordDifference(latexText(earlier ?? ''), latexText(later ?? ''));
  const same = pieces.every(({ of }) => of === 'both');
  return (
    <section aria-label={name}>
      <h2 class="label">{name}</h2>
      {same ? (
        <p class="fine">The same in both.</p>
      ) : (
        <div class="sides">
          <Side name="Earlier" pieces={pieces.filter(({ of }) => of !== 'later')} />
          <Side name="Now" pieces={pieces.filter(({ of }) => of !== 'earlier')} />
        </div>
      )}
    </section>
  );
}

function Side({ name, pieces }: { name: string; pieces: readonly Piece[] }) {
  return (
    <div>
      <h3 class="fine">{name}</h3>
      <p dir="auto">
        {pieces.length === 0 ? <span class="fine">Nothing.</span> : null}
        {pieces.map(({ text, of }, at) =>
          of === 'earlier' ? (
            <del key={`${at} ${text}`}>{text}</del>
          ) : of === 'later' ? (
            <ins key={`${at} ${text}`}>{text}</ins>
          ) : (
            text
          ),
        )}
      </p>
    </div>
  );
}
