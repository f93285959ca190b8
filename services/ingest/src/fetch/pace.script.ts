/**
 * Lua that keeps the pace of all replicas by Redis' own clock. One hash holds the replica that asks now and the end of its
 * turn, the earliest time of the next request, the pause that each host asked for, and the count of the day's requests.
 */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** ARGV: holder, host, lease, interval, requests a day. Answers whether the holder may ask, else the wait and its reason. */
export const TAKE_TURN = `${NOW}
local holder, host = ARGV[1], ARGV[2]
local lease, every, budget = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local known = redis.call('HMGET', KEYS[1], 'holder', 'until', 'next', 'day', 'count', 'pause ' .. host)
if not known[3] then
  -- Redis is new or has lost its data: nobody knows how long ago the last request was.
  redis.call('HSET', KEYS[1], 'next', now + every)
  return {0, every, 'turn'}
end
if known[1] and known[1] ~= '' and tonumber(known[2]) > now then
  return {0, math.min(tonumber(known[2]) - now, 100), 'turn'}
end
local pause = tonumber(known[6] or 0) - now
local turn = tonumber(known[3]) - now
if pause > 0 and pause > turn then return {0, pause, 'pause'} end
if turn > 0 then return {0, turn, turn > every and 'pause' or 'turn'} end
local day = math.floor(now / 86400000)
local count = tonumber(known[4] or -1) == day and tonumber(known[5]) or 0
if count >= budget then return {0, (day + 1) * 86400000 - now, 'budget'} end
redis.call('HSET', KEYS[1], 'holder', holder, 'until', now + lease, 'next', now + every, 'day', day, 'count', count + 1)
return {1, 0, ''}
`;

/**
 * ARGV: holder, host, interval, what the host said (ok, pause-all, pause-host), the wait that it asks for in ms or -1,
 * first and longest wait in ms, jitter from 0 to 1. Answers the wait in ms before the next request to that host.
 */
export const END_TURN = `${NOW}
local holder, host, every = ARGV[1], ARGV[2], tonumber(ARGV[3])
local said, wish, first, longest, jitter = ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
if redis.call('HGET', KEYS[1], 'holder') == holder then redis.call('HSET', KEYS[1], 'holder', '') end
local function notBefore(field, at)
  if tonumber(redis.call('HGET', KEYS[1], field) or 0) < at then redis.call('HSET', KEYS[1], field, at) end
end
notBefore('next', now + every)
if said == 'ok' then
  redis.call('HDEL', KEYS[1], 'strikes ' .. host)
  return 0
end
local strikes = redis.call('HINCRBY', KEYS[1], 'strikes ' .. host, 1)
local wait = math.min(first * 2 ^ math.min(strikes - 1, 20), longest)
wait = math.floor(wish >= 0 and wish * (1 + jitter / 10) or wait * (0.5 + jitter))
notBefore(said == 'pause-all' and 'next' or 'pause ' .. host, now + math.max(wait, every))
return wait
`;
