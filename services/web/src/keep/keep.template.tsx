import type { ComponentChildren } from 'preact';
import { PaperLink } from '../text/paper-link.template.js';
import { paperAnchor, paperPath } from '../text/paper-path.js';
import type { OwnVote } from '../vote/own-votes.client.js';

/** The properties of the buttons. */
export interface KeepProps {
  readonly paperId: string;
  readonly title: string;
  /** The path to come back to. */
  readonly back: string;
  readonly own?: OwnVote | undefined;
}

/** The button that saves a paper for later, or removes it from the saved ones. */
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

/** The button that puts a paper away, or shows it again. */
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

/** The line on a list in place of a paper that the reader put away. */
export function PutAwayLine({ title, ...props }: KeepProps) {
  return (
    <div class="away" id={paperAnchor(props.paperId)}>
      <p>
        Not for you: <PaperLink id={props.paperId} title={title} />
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
