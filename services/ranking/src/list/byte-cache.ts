import { LRUCache } from 'lru-cache';

/** What a list's bytes depend on, as Redis says. */
export interface Version {
  /** Empty when Redis holds no lists. */
  version: string;
  /** Some of the history is still to be read. */
  rebuilding: boolean;
}

/** Rendered bytes with what goes into the headers. */
export interface Rendered {
  bytes: Buffer;
  /** There is a next page. */
  more: boolean;
  /** The same with its mark of being rebuilt, when the format has one. */
  marked?: Buffer;
}

/** An answer out of the cache. */
export interface Served extends Rendered {
  version: string;
  etag: string;
  /** Not the present list: the last one known, while the lists can't be read or are being rebuilt. */
  stale?: 'away' | 'rebuilding';
}

/** A list version is asked again after so many milliseconds; below the 50 that design.md allows, for the way there. */
const FRESH_MS = 40;
/** From this age on it is asked ahead: the rest is what a busy Redis may take without anyone who reads steadily waiting. */
const AHEAD_MS = 15;
const MOST_BYTES = 64 * 1024 * 1024;

interface Checked {
  at: number;
  version: Version;
}

/** A question for the version that is under way, and since when. */
interface Checking {
  at: number;
  version: Promise<Version>;
}

/**
 * Keeps lists as bytes and serves them only against a list version at most 50 ms old. Asking for the version and
 * rendering are done once for all who wait.
 */
export class ByteCache {
  readonly #entries = new LRUCache<string, Served>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ bytes, marked }) => bytes.length + (marked?.length ?? 0) + 500,
  });
  readonly #checked = new LRUCache<string, Checked>({ max: 10_000 });
  readonly #checking = new Map<string, Checking>();
  readonly #rendering = new Map<string, Promise<Served>>();

  constructor(
    private readonly versionOf: (list: string) => Promise<Version>,
    private readonly now: () => number,
  ) {}

  /** The bytes of a query whose list's version is fresh, without waiting; undefined when something has to be asked. */
  fresh(key: string, list: string): Served | undefined {
    const checked = this.#checked.get(list);
    if (!checked || checked.version.rebuilding) return undefined;
    const age = this.now() - checked.at;
    if (age > FRESH_MS) return undefined;
    const entry = this.#entries.get(key);
    if (entry?.version !== checked.version.version) return undefined;
    // A failure ahead costs nobody anything; who asks when the version is no longer fresh meets it again.
    if (age > AHEAD_MS) this.#ask(list).catch(() => undefined);
    return entry;
  }

  /** The bytes of a query. Throws what `versionOf` or `render` threw when there are none to fall back to. */
  async get(key: string, list: string, render: () => Promise<Rendered>): Promise<Served> {
    const known = this.#entries.get(key);
    let current: Version;
    try {
      current = await this.#version(list);
    } catch (error) {
      if (known) return { ...known, stale: 'away' };
      throw error;
    }
    if (known?.version === current.version && !current.rebuilding) return known;
    // While the history is read again the new lists have holes: who saw the whole ones keeps them.
    if (known && current.rebuilding)
      return { ...known, bytes: known.marked ?? known.bytes, stale: 'rebuilding' };
    try {
      return await this.#render(key, current, render);
    } catch (error) {
      if (known) return { ...known, stale: 'away' };
      throw error;
    }
  }

  #version(list: string): Promise<Version> {
    const checked = this.#checked.get(list);
    if (checked && this.now() - checked.at <= FRESH_MS) return Promise.resolve(checked.version);
    return this.#ask(list);
  }

  #ask(list: string): Promise<Version> {
    const at = this.now();
    const running = this.#checking.get(list);
    if (running) {
      // Redis may have answered long ago a question that takes longer than its word is fresh: that is asked again.
      if (at - running.at > FRESH_MS) return running.version.then(() => this.#version(list));
      return running.version;
    }
    const version = this.versionOf(list)
      .then((current) => {
        this.#checked.set(list, { at, version: current });
        return current;
      })
      .finally(() => this.#checking.delete(list));
    this.#checking.set(list, { at, version });
    return version;
  }

  #render(key: string, { version, rebuilding }: Version, render: () => Promise<Rendered>): Promise<Served> {
    const id = `${key} ${version}`;
    const running = this.#rendering.get(id);
    if (running) return running;
    const rendering = render()
      .then((rendered) => {
        const served: Served = { ...rendered, version, etag: `"${version}"` };
        // What is shown while rebuilding is not worth keeping: nobody should fall back to it.
        if (!rebuilding) this.#entries.set(key, served);
        return rebuilding ? { ...served, stale: 'rebuilding' as const } : served;
      })
      .finally(() => this.#rendering.delete(id));
    this.#rendering.set(id, rendering);
    return rendering;
  }
}
