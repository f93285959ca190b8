import { ROOT_HALF } from '../formula/exact.js';
import { BUCKET_MS, type Trending } from '../formula/trending.js';
import { CHANGES } from './changes.script.js';
import { LISTING } from './listing.script.js';
import { FIELD } from './paper-fields.js';
import { PLACES } from './places.script.js';
import type { Room } from './room.js';
import { SCORING } from './scoring.script.js';

/**
 * The one script that changes the lists. It applies a batch of one partition, the sequence numbers that make effects
 * idempotent, and the next offset, all or nothing. It does so only if the stored offset is the expected one.
 *
 * ARGV: root prefix, the generation that is being filled (empty: the current one), source (`topic/partition`, or empty
 * for a change of our own), expected offset, next offset, changes (JSON, see state-change.ts).
 * Answers `['done']` or, having changed nothing, `['offset', stored]`, `['generation', stored]`, or
 * `['away', generation, paper, token, …]`: these papers are packed and have to be restored first (packing.script.ts).
 *
 * Keys of a generation, after `<root>g<generation>:`
 * - positions            hash  topic/partition -> next offset
 * - v:<paper>            hash  person -> seq|flag|times (vote-entry.ts)
 * - x:<paper>            hash  the paper's numbers and places (paper-fields.ts)
 * - p:<paper>            text  what a card shows
 * - l:<list><scope>      zset  day:..., week:..., month:..., trending, new; scope empty, :c:<category>, :s:<person>;
 *                              the score is negated, so that ZRANGE orders by rank, earlier submission, id
 * - floors               hash  scope -> score|member of the best packed paper: behind it trending may lack papers
 * - periods:<cadence>    zset  the periods that have papers
 * - settled              set   periods whose lists were dropped after closing
 * - people, handles, submitters, comments, versions: hashes
 */
export function applyScript(trending: Trending, newKept: Room): string {
  return `${constants(trending, newKept)}${SCORING}${PLACES}${LISTING}${CHANGES}${TOUCHED}${MAIN}`;
}

const number = (value: number): string => value.toPrecision(17);

function constants(trending: Trending, newKept: Room): string {
  return `
local PER_BLOCK, COMMENT_WEIGHT, BUCKET_MS = ${trending.perBlock}, ${number(trending.settings.commentWeight)}, ${BUCKET_MS}
local WEIGHTS = {${trending.weights.map(number).join(',')}}
local LOG2_E, ROOT_HALF = ${number(Math.LOG2E)}, ${number(ROOT_HALF)}
local NEW_ALL, NEW_SCOPED = ${newKept.all}, ${newKept.scoped}
local call = redis.call
local root, filling, source = ARGV[1], ARGV[2], ARGV[3]
local generation = call('GET', root .. (filling == '' and 'current' or 'filling')) or ''
local P = root .. 'g' .. generation .. ':'
`;
}

// Finds the packed and the marked papers that a batch touches. Packed ones have to be restored before anything changes.
// The marks are removed, so that a packing under way does not delete what changes now.
const TOUCHED = `
local function touched_by(changes)
  local ids = {}
  for _, change in ipairs(changes) do
    local kind = change[1]
    if kind == 'vote' or kind == 'paper' then ids[change[2]] = true end
    if kind == 'comment' then
      local old = call('HGET', P .. 'comments', change[2])
      if old then ids[string.match(old, '^(.-)|')] = true end
      if change[3] then ids[change[3]] = true end
    end
  end
  local away, marked = {}, {}
  for id in pairs(ids) do
    local x = call('HMGET', P .. 'x:' .. id, '${FIELD.token}', '${FIELD.mark}')
    if x[1] then away[#away + 1] = id; away[#away + 1] = x[1] end
    if x[2] then marked[#marked + 1] = id end
  end
  return away, marked
end
`;

const MAIN = `
if generation == '' or (filling ~= '' and filling ~= generation) then return { 'generation', generation } end
if filling == '' and source ~= '' and call('EXISTS', root .. 'handover') == 1 then return { 'generation', generation } end
if source ~= '' then
  local at = call('HGET', P .. 'positions', source) or '0'
  if at ~= ARGV[4] then return { 'offset', at } end
end
local changes = cjson.decode(ARGV[6])
local away, marked = touched_by(changes)
if #away > 0 then return { 'away', generation, unpack(away) } end
for _, id in ipairs(marked) do call('HDEL', P .. 'x:' .. id, '${FIELD.mark}') end
for _, change in ipairs(changes) do
  local args = {}
  for i = 2, 9 do
    local value = change[i]
    if value == cjson.null then value = nil end
    args[i - 1] = value
  end
  handlers[change[1]](unpack(args, 1, 8))
end
for id, change in pairs(dirty) do flush(id, change) end
if source ~= '' then call('HSET', P .. 'positions', source, ARGV[5]) end
local time = call('TIME')
local version = tonumber(time[1]) * 1000000 + tonumber(time[2])
for name in pairs(bumped) do
  local was = tonumber(call('HGET', P .. 'versions', name) or '0')
  call('HSET', P .. 'versions', name, string.format('%.0f', was >= version and was + 1 or version))
end
return { 'done' }
`;
