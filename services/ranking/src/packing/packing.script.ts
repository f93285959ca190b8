import { FIELD } from '../live/paper-fields.js';
import { PLACES } from '../live/places.script.js';
import type { Room } from '../live/room.js';
import { BEFORE } from '../live/whole.script.js';

/** A paper with more votes than this stays in Redis: its document would be too large. */
const MOST_VOTES = 100_000;

const BEGIN = `
local call = redis.call
local root, generation = ARGV[1], ARGV[2]
local P = root .. 'g' .. generation .. ':'
${PLACES}
-- The lists of trending that a packed paper leaves: its submitter's keeps it.
local function left(x) return scopes(x, nil) end

local function member_of(id, x) return placed(x).submitted .. '|' .. id end
`;

const spent = ({ all, scoped }: Room) => `
local function kept(scope) return scope == '' and ${all} or ${scoped} end

local function spent(id, x)
  if x.${FIELD.token} then return false end
  local votes = call('HLEN', P .. 'v:' .. id)
  if votes > ${MOST_VOTES} or (votes == 0 and call('EXISTS', P .. 'p:' .. id) == 0) then return false end
  local place = placed(x)
  for _, list in ipairs(place and place.lists or {}) do
    if not is_settled(list) then return false end
  end
  for _, scope in ipairs(left(x)) do
    if x.${FIELD.arrival} and call('ZSCORE', P .. 'l:new' .. scope, x.${FIELD.arrival} .. '|' .. id) then return false end
    local rank = place and call('ZRANK', P .. 'l:trending' .. scope, member_of(id, x))
    if rank and rank < kept(scope) then return false end
  end
  return true, votes
end
`;

/**
 * The first step of packing: marks those papers that may leave. Every change of a marked paper removes its mark.
 * ARGV: root prefix, generation, token, paper ids. Answers `[paper, votes, paper, votes, …]` of those that are marked.
 */
export const markScript = (kept: Room): string => `${BEGIN}${spent(kept)}
local answer = {}
if call('GET', root .. 'current') ~= generation then return answer end
for i = 4, #ARGV do
  local x = stats(ARGV[i])
  local is_spent, votes = spent(ARGV[i], x)
  if is_spent then
    call('HSET', P .. 'x:' .. ARGV[i], '${FIELD.mark}', ARGV[3])
    answer[#answer + 1] = ARGV[i]
    answer[#answer + 1] = votes
  end
end
return answer
`;

/**
 * The last step of packing, when the documents are in MongoDB. Deletes votes, card and blocks of the papers that still
 * have their mark, so that nothing of them has changed since, and that still may leave.
 * ARGV: root prefix, generation, token, paper ids. Answers those that are packed now.
 */
export const commitScript = (kept: Room): string => `${BEGIN}${spent(kept)}${BEFORE}
local function leave(scope, member)
  local key = P .. 'l:trending' .. scope
  local score = call('ZSCORE', key, member)
  if not score then return end
  call('ZREM', key, member)
  local floor = call('HGET', P .. 'floors', scope)
  local floor_score, floor_member = string.match(floor or '', '^(.-)|(.*)$')
  local mine, its = tonumber(score), tonumber(floor_score)
  if not floor or mine < its or (mine == its and before(member, floor_member)) then
    call('HSET', P .. 'floors', scope, score .. '|' .. member)
  end
  call('HINCRBY', P .. 'floors', 'left', 1)
end

local answer = {}
if call('GET', root .. 'current') ~= generation then return answer end
for i = 4, #ARGV do
  local id = ARGV[i]
  local x, key = stats(id), P .. 'x:' .. id
  if x.${FIELD.mark} == ARGV[3] then
    call('HDEL', key, '${FIELD.mark}')
    if spent(id, x) then
      call('UNLINK', P .. 'v:' .. id, P .. 'p:' .. id)
      -- Made anew, since a hash that once held long blocks would not go back to Redis' compact form.
      local stays = { '${FIELD.token}', ARGV[3] }
      for field, value in pairs(x) do
        if field ~= '${FIELD.mark}' and string.sub(field, 1, 1) ~= '${FIELD.block}' then
          stays[#stays + 1] = field
          stays[#stays + 1] = value
        end
      end
      call('DEL', key)
      call('HSET', key, unpack(stays))
      if x.${FIELD.place} then
        for _, scope in ipairs(left(x)) do leave(scope, member_of(id, x)) end
      end
      answer[#answer + 1] = id
    end
  end
end
return answer
`;

/**
 * Writes some of a packed paper's votes or blocks back to Redis. Does nothing when the paper is not packed with this
 * token (any more). They are not read until the restoring ends.
 * ARGV: root prefix, generation, paper, token, kind of key (`v` or `x`), field, value, field, value, …
 */
export const RESTORE_FIELDS_SCRIPT = `
local P = ARGV[1] .. 'g' .. ARGV[2] .. ':'
if redis.call('HGET', P .. 'x:' .. ARGV[3], '${FIELD.token}') ~= ARGV[4] then return 0 end
redis.call('HSET', P .. ARGV[5] .. ':' .. ARGV[3], unpack(ARGV, 6))
return 1
`;

/**
 * Ends restoring a paper whose votes and blocks are back: writes its card and its places on trending, and removes its
 * token. Then Redis is as if the paper had never been packed. Does nothing when another replica was faster.
 * ARGV: root prefix, generation, paper, token, card or nothing.
 */
export const RESTORE_SCRIPT = `${BEGIN}
local id, token, card = ARGV[3], ARGV[4], ARGV[5]
local key = P .. 'x:' .. id
local x = stats(id)
if x.${FIELD.token} ~= token then return 0 end
if card ~= '' then call('SET', P .. 'p:' .. id, card) end
call('HDEL', key, '${FIELD.token}')
if x.${FIELD.place} and x.${FIELD.score} and x.${FIELD.withdrawn} ~= '1' then
  for _, scope in ipairs(left(x)) do
    call('ZADD', P .. 'l:trending' .. scope, string.format('%.17g', -tonumber(x.${FIELD.score})), member_of(id, x))
  end
end
return 1
`;
