import type { Interrupted } from '../gate/interrupted.js';

/** Hidden fields with the interrupted action. The cookie only brings it to the page, the form decides. */
export function InterruptedFields({ interrupted }: { interrupted: Interrupted | undefined }) {
  if (interrupted === undefined) return null;
  return (
    <>
      {interrupted.paperId ? <input type="hidden" name="vote" value={interrupted.paperId} /> : null}
      <input type="hidden" name="return" value={interrupted.back} />
    </>
  );
}

/** Says that the form before it also casts a vote. */
export function WaitingVote({ interrupted }: { interrupted: Interrupted | undefined }) {
  const paperId = interrupted?.paperId;
  if (paperId === undefined) return null;
  return (
    <p class="fine">
      Your upvote of <a href={`/papers/${paperId}`}>{paperId}</a> is cast with it.
    </p>
  );
}
