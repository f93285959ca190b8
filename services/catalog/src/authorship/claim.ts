/** Whether an author's name could be that of a person: the surname and one given name or initial match. Pure. */
export function namesMatch(person: string, author: string): boolean {
  const own = wordsOf(person);
  const written = wordsOf(author);
  const surname = written.at(-1);
  if (surname === undefined || surname.length < 2 || own.length < 2 || written.length < 2) return false;
  const at = own.indexOf(surname);
  if (at < 0) return false;
  const given = own.filter((_, index) => index !== at);
  return written.slice(0, -1).some((word) => given.some((mine) => isSame(word, mine)));
}

/**
 * The place of a claimed author among the current authors, from 0, since a revision may change their order. Undefined
 * when the name is not among them any more. Pure.
 */
export function placeOf(
  claimed: { author: number; name: string },
  authors: readonly { name: string }[],
): number | undefined {
  if (authors[claimed.author]?.name === claimed.name) return claimed.author;
  const at = authors.findIndex(({ name }) => name === claimed.name);
  return at < 0 ? undefined : at;
}

/** An initial matches every name that begins with it. */
function isSame(one: string, other: string): boolean {
  return one.length === 1 || other.length === 1 ? one[0] === other[0] : one === other;
}

function wordsOf(name: string): string[] {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}
