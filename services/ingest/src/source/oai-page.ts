import { Entries } from './entries.js';
import { deletedIdOf, type OaiReading, recordOf } from './oai-record.js';
import { readXml } from './read-answer.js';
import type { Answer, Deletion } from './source.js';
import { childOf, type Element, textIn } from './xml.js';

const DAY = /^\d{4}-\d{2}-\d{2}/;

/** The records of a page of OAI-PMH. Each is read as soon as it is whole, since a page has thousands in some megabytes. */
export class OaiPage {
  readonly entries = new Entries();
  readonly deletions: Deletion[] = [];
  /** The days on which its records changed, deleted ones too. */
  readonly days: string[] = [];

  constructor(
    private readonly answer: Answer,
    private readonly options: Omit<OaiReading, 'now'>,
    private readonly now: Date,
  ) {}

  /** Reads the whole page; resolves to the document without its records. Rejects with SourceFailure. */
  async read(): Promise<Element> {
    const { root } = await readXml(this.answer, 'OAI-PMH', {
      name: 'record',
      take: (element, lossy) => this.take(element, lossy),
    });
    return root;
  }

  private take(element: Element, lossy: boolean): void {
    const header = childOf(element, 'header');
    const day = DAY.exec(textIn(header, 'datestamp').trim())?.[0];
    if (day) this.days.push(day);
    this.entries.take(textIn(header, 'identifier'), element, lossy, () => {
      if (header?.attributes.status !== 'deleted')
        return recordOf(element, { ...this.options, now: this.now });
      this.deletions.push({ paperId: deletedIdOf(header) });
      return undefined;
    });
  }
}
