/** An answer held as bytes, ready to be sent. */
export interface Held {
  readonly status: number;
  /** Lower-case names; only what a client may see. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What to ask upstream with; absent when upstream gave none. */
  readonly version?: string | undefined;
}
