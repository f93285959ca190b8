import { FIELD } from './paper-fields.js';
import { WHOLE } from './whole.script.js';

/**
 * Part of scripts: the current generation, the key of a list or of a part of it, the version of the list, its ids and
 * its rows. `nothing` is answered when Redis holds no lists.
 */
const list = (nothing: string) => `
local root, list, scope = ARGV[1], ARGV[2], ARGV[3]
local call = redis.call
local generation = call('GET', root .. 'current')
if not generation then return ${nothing} end
local P = root .. 'g' .. generation .. ':'
${WHOLE}
if string.sub(scope, 1, 2) == 's:' then
  local handle = string.sub(scope, 3)
  scope = 's:' .. (call('HGET', P .. 'handles', handle) or handle)
end
if scope ~= '' then scope = ':' .. scope end
local key = P .. 'l:' .. list .. scope
local versions = call('HMGET', P .. 'versions', list, 'names', 'periods')
local version = generation .. '.' .. (versions[1] or '0') .. '.' .. (versions[2] or '0') .. '.' .. (versions[3] or '0')
local function total_of(most)
  return list == 'trending' and whole(key, scope, most) or math.min(most, call('ZCARD', key))
end
local function ids_of(first, last)
  local ids = last < first and {} or call('ZRANGE', key, first, last)
  for i, member in ipairs(ids) do ids[i] = string.match(member, '|(.*)$') end
  return ids
end
local function row_of(id, x)
  local by = x[4] and string.match(x[4], '([^|]*)$')
  return { id, call('GET', P .. 'p:' .. id) or '', x[1] or '0', x[2] or '0', x[3] or '', by and call('HGET', P .. 'people', by) or '', x[5] or '' }
end
local FIELDS = { '${FIELD.upvotes}', '${FIELD.comments}', '${FIELD.score}', '${FIELD.place}', '${FIELD.token}', '${FIELD.arrival}' }
local function numbers_of(id) return call('HMGET', P .. 'x:' .. id, unpack(FIELDS)) end
`;

const NO_PAGE = "{ '', '', 0, {}, '', {} }";

/**
 * Reads one page of a list as of one moment, with what its cards show.
 * ARGV: root prefix, list, scope (empty, `c:<category>`, `s:<handle>`), first, last, most that the list shows, how many
 * of the first ids of the list are wanted.
 * Answers `[generation, version, total, rows, rebuilding, before]`; generation is empty when Redis holds no lists. A row
 * is `[paper, card, upvotes, comments, score, submitter, token]`; a packed paper has a token and no card.
 */
export const PAGE_SCRIPT = `${list(NO_PAGE)}
local total = total_of(tonumber(ARGV[6]))
local rows = {}
for i, id in ipairs(ids_of(tonumber(ARGV[4]), math.min(tonumber(ARGV[5]), total - 1))) do rows[i] = row_of(id, numbers_of(id)) end
return { generation, version, total, rows, call('GET', root .. 'rebuilding') or '', ids_of(0, math.min(tonumber(ARGV[7]), total) - 1) }
`;

/**
 * Reads the ids of the first papers of a list.
 * ARGV: root prefix, list, scope, most that the list shows, how many are wanted. Answers the ids.
 */
export const ORDER_SCRIPT = `${list('{}')}
return ids_of(0, math.min(tonumber(ARGV[5]), total_of(tonumber(ARGV[4]))) - 1)
`;

/**
 * Reads given papers of a list, in the order given. Those that are not on the list any more are left out.
 * ARGV: root prefix, list, scope, most that the list shows, ids…
 * Answers as PAGE_SCRIPT does, without ids before.
 */
export const CHOSEN_SCRIPT = `${list(NO_PAGE)}
local rows = {}
for i = 5, #ARGV do
  local id = ARGV[i]
  local x = numbers_of(id)
  local since = x[6]
  if list ~= 'new' then since = x[4] and string.match(x[4], '^.-|.-|.-|(.-)|') end
  if since and call('ZSCORE', key, since .. '|' .. id) then rows[#rows + 1] = row_of(id, x) end
end
return { generation, version, total_of(tonumber(ARGV[4])), rows, call('GET', root .. 'rebuilding') or '', {} }
`;

/**
 * What the bytes of a list depend on.
 * ARGV: root prefix, list.
 * Answers `[version, rebuilding]`; the version is empty when Redis holds no lists.
 */
export const VERSION_SCRIPT = `
local root, list = ARGV[1], ARGV[2]
local call = redis.call
local generation = call('GET', root .. 'current')
if not generation then return { '', '1' } end
local P = root .. 'g' .. generation .. ':'
local versions = call('HMGET', P .. 'versions', list, 'names', 'periods')
local version = generation .. '.' .. (versions[1] or '0') .. '.' .. (versions[2] or '0') .. '.' .. (versions[3] or '0')
return { version, call('GET', root .. 'rebuilding') or '' }
`;

/**
 * The newest periods of a cadence that have papers, down to the first with enough of them.
 * ARGV: root prefix, cadence, how many papers are enough, how many periods are read at most.
 * Answers `[version, rebuilding, period, papers, period, papers, …]`; the version changes with each of these lists and
 * is empty when Redis holds none.
 */
export const NEWEST_SCRIPT = `
local root, cadence, enough, most = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local call = redis.call
local generation = call('GET', root .. 'current')
if not generation then return { '', '1' } end
local P = root .. 'g' .. generation .. ':'
local versions = call('HMGET', P .. 'versions', 'names', 'periods')
local version = generation .. '.' .. (versions[1] or '0') .. '.' .. (versions[2] or '0')
local answer = { '', call('GET', root .. 'rebuilding') or '' }
for _, period in ipairs(call('ZREVRANGE', P .. 'periods:' .. cadence, 0, most - 1)) do
  local list = cadence .. ':' .. period
  local papers = call('ZCARD', P .. 'l:' .. list)
  version = version .. '.' .. (call('HGET', P .. 'versions', list) or '0')
  answer[#answer + 1] = period
  answer[#answer + 1] = papers
  if papers >= enough then break end
end
answer[1] = version
return answer
`;
