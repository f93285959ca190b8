import { ROOT_HALF } from '../formula/exact.js';
import { BUCKET_MS, type Trending } from '../formula/trending.js';
import { CHANGES } from './changes.script.js';
import { LISTING } from './listing.script.js';
import { SCORING } from './scoring.script.js';

/** Papers shown on the list of all new papers, and on that of one category or submitter. */
export const NEW_SHOWN = { all: 1_000, scoped: 200 } as const;
/** Kept beyond what is shown, so that removals leave no hole. */
const NEW_KEPT = { all: 1_200, scoped: 240 } as const;

/**
 * The one script that changes the lists: it applies a batch of one partition, the sequence numbers that make effects
 * idempotent, and the next offset, all or nothing, and only on top of the offset and generation that it was told.
 *
 * ARGV: root prefix, the generation that is being filled (empty: the current one), source (`topic/partition`, or empty
 * for a change of our own), expected offset, next offset, changes (JSON, see state-change.ts).
 * Answers `['done']`, `['offset', stored]` or `['generation', the one there]`.
 *
 * Keys of a generation, after `<root>g<generation>:`
 * - positions            hash  topic/partition -> next offset
 * - v:<paper>            hash  person -> seq|flag|times (vote-entry.ts)
 * - x:<paper>            hash  s seq, d day|week|month|submitted|person|submitter, g categories, a arrival, w withdrawn,
 *                              u upvotes, n comments, r<flag> votes that don't count, t trending score,
 *                              b<block> sum|place:votes:comments,...
 * - p:<paper>            text  what a card shows
 * - l:<list><scope>      zset  day:..., week:..., month:..., trending, new; scope empty, :c:<category>, :s:<person>;
 *                              the score is negated, so that rank, earlier submission, id is ZRANGE's own order
 * - periods:<cadence>    zset  the periods that have papers
 * - settled              set   periods whose lists were dropped after closing
 * - people, handles, submitters, comments, versions: hashes
 */
export function applyScript(trending: Trending): string {
  return `${constants(trending)}${SCORING}${LISTING}${CHANGES}${MAIN}`;
}

const number = (value: number): string => value.toPrecision(17);

function constants(trending: Trending): string {
  return `
local PER_BLOCK, COMMENT_WEIGHT, BUCKET_MS = ${trending.perBlock}, ${number(trending.settings.commentWeight)}, ${BUCKET_MS}
local WEIGHTS = {${trending.weights.map(number).join(',')}}
local LOG2_E, ROOT_HALF = ${number(Math.LOG2E)}, ${number(ROOT_HALF)}
local NEW_ALL, NEW_SCOPED = ${NEW_KEPT.all}, ${NEW_KEPT.scoped}
local call = redis.call
local root, filling, source = ARGV[1], ARGV[2], ARGV[3]
local generation = call('GET', root .. (filling == '' and 'current' or 'filling')) or ''
local P = root .. 'g' .. generation .. ':'
`;
}

const MAIN = `
if generation == '' or (filling ~= '' and filling ~= generation) then return { 'generation', generation } end
if filling == '' and source ~= '' and call('EXISTS', root .. 'handover') == 1 then return { 'generation', generation } end
if source ~= '' then
  local at = call('HGET', P .. 'positions', source) or '0'
  if at ~= ARGV[4] then return { 'offset', at } end
end
for _, change in ipairs(cjson.decode(ARGV[6])) do
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
