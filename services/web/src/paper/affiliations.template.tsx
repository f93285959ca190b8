import type { Author } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { numberText } from '../text/number.js';

/** More affiliations than this are given as a number, since a collaboration has hundreds. */
const SHOWN = 5;

/** Where the authors of a paper work, each place once, in a small line; nothing where the source does not say it. */
export function Affiliations({ of: authors }: { of: readonly Author[] }) {
  const places = [...new Set(authors.flatMap(({ affiliations = [] }) => affiliations.map(latexText)))];
  if (places.length === 0) return null;
  const left = places.length - SHOWN;
  return (
    <p class="fine" dir="auto">
      {places.slice(0, SHOWN).join(' · ')}
      {left > 0 ? ` and ${numberText(left)} more` : ''}
    </p>
  );
}
