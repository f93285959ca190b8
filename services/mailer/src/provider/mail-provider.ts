import type { Verdict } from '../bounce/delivery-report.js';

/** The report of a provider on one mail, which it identifies by its return path. */
export interface ProviderNews {
  returnPath: string;
  verdict: Verdict;
}

/** A mail provider that posts reports on our mails to us. Each provider has a class that implements this. */
export interface MailProvider {
  /** Its name in the path of the endpoint for its reports. */
  readonly name: string;
  /**
   * Reads a posted report. Throws a 403 Problem `not-from-provider` when the provider did not sign it, and a retriable
   * one while the signature can't be checked.
   */
  read(body: unknown): Promise<ProviderNews[]>;
}
