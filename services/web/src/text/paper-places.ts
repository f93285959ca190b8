import { ownNameOf } from '@paperboy/contracts';

/** Where a paper can be read: nowhere for the sample, and at its source's page when it is not from arXiv. */
export interface PaperPlaces {
  /** The id as it is shown: `arXiv:2602.23229`, `lab:2026-17`. */
  readonly label: string;
  readonly page?: string;
  readonly pdf?: string;
  readonly html?: string;
}

/** The places of a paper. `url` is the address that its source gave, for a paper that is not from arXiv. */
export function placesOf({
  id,
  url,
  sample,
}: {
  readonly id: string;
  readonly url?: string | undefined;
  readonly sample: boolean;
}): PaperPlaces {
  const own = ownNameOf(id) !== undefined;
  const label = own ? id : `arXiv:${id}`;
  if (sample) return { label };
  if (own) return { label, ...(url && { page: url }) };
  return {
    label,
    page: `https://arxiv.org/abs/${id}`,
    pdf: `https://arxiv.org/pdf/${id}`,
    html: `https://arxiv.org/html/${id}`,
  };
}
