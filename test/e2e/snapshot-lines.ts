/** A line of an arXiv snapshot file for an invented paper. */
export function snapshotLine(id: string, title: string): string {
  return JSON.stringify({
    id,
    submitter: 'Ada Quill',
    authors: 'Ada Quill and Bo Lindqvist',
    title,
    comments: '9 pages',
    'journal-ref': null,
    doi: null,
    'report-no': null,
    categories: 'cs.LG cs.CL',
    license: null,
    abstract: `  We light lanterns of many kinds and\nmeasure how far they shine. This is ${id}.\n`,
    versions: [{ version: 'v1', created: 'Mon, 2 Nov 2026 19:18:42 GMT' }],
    update_date: '2026-11-03',
    authors_parsed: [
      ['Quill', 'Ada', ''],
      ['Lindqvist', 'Bo', ''],
    ],
  });
}
