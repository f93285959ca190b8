import type { ListAnswer } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { paperPath } from '../text/paper-path.js';

/** A page of a list for search engines (source: schema.org, ItemList). `first` is the place of its first paper. */
export function itemList(
  { name, first }: { readonly name: string; readonly first: number },
  { items, total }: Pick<ListAnswer, 'items' | 'total'>,
  publicUrl: string,
): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'ItemList',
    name,
    numberOfItems: total,
    itemListOrder: 'https://schema.org/ItemListOrderDescending',
    itemListElement: items.map(({ paper }, at) => ({
      '@type': 'ListItem',
      position: first + at,
      url: `${publicUrl}${paperPath(paper.id)}`,
      name: latexText(paper.title),
    })),
  };
}
