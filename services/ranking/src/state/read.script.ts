/**
 * Reads one page of a list as of one moment, with what its cards show.
 * ARGV: root prefix, list, scope (empty, `c:<category>`, `s:<handle>`), first, last, most that the list shows.
 * Answers `[generation, version, total, rows, rebuilding]`; generation is empty when Redis holds no lists.
 */
export const PAGE_SCRIPT = `
local root, list, scope = ARGV[1], ARGV[2], ARGV[3]
local call = redis.call
local generation = call('GET', root .. 'current')
if not generation then return { '', '', 0, {}, '' } end
local P = root .. 'g' .. generation .. ':'
if string.sub(scope, 1, 2) == 's:' then
  local handle = string.sub(scope, 3)
  scope = 's:' .. (call('HGET', P .. 'handles', handle) or handle)
end
local key = P .. 'l:' .. list .. (scope == '' and '' or ':' .. scope)
local versions = call('HMGET', P .. 'versions', list, 'names', 'periods')
local version = generation .. '.' .. (versions[1] or '0') .. '.' .. (versions[2] or '0') .. '.' .. (versions[3] or '0')
local most = tonumber(ARGV[6])
local last = math.min(tonumber(ARGV[5]), most - 1)
local members = call('ZRANGE', key, ARGV[4], last)
local rows = {}
for i, member in ipairs(members) do
  local id = string.match(member, '|(.*)$')
  local x = call('HMGET', P .. 'x:' .. id, 'u', 'n', 't', 'd')
  local by = x[4] and string.match(x[4], '([^|]*)$')
  rows[i] = { id, call('GET', P .. 'p:' .. id) or '', x[1] or '0', x[2] or '0', x[3] or '', by and call('HGET', P .. 'people', by) or '' }
end
return { generation, version, math.min(most, call('ZCARD', key)), rows, call('GET', root .. 'rebuilding') or '' }
`;

/**
 * What the bytes of a list depend on.
 * ARGV: root prefix, list; `day:` stands for the newest day that has papers.
 * Answers `[version, rebuilding]`; the version is empty when Redis holds no lists.
 */
export const VERSION_SCRIPT = `
local root, list = ARGV[1], ARGV[2]
local call = redis.call
local generation = call('GET', root .. 'current')
if not generation then return { '', '1' } end
local P = root .. 'g' .. generation .. ':'
if list == 'day:' then list = list .. (call('ZREVRANGE', P .. 'periods:day', 0, 0)[1] or '') end
local versions = call('HMGET', P .. 'versions', list, 'names', 'periods')
local version = generation .. '.' .. (versions[1] or '0') .. '.' .. (versions[2] or '0') .. '.' .. (versions[3] or '0')
return { version, call('GET', root .. 'rebuilding') or '' }
`;
