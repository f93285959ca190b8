import { randomUUID } from 'node:crypto';
import type { SubmissionCheck } from '@paperboy/contracts';
import { Field } from '../shell/field.template.js';
import type { PageContent } from '../shell/page.js';
import { counted } from '../text/number.js';
import { PaperLink } from '../text/paper-link.template.js';

/** What the page of submitting shows. */
export interface SubmitPageProps {
  /** The pasted text. */
  readonly text: string;
  readonly check?: SubmissionCheck;
  readonly error?: string;
  /** Whether the same request can succeed in a moment, so that the page offers another try. */
  readonly again?: boolean;
}

/** The page that submits a paper. It says what would happen above the button. */
export function submitPage(props: SubmitPageProps): PageContent {
  return {
    title: 'Submit a paper',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Submit a paper</h1>
        <p>The paper goes on the list of today, where readers vote for it.</p>
        <form action="/submit" class="stacked">
          <Field
            id="paper"
            label="Its id or address"
            value={props.text}
            required
            maxLength={500}
            placeholder="2602.23229"
            error={props.error}
            fine="Such as 2602.23229 or https://arxiv.org/abs/2602.23229."
          />
          <button type="submit" class={props.check || props.again ? 'plain' : undefined}>
            See what would happen
          </button>
        </form>
        {props.check ? <Outcome check={props.check} /> : null}
        {props.again ? <Submit paper={props.text} button="Try again" /> : null}
      </section>
    ),
  };
}

function Outcome({ check: { paperId, title, would, problem, left } }: { check: SubmissionCheck }) {
  return (
    <div role="status">
      <h2>{title === undefined ? <code>{paperId}</code> : <PaperLink id={paperId} title={title} />}</h2>
      {would === 'refuse' ? (
        <p class="error">{problem?.detail}</p>
      ) : (
        <>
          <p>
            {would === 'submit'
              ? 'It would be on the list of today.'
              : 'It is not known here yet. We would ask arXiv for it, which takes some seconds. Then the same rules apply to it.'}
            {left === undefined ? '' : ` You may submit ${counted(left, 'more paper')} today.`}
          </p>
          <Submit paper={paperId} button="Submit it" />
        </>
      )}
    </div>
  );
}

function Submit({ paper, button }: { paper: string; button: string }) {
  return (
    <form method="post" action="/submit">
      <input type="hidden" name="paper" value={paper} />
      <input type="hidden" name="key" value={randomUUID()} />
      <button type="submit">{button}</button>
    </form>
  );
}
