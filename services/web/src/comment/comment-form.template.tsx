import { randomUUID } from 'node:crypto';
import { LONGEST_COMMENT } from '@paperboy/contracts';

/** A form in which a person writes a comment. */
export interface CommentFormProps {
  readonly action: string;
  readonly label: string;
  readonly button: string;
  /** The text that the form begins with. */
  readonly text?: string;
}

/** The form. It carries an idempotency key, so that pressing the button twice posts one comment. */
export function CommentForm({ action, label, button, text = '' }: CommentFormProps) {
  return (
    <form class="commenting" method="post" action={action}>
      <input type="hidden" name="key" value={randomUUID()} />
      <label for="comment">{label}</label>
      <textarea
        id="comment"
        name="comment"
        rows={text === '' ? 4 : 8}
        required
        maxLength={LONGEST_COMMENT}
        aria-describedby="comment-fine"
        dir="auto"
      >
        {text}
      </textarea>
      <p id="comment-fine" class="fine">
        *emphasis*, **strong**, `code`, &gt; quote, lists and links as in Markdown; mathematics between dollar
        signs
      </p>
      <button type="submit">{button}</button>
    </form>
  );
}
