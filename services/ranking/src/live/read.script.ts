import { FIELD } from './paper-fields.js';
import { WHOLE } from './whole.script.js';

/**
 * Reads one page of a list as of one moment, with what its cards show.
 * ARGV: root prefix, list, scope (empty, `c:<category>`, `s:<handle>`), first, last, most that the list shows.
 * Answers `[generation, version, total, rows, rebuilding]`; generation is empty when Redis holds no lists. A row is
 * `[paper, card, upvotes, comments, score, submitter, token]`; a packed paper has a token and no card.
 */
export const PAGE_SCRIPT = `
local root, list, scope = ARGV[1], ARGV[2], ARGV[3]
local call = redis.call
local generation = call('GET', root .. 'current')
if not generation then return { '', '', 0, {}, '' } end
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
local most = tonumber(ARGV[6])
local total = list == 'trending' and whole(key, scope, most) or math.min(most, call('ZCARD', key))
local last = math.min(tonumber(ARGV[5]), total - 1)
local members = last < 0 and {} or call('ZRANGE', key, ARGV[4], last)
local rows = {}
for i, member in ipairs(members) do
  local id = string.match(member, '|(.*)$')
  local x = call('HMGET', P .. 'x:' .. id, '${FIELD.upvotes}', '${FIELD.comments}', '${FIELD.score}', '${FIELD.place}', '${FIELD.token}')
  local by = x[4] and string.match(x[4], '([^|]*)$')
  rows[i] = { id, call('GET', P .. 'p:' .. id) or '', x[1] or '0', x[2] or '0', x[3] or '', by and call('HGET', P .. 'people', by) or '', x[5] or '' }
end
return { generation, version, total, rows, call('GET', root .. 'rebuilding') or '' }
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
 * ARGV: root prefix, cadence, how many papers are enough, how many periods are looked at.
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
