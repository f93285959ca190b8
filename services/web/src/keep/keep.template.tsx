import type { ComponentChildren } from 'preact';
import { Latex } from '../text/latex.template.js';
import { paperAnchor, paperPath } from '../text/paper-path.js';
import type { OwnVote } from '../vote/own-votes.client.js';

/** What the buttons need. */
export interface KeepProps {
  readonly paperId: string;
  readonly title: string;
  /** The path to come back to. */
  readonly back: string;
  readonly own?: OwnVote | undefined;
}

/** Saves a paper for later, or takes it out again. */
export function Save({
  paperId,
  title,
  back,
  own,
  kind = 'plain',
}: KeepProps & { kind?: 'plain' | 'quiet' }) {
  const saved = own?.saved === true;
  return (
    <Deed to={`${paperPath(paperId)}/save${saved ? '/undo' : ''}`} back={back}>
      <button type="submit" class={kind} aria-pressed={own ? saved : undefined}>
        {saved ? 'Saved' : kind === 'plain' ? 'Save for later' : 'Save'}
        <span class="hidden">: “{title}”</span>
      </button>
    </Deed>
  );
}

/** Puts a paper away, or shows it again. */
export function PutAway({ paperId, title, back, own }: KeepProps) {
  const away = own?.notForMe === true;
  return (
    <Deed to={`${paperPath(paperId)}/not-for-me${away ? '/undo' : ''}`} back={back}>
      <button type="submit" class="quiet">
        {away ? 'Show it again on my lists' : 'Not for me'}
        <span class="hidden">: “{title}”</span>
      </button>
    </Deed>
  );
}

/** What stands on a list in the place of a paper that its reader put away. */
export function Away({ title, ...props }: KeepProps) {
  return (
    <div class="away" id={paperAnchor(props.paperId)}>
      <p>
        Not for you:{' '}
        <a href={paperPath(props.paperId)}>
          <Latex source={title} />
        </a>
      </p>
      <Deed to={`${paperPath(props.paperId)}/not-for-me/undo`} back={props.back}>
        <button type="submit" class="quiet">
          Undo
        </button>
      </Deed>
    </div>
  );
}

function Deed({ to, back, children }: { to: string; back: string; children: ComponentChildren }) {
  return (
    <form method="post" action={to} class="keep">
      <input type="hidden" name="return" value={back} />
      {children}
    </form>
  );
}
