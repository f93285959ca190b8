/** The last position of each partition that this replica has read or written, by `topic/partition`. */
export class ReadOffsets {
  readonly #offsets = new Map<string, bigint>();

  /** Remembers the stored offset of a partition, as just read or written. */
  note(source: string, offset: bigint): void {
    this.#offsets.set(source, offset);
  }

  /**
   * Whether the position of a partition went back: Redis lost its data, or was restored from an older copy. Each time
   * it went back, only the first call answers true.
   */
  wentBack(stored: ReadonlyMap<string, bigint>): boolean {
    const back = [...this.#offsets].filter(([source, offset]) => (stored.get(source) ?? 0n) < offset);
    for (const [source] of back) this.#offsets.delete(source);
    return back.length > 0;
  }
}
