/** The path of a paper's page; an old id keeps its slash. */
export function paperPath(paperId: string): string {
  return `/papers/${paperId}`;
}

/** The anchor of a paper on the page of a list. */
export function paperAnchor(paperId: string): string {
  return `p-${paperId.replace('/', '-')}`;
}
