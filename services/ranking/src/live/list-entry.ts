import { type Card, cardSchema } from './card.js';

/** A paper of a list. */
export interface ListEntry {
  id: string;
  card: Card;
  upvotes: number;
  comments: number;
  /** Trending score, where the paper has one. */
  score?: number;
  /** Name and handle of its submitter, when known. */
  submitter?: { handle: string; name: string };
}

/** Reads a row of the page script. `cards` has the cards of packed papers. Empty when the card is missing. */
export function listedPaper(row: string[], cards: ReadonlyMap<string, string>): ListEntry[] {
  const [id = '', own = '', upvotes, comments, score, person] = row;
  const card = own === '' ? (cards.get(id) ?? '') : own;
  // A card can't be missing while its paper is listed. If it ever is, the list is shown without this paper.
  if (card === '') return [];
  const submitter = parsePerson(person ?? '');
  return [
    {
      id,
      card: cardSchema.parse(JSON.parse(card)),
      upvotes: Number(upvotes),
      comments: Number(comments),
      ...(score ? { score: Number(score) } : {}),
      ...(submitter ? { submitter } : {}),
    },
  ];
}

/** The paper of a row and the token of the document that holds its card, when it is packed. */
export function tokenOf(row: string[]): { paper: string; token: string }[] {
  const [paper = '', , , , , , token = ''] = row;
  return token === '' ? [] : [{ paper, token }];
}

/** Reads back what Redis keeps of a person: `seq|handle|name`. */
export function parsePerson(packed: string): { handle: string; name: string } | undefined {
  const [, handle, name] = /^\d+\|([^|]*)\|(.*)$/s.exec(packed) ?? [];
  return handle === undefined || name === undefined ? undefined : { handle, name };
}
