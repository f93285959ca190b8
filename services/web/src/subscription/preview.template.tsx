import type { DigestPreview } from '@paperboy/contracts';
import { periodInWords } from './delivery-words.js';

/** The digest of the newest closed edition with the settings of a subscription; nothing while none can be read. */
export function NextDigest({ preview }: { preview: DigestPreview | undefined }) {
  if (!preview?.edition) return null;
  return (
    <>
      <h2 id="preview">How it would look now</h2>
      <p>
        {preview.subject === null
          ? `Nothing of ${periodInWords(preview.edition)} fits these settings: no mail would come.`
          : `Of ${periodInWords(preview.edition)}, with the subject “${preview.subject}”:`}
      </p>
      <PreviewPapers papers={preview.papers} labelledBy="preview" />
      {preview.matches.length > 0 ? (
        <>
          <h3 id="matches">New, with your keywords and authors</h3>
          <PreviewPapers papers={preview.matches} labelledBy="matches" />
        </>
      ) : null}
    </>
  );
}

function PreviewPapers({ papers, labelledBy }: { papers: DigestPreview['papers']; labelledBy: string }) {
  return (
    <ol class="told" aria-labelledby={labelledBy}>
      {papers.map(({ id, title, upvotes, why }) => (
        <li key={id}>
          <p>
            <a href={`/papers/${id}`}>{title}</a>
          </p>
          <p class="fine">{[`${upvotes} upvote${upvotes === 1 ? '' : 's'}`, ...why].join(' · ')}</p>
        </li>
      ))}
    </ol>
  );
}
