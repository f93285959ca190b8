import { LuaScript } from '@paperboy/platform';
import type { Redis } from 'ioredis';

// Swaps only when the new generation has read at least as far as the current one on every partition.
const SWAP = new LuaScript(`
local root, filling = ARGV[1], ARGV[2]
if redis.call('GET', root .. 'filling') ~= filling then return 'lost' end
local current = redis.call('GET', root .. 'current')
if current then
  local there = redis.call('HGETALL', root .. 'g' .. current .. ':positions')
  for i = 1, #there, 2 do
    local here = redis.call('HGET', root .. 'g' .. filling .. ':positions', there[i]) or '0'
    if tonumber(here) < tonumber(there[i + 1]) then return 'behind' end
  end
end
redis.call('SET', root .. 'current', filling)
redis.call('DEL', root .. 'filling', root .. 'handover')
return 'swapped'
`);

const TAKE = new LuaScript(`
local key, holder = ARGV[1], ARGV[2]
local held = redis.call('GET', key)
if held and held ~= holder then return 0 end
redis.call('SET', key, holder, 'PX', ARGV[3])
return 1
`);

// Sets both or neither: lists without the mark would be shown as complete while they are being read.
const BEGIN = new LuaScript(`
local root = ARGV[1]
if redis.call('EXISTS', root .. 'current') == 1 then return 0 end
redis.call('SET', root .. 'current', ARGV[2])
redis.call('SET', root .. 'rebuilding', '1')
return 1
`);

// Checks again in the same step: a generation that began after the keys were found is not a leftover.
const SWEEP = new LuaScript(`
local root, gone = ARGV[1], 0
local kept = { [redis.call('GET', root .. 'current') or ''] = true, [redis.call('GET', root .. 'filling') or ''] = true }
for i = 2, #ARGV do
  local generation = string.match(string.sub(ARGV[i], #root + 1), '^g(%d+):')
  if generation and not kept[generation] then gone = gone + redis.call('UNLINK', ARGV[i]) end
end
return gone
`);

// Drops only while one position is still the given one: another replica may have dropped it and begun a new one.
const DROP = new LuaScript(`
local root, pointer = ARGV[1], ARGV[2]
local generation = redis.call('GET', root .. pointer)
if not generation or (ARGV[3] ~= '' and generation ~= ARGV[3]) then return 0 end
for i = 4, #ARGV, 2 do
  if redis.call('HGET', root .. 'g' .. generation .. ':positions', ARGV[i]) == ARGV[i + 1] then
    return redis.call('DEL', root .. pointer)
  end
end
return 0
`);

const RELEASE = new LuaScript(
  `if redis.call('GET', ARGV[1]) == ARGV[2] then return redis.call('DEL', ARGV[1]) end return 0`,
);

/**
 * The current generation of keys, and the one that is being filled. A generation is named by the time at which it
 * began, so that no name is used twice, whatever Redis loses.
 */
export class GenerationStore {
  constructor(
    private readonly redis: Redis,
    private readonly root: string,
  ) {}

  /** Ensures that there is a current generation; true when this call made it. */
  async begin(now: Date): Promise<boolean> {
    return (await BEGIN.run(this.redis, this.root, String(now.getTime()))) === 1;
  }

  current(): Promise<string | null> {
    return this.redis.get(`${this.root}current`);
  }

  filling(): Promise<string | null> {
    return this.redis.get(`${this.root}filling`);
  }

  /** Starts to fill a new generation; false when one is being filled already. */
  async startFilling(now: Date): Promise<boolean> {
    const name = Math.max(now.getTime(), Number(await this.current()) + 1);
    return (await this.redis.set(`${this.root}filling`, String(name), 'NX')) !== null;
  }

  /** Makes the filled generation current, if it has read at least as far as the current one on every partition. */
  async swap(generation: string): Promise<'swapped' | 'behind' | 'lost'> {
    return (await SWAP.run(this.redis, this.root, generation)) as 'swapped' | 'behind' | 'lost';
  }

  /** Drops the current generation if one of its positions is one of these. A new one is begun, as after a loss. */
  async dropCurrent(positions: ReadonlyMap<string, bigint>): Promise<void> {
    await DROP.run(this.redis, this.root, 'current', '', ...pairsOf(positions));
  }

  /** Drops a generation that is being filled, under the same condition. */
  async dropFilling(generation: string, positions: ReadonlyMap<string, bigint>): Promise<void> {
    await DROP.run(this.redis, this.root, 'filling', generation, ...pairsOf(positions));
  }

  /** For this time the current generation takes no events, so that the new one can catch up under load. */
  async holdStill(ms: number): Promise<void> {
    await this.redis.set(`${this.root}handover`, '1', 'PX', ms);
  }

  /** Whether the current generation has not read the whole history yet. */
  async rebuilding(): Promise<boolean> {
    return (await this.redis.exists(`${this.root}rebuilding`)) === 1;
  }

  /** Marks that the current generation has read the whole history. */
  async complete(): Promise<void> {
    await this.redis.del(`${this.root}rebuilding`);
  }

  /** Takes or renews the lease for filling the new generation. */
  async take(holder: string, ms: number): Promise<boolean> {
    return (await TAKE.run(this.redis, `${this.root}rebuild-lease`, holder, ms)) === 1;
  }

  async release(holder: string): Promise<void> {
    await RELEASE.run(this.redis, `${this.root}rebuild-lease`, holder);
  }

  /** Removes the keys of generations that are neither current nor being filled; answers how many it removed. */
  async sweep(): Promise<number> {
    let cursor = '0';
    let gone = 0;
    do {
      const [next, keys] = await this.redis.scan(cursor, 'MATCH', `${this.root}g*`, 'COUNT', 500);
      cursor = next;
      if (keys.length > 0) gone += Number(await SWEEP.run(this.redis, this.root, ...keys));
    } while (cursor !== '0');
    return gone;
  }
}

function pairsOf(positions: ReadonlyMap<string, bigint>): string[] {
  return [...positions].flatMap(([source, position]) => [source, String(position)]);
}
