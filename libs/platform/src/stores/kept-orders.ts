import type { Redis } from 'ioredis';
import { LuaScript } from './lua-script.js';

/** How long an order is kept after its last use. */
const KEPT_SECONDS = 15 * 60;
/**
 * The size of all orders of a service together, in ids: about 6 MB of Redis. The least recently used are deleted first.
 */
const MOST_HELD = 400_000;
/** The size of an order in addition to its ids, in ids. */
const COST = 24;
/** By how many ids an order grows at a time, when a reader reaches its end. */
const AHEAD = 1_000;
/** The most ids of an order. A longer one counts as forgotten. */
const LONGEST = 100_000;
/** How many orders one run of the script deletes at most, so that it stays short. */
const FORGOTTEN_AT_ONCE = 200;

/**
 * Appends ids to an order if it has the expected length, renews its time, and reads a part of it. Then deletes orders
 * that have expired, and the least recently used ones while all orders together are too large.
 * ARGV: root prefix, name, expected length, first, last, ids…
 * Returns `[length, ids]`. The length of an unknown order is 0.
 */
const ORDER_SCRIPT = `
local call = redis.call
local root, name, expected = ARGV[1], ARGV[2], tonumber(ARGV[3])
local uses, held = root .. 'orders:uses', root .. 'orders:held'
local key = root .. 'order:' .. name
local length = call('LLEN', key)
if #ARGV > 5 and length == expected then
  length = call('RPUSH', key, unpack(ARGV, 6))
  local cost = length + ${COST}
  call('HINCRBY', held, '', cost - tonumber(call('HGET', held, name) or '0'))
  call('HSET', held, name, cost)
end
if length == 0 then return { 0, {} } end
call('ZADD', uses, call('HINCRBY', held, ':turn', 1), name)
for _, used in ipairs({ key, uses, held }) do call('EXPIRE', used, ${KEPT_SECONDS}) end
for _ = 1, ${FORGOTTEN_AT_ONCE} do
  local oldest = call('ZRANGE', uses, 0, 0)[1]
  local other = root .. 'order:' .. oldest
  if oldest == name or (call('EXISTS', other) == 1 and tonumber(call('HGET', held, '')) <= ${MOST_HELD}) then break end
  call('DEL', other)
  call('ZREM', uses, oldest)
  call('HINCRBY', held, '', -tonumber(call('HGET', held, oldest) or '0'))
  call('HDEL', held, oldest)
end
return { length, call('LRANGE', key, ARGV[4], ARGV[5]) }
`;

/** A page of an order. */
export interface OrderPage {
  readonly ids: readonly string[];
  /** Whether a page follows. */
  readonly more: boolean;
}

/**
 * The orders in which readers page through lists that move. A first page stores the ids that it shows, under a name.
 * When its reader goes on, the ids that are on the list by then and not in the order are appended, and keep their
 * places. So no paper comes twice in one order, and no paper that stays on the list is left out. An order is kept in
 * Redis for a quarter of an hour after its last use. It may be deleted earlier, since the size of all orders together
 * is limited.
 */
export class KeptOrders {
  readonly #script = new LuaScript(ORDER_SCRIPT);

  /** `root` is the prefix of the service's keys. */
  constructor(
    private readonly redis: Redis,
    private readonly root: string,
  ) {}

  /** Stores the ids that were shown. For an order that is stored already, only its time is renewed. */
  async keep(name: string, shown: readonly string[]): Promise<void> {
    if (shown.length > 0) await this.run(name, 0, 0, 0, shown);
  }

  /**
   * A page of an order, from place `first` on. `current(most)` returns the first ids of the current list, at most
   * `most`. Undefined for an unknown or forgotten order, and for a place far beyond the places that its readers have
   * reached.
   */
  async page(
    name: string,
    first: number,
    count: number,
    current: (most: number) => Promise<readonly string[]>,
  ): Promise<OrderPage | undefined> {
    for (;;) {
      const { length, ids } = await this.run(name, -1, first, first + count - 1, []);
      if (length === 0 || first > length + AHEAD || length > LONGEST) return undefined;
      if (length > first + count) return { ids, more: true };
      const whole = await this.run(name, -1, 0, -1, []);
      const known = new Set(whole.ids);
      const further = (await current(whole.length + AHEAD)).filter((id) => !known.has(id)).slice(0, AHEAD);
      if (further.length === 0) return { ids, more: false };
      // Another reader may append at the same time. The script takes the ids of the first, and both read again.
      await this.run(name, whole.length, 0, 0, further);
    }
  }

  private async run(
    name: string,
    expected: number,
    first: number,
    last: number,
    ids: readonly string[],
  ): Promise<{ length: number; ids: string[] }> {
    const answer = await this.#script.run(this.redis, this.root, name, expected, first, last, ...ids);
    const [length, part] = answer as [number, string[]];
    return { length, ids: part };
  }
}
