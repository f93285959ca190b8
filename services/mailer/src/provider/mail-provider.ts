import type { Verdict } from '../bounce/delivery-report.js';

/** What a provider says of one mail, which it names by its return path. */
export interface ProviderNews {
  returnPath: string;
  verdict: Verdict;
}

/** A provider that takes our mails and posts to us what came back of them. Another one is another class of this kind. */
export interface MailProvider {
  /** Its name in the path that it posts to. */
  readonly name: string;
  /** Reads what it posted. Throws a 403 Problem `not-from-provider` for what it did not sign, and a retriable one while that can't be found out. */
  read(body: unknown): Promise<ProviderNews[]>;
}
