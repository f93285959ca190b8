/** An answer kept as bytes, ready to be sent. */
export interface CacheEntry {
  readonly status: number;
  /** Lower-case names. Only headers that a client may see. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The validator for the next request to upstream. Absent when upstream gave none. */
  readonly version?: string | undefined;
}
