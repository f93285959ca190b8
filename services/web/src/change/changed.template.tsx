import type { ChangedPaper } from '@paperboy/contracts';
import { dayText } from '../text/day.js';
import { PaperLink } from '../text/paper-link.template.js';
import { paperPath } from '../text/paper-path.js';

/** On the page of a paper: says that the paper changed since the reader read it. */
export function ChangedSince({ changed, now }: { changed: ChangedPaper; now: Date }) {
  return (
    <aside class="changed" aria-label="Changes">
      <p>
        <strong>It changed since you read it.</strong> {whatOf(changed)} on {dayText(changed.changedAt, now)}.
      </p>
      <Deeds changed={changed} back={paperPath(changed.paperId)} />
    </aside>
  );
}

/** On the page of saved papers: all papers that changed since the person read them. */
export function ChangedPapers({ papers, now }: { papers: readonly ChangedPaper[]; now: Date }) {
  if (papers.length === 0) return null;
  return (
    <section class="changes" aria-labelledby="changed">
      <h2 id="changed" class="label">
        Changed since you read them
      </h2>
      <ul>
        {papers.map((changed) => (
          <li key={changed.paperId}>
            <p>
              <PaperLink id={changed.paperId} title={changed.title} heading />
            </p>
            <p class="fine">
              {whatOf(changed)} on {dayText(changed.changedAt, now)}. {becauseOf(changed)}
            </p>
            <Deeds changed={changed} back="/saved#changed" />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Deeds({ changed, back }: { changed: ChangedPaper; back: string }) {
  const path = paperPath(changed.paperId);
  return (
    <div class="acts">
      <a href={`${path}/changes?from=${changed.readVersion}`}>See what changed</a>
      <form method="post" action={`${path}/read`}>
        <input type="hidden" name="return" value={back} />
        <button type="submit" class="quiet">
          I have read it
        </button>
      </form>
    </div>
  );
}

function whatOf({ withdrawn, readVersion, version }: ChangedPaper): string {
  if (withdrawn) return 'Withdrawn';
  return version === readVersion
    ? `Version ${version} says something else`
    : `Version ${readVersion} became version ${version}`;
}

const DEEDS = { saved: 'saved it', voted: 'upvoted it', commented: 'commented on it' };

function becauseOf({ because }: ChangedPaper): string {
  const did = because.map((one) => DEEDS[one]);
  return `You ${did.length > 1 ? `${did.slice(0, -1).join(', ')} and ${did.at(-1)}` : did[0]}.`;
}
