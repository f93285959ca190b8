import { Injectable } from '@nestjs/common';
import { Clock, Log, LuaScript, metrics, unavailable } from '@paperboy/platform';
import { GenerationStore } from '../generation/generation.store.js';
import { LiveLists } from '../live/live-lists.store.js';
import { FIELD } from '../live/paper-fields.js';
import type { PackedKey, PackedPaper } from './packed-paper.schema.js';
import { PackedPapers } from './packed-papers.store.js';
import { RESTORE_FIELDS_SCRIPT, RESTORE_SCRIPT } from './packing.script.js';

/** The most votes or blocks that one run of a script writes. */
const CHUNK = 1_000;
/** The most documents in memory at a time. */
const AT_ONCE = 5;
const RETRY_AFTER_SECONDS = 2;

const restoredPapers = metrics.counter({
  name: 'paperboy_restored_papers_total',
  help: 'Packed papers whose votes and card came back to Redis, since something of them changed.',
});

/** Restores packed papers in Redis as they were. This happens before anything of them changes. */
@Injectable()
export class Restorer {
  readonly #fields = new LuaScript(RESTORE_FIELDS_SCRIPT);
  readonly #end = new LuaScript(RESTORE_SCRIPT);

  constructor(
    private readonly state: LiveLists,
    private readonly generations: GenerationStore,
    private readonly packed: PackedPapers,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Restores papers, or finds that another replica was faster. Throws Problem 503 `packed-paper-lost`. */
  async restore(generation: string, keys: readonly PackedKey[]): Promise<void> {
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      const some = keys.slice(at, at + AT_ONCE);
      const documents = await this.packed.whole(generation, some);
      for (const key of some) {
        const document = documents.get(key.paper);
        if (document) await this.putBack(generation, document);
        else if ((await this.packedOf(generation, [key])).length > 0) await this.lost(generation, key);
      }
    }
  }

  /** The keys of documents that Redis refers to at this moment. The other papers were restored or packed again. */
  async packedOf<Key extends PackedKey>(generation: string, keys: readonly Key[]): Promise<Key[]> {
    const { root } = this.state;
    const tokens = await this.state.pipelined(
      keys.map(({ paper }) => ['hget', `${root}g${generation}:x:${paper}`, FIELD.token]),
    );
    return keys.filter(({ token }, at) => tokens[at] === token);
  }

  /**
   * Handles a document that Redis refers to and MongoDB does not have: one of them came back with an older state. Only
   * Kafka still has the paper's votes, so a rebuild is begun, unless one runs already. Always throws Problem 503
   * `packed-paper-lost`.
   */
  async lost(generation: string, { paper }: PackedKey): Promise<never> {
    const isCurrent = (await this.generations.current()) === generation;
    if (isCurrent && (await this.generations.startFilling(this.clock.now()))) {
      this.log.error(
        { paper, generation },
        'MongoDB has lost votes of a packed paper: rebuilding the lists.',
      );
    }
    const detail = `The votes of ${paper} are being read anew.`;
    throw unavailable('packed-paper-lost', detail, RETRY_AFTER_SECONDS);
  }

  // In pieces. Until the last step the paper still counts as packed.
  private async putBack(
    generation: string,
    { paper, token, card = '', blocks, votes }: PackedPaper,
  ): Promise<void> {
    const { redis, root } = this.state;
    const putBack = async (kind: 'v' | 'x', entries: [string, string][]) => {
      for (let at = 0; at < entries.length; at += CHUNK) {
        const some = entries.slice(at, at + CHUNK).flat();
        await this.#fields.run(redis, root, generation, paper, token, kind, ...some);
      }
    };
    await putBack(
      'v',
      votes.map(({ p, v }) => [p, v]),
    );
    await putBack('x', Object.entries(blocks));
    const restored = await this.#end.run(redis, root, generation, paper, token, card);
    restoredPapers.inc(Number(restored));
  }
}
