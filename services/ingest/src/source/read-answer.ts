import { decodeText } from './charset.js';
import { type Answer, SourceFailure } from './source.js';
import { type Element, NoXml, parseXml } from './xml.js';

/** An answer as a document. */
export interface Document {
  readonly root: Element;
  /** True when bytes of it could not be read as text: a record that holds U+FFFD is broken. */
  readonly lossy: boolean;
}

/** Takes the elements of one name from `parseXml`; `lossy` as in Document. */
export interface TakenOfAnswer {
  readonly name: string;
  take(element: Element, lossy: boolean): void;
}

/** Reads an answer as XML with this root. Rejects with SourceFailure when it is empty, broken or something else. */
export async function readXml(answer: Answer, rootName: string, taken?: TakenOfAnswer): Promise<Document> {
  if (answer.body.length === 0)
    throw new SourceFailure('answer-empty', `The answer is empty, with HTTP status ${answer.status}.`);
  const { text, lossy } = decodeText(answer.body, answer.headers['content-type']);
  let root: Element;
  try {
    root = await parseXml(text, taken && { name: taken.name, take: (element) => taken.take(element, lossy) });
  } catch (error) {
    if (!(error instanceof NoXml)) throw error;
    if (answer.status >= 400) throw statusFailure(answer.status, error);
    throw new SourceFailure(error.code, error.message, undefined, { cause: error });
  }
  if (root.name === rootName) return { root, lossy };
  if (answer.status >= 400) throw statusFailure(answer.status);
  throw new SourceFailure(
    'answer-foreign',
    `The answer is a <${root.name.slice(0, 40)}>, not <${rootName}>.`,
  );
}

/** The failure for an HTTP status, when the body says nothing. */
export function statusFailure(status: number, cause?: unknown): SourceFailure {
  return status >= 500
    ? new SourceFailure('source-broken', `It answers with HTTP status ${status}.`, undefined, { cause })
    : new SourceFailure('source-refused', `It refuses with HTTP status ${status}.`, undefined, { cause });
}
