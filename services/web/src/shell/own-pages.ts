import type { WebConfig } from '../web.config.js';

/** A page whose text the publication writes. */
export interface OwnPage {
  readonly path: string;
  readonly text: string;
  readonly paragraphs: readonly (readonly string[])[];
}

/** The pages that the publication has written: none, one or both. */
export function ownPages({
  PUBLICATION_IMPRINT: imprint,
  PUBLICATION_PRIVACY: privacy,
}: Pick<WebConfig, 'PUBLICATION_IMPRINT' | 'PUBLICATION_PRIVACY'>): OwnPage[] {
  return [
    ...(imprint ? [{ path: '/imprint', text: 'Imprint', paragraphs: imprint }] : []),
    ...(privacy ? [{ path: '/privacy', text: 'Privacy', paragraphs: privacy }] : []),
  ];
}
