/** The path of a paper's page; an old id keeps its slash. */
export function paperPath(paperId: string): string {
  return `/papers/${paperId}`;
}
