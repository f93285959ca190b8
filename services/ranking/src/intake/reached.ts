/** How far this replica knows each partition to have been read, by `topic/partition`. */
export class Reached {
  readonly #offsets = new Map<string, bigint>();

  /** The stored offset of a partition, as read or written just now. */
  note(source: string, offset: bigint): void {
    this.#offsets.set(source, offset);
  }

  /** Whether a partition stands before where it stood: Redis lost its data, or came back with an old copy. Told once. */
  wentBack(stored: ReadonlyMap<string, bigint>): boolean {
    const back = [...this.#offsets].filter(([source, offset]) => (stored.get(source) ?? 0n) < offset);
    for (const [source] of back) this.#offsets.delete(source);
    return back.length > 0;
  }
}
