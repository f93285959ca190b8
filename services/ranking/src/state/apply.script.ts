import { LOG_TERMS, ROOT_HALF } from '../formula/exact.js';
import { BLOCKS_SUMMED, BUCKET_MS, type Trending } from '../formula/trending.js';

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

// The same steps as formula/trending.ts and formula/exact.ts; a property test compares the bits.
const SCORING = `
local function log2(value)
  local fraction, exponent = math.frexp(value)
  if fraction < ROOT_HALF then fraction = fraction * 2; exponent = exponent - 1 end
  local t = (fraction - 1) / (fraction + 1)
  local square = t * t
  local sum = 0
  for n = ${2 * LOG_TERMS - 1}, 1, -2 do sum = sum * square + 1 / n end
  return exponent + 2 * t * sum * LOG2_E
end

local function block_text(old, changes)
  local places = {}
  for k, v, c in string.gmatch(old or '', '(%d+):(%d+):(%d+)') do places[tonumber(k)] = { tonumber(v), tonumber(c) } end
  for k, change in pairs(changes) do
    local known = places[k] or { 0, 0 }
    known[1] = known[1] + change[1]
    known[2] = known[2] + change[2]
    places[k] = known
  end
  local keys = {}
  for k, counts in pairs(places) do if counts[1] > 0 or counts[2] > 0 then keys[#keys + 1] = k end end
  if #keys == 0 then return nil end
  table.sort(keys, function(a, b) return a > b end)
  local sum, parts = 0, {}
  for i, k in ipairs(keys) do
    local counts = places[k]
    sum = sum + (counts[1] + COMMENT_WEIGHT * counts[2]) * WEIGHTS[k + 1]
    parts[i] = k .. ':' .. counts[1] .. ':' .. counts[2]
  end
  return string.format('%.17g', sum) .. '|' .. table.concat(parts, ',')
end

local function score_of(x)
  local blocks, sums = {}, {}
  for field, value in pairs(x) do
    if string.byte(field) == 98 then
      local sum = tonumber(string.match(value, '^[^|]+'))
      if sum > 0 then
        local block = tonumber(string.sub(field, 2))
        blocks[#blocks + 1] = block
        sums[block] = sum
      end
    end
  end
  if #blocks == 0 then return nil end
  table.sort(blocks, function(a, b) return a > b end)
  local sum = 0
  for _, block in ipairs(blocks) do
    local distance = blocks[1] - block
    if distance > ${BLOCKS_SUMMED} then break end
    sum = sum + math.ldexp(sums[block], -distance)
  end
  return blocks[1] + log2(sum)
end
`;

const LISTING = `
local bumped, dirty, settled = {}, {}, {}

local function stats(id)
  local flat, x = call('HGETALL', P .. 'x:' .. id), {}
  for i = 1, #flat, 2 do x[flat[i]] = flat[i + 1] end
  return x
end

local function touch(id)
  local paper = dirty[id]
  if not paper then paper = { u = 0, n = 0, r = {}, b = {} }; dirty[id] = paper end
  return paper
end

local function scopes(x, by)
  local all = { '' }
  for category in string.gmatch(x.g or '', '[^,]+') do all[#all + 1] = ':c:' .. category end
  if by then all[#all + 1] = ':s:' .. by end
  return all
end

local function placed(x)
  if not x.d then return nil end
  local day, week, month, submitted, person, by = string.match(x.d, '^(.-)|(.-)|(.-)|(.-)|(.-)|(.*)$')
  return { lists = { 'day:' .. day, 'week:' .. week, 'month:' .. month }, submitted = submitted, person = tonumber(person), by = by }
end

local function is_settled(list)
  if settled[list] == nil then settled[list] = call('SISMEMBER', P .. 'settled', list) == 1 end
  return settled[list]
end

local function index_of(list)
  local cadence, name = string.match(list, '^(%a+):(.+)$')
  return P .. 'periods:' .. cadence, name
end

local function unlist(id, x)
  local place = placed(x)
  if not place then return end
  local member = place.submitted .. '|' .. id
  for _, scope in ipairs(scopes(x, place.by)) do
    for _, list in ipairs(place.lists) do call('ZREM', P .. 'l:' .. list .. scope, member) end
    call('ZREM', P .. 'l:trending' .. scope, member)
  end
  for _, list in ipairs(place.lists) do
    bumped[list] = true
    local index, name = index_of(list)
    if call('EXISTS', P .. 'l:' .. list) == 0 and call('ZREM', index, name) == 1 then bumped.periods = true end
  end
  bumped.trending = true
  if call('HINCRBY', P .. 'submitters', place.by, -1) <= 0 then call('HDEL', P .. 'submitters', place.by) end
end

local function list(id, x, score)
  local place = placed(x)
  if not place then return end
  local member = place.submitted .. '|' .. id
  local primary = -(2 * tonumber(x.u or '0') + place.person)
  local all = scopes(x, place.by)
  for _, name in ipairs(place.lists) do
    if not is_settled(name) then
      for _, scope in ipairs(all) do call('ZADD', P .. 'l:' .. name .. scope, primary, member) end
      local index, period = index_of(name)
      if call('ZADD', index, 0, period) == 1 then bumped.periods = true end
    end
    bumped[name] = true
  end
  for _, scope in ipairs(all) do
    if score and x.w ~= '1' then
      call('ZADD', P .. 'l:trending' .. scope, string.format('%.17g', -score), member)
    else
      call('ZREM', P .. 'l:trending' .. scope, member)
    end
  end
  bumped.trending = true
end

local function shrink(id, x)
  if not x.d and not x.a and tonumber(x.u or '0') == 0 and tonumber(x.n or '0') == 0 then
    for field in pairs(x) do if field ~= 's' and field ~= 'g' then return end end
    call('DEL', P .. 'x:' .. id)
  end
end

local function flush(id, change)
  local x, key = stats(id), P .. 'x:' .. id
  local set, gone = {}, {}
  local function put(field, value)
    if value then x[field] = value; set[#set + 1] = field; set[#set + 1] = value
    elseif x[field] then x[field] = nil; gone[#gone + 1] = field end
  end
  local function count(field, by)
    if by == 0 then return end
    local now = tonumber(x[field] or '0') + by
    put(field, now ~= 0 and string.format('%.0f', now) or nil)
  end
  count('u', change.u)
  count('n', change.n)
  for flag, by in pairs(change.r) do count('r' .. flag, by) end
  for block, places in pairs(change.b) do
    local field = 'b' .. block
    put(field, block_text(x[field] and string.match(x[field], '|(.*)'), places))
  end
  local score = score_of(x)
  put('t', score and string.format('%.17g', score) or nil)
  if #set > 0 then call('HSET', key, unpack(set)) end
  if #gone > 0 then call('HDEL', key, unpack(gone)) end
  list(id, x, score)
  if x.a then bumped.new = true end
  shrink(id, x)
end

local function forget_new(id)
  local x = stats(id)
  if x.d then return end
  for _, scope in ipairs(scopes(x, nil)) do
    if x.a and call('ZSCORE', P .. 'l:new' .. scope, x.a .. '|' .. id) then return end
  end
  call('DEL', P .. 'p:' .. id)
  call('HDEL', P .. 'x:' .. id, 's', 'g', 'a', 'w')
  x.s, x.g, x.a, x.w = nil, nil, nil, nil
  shrink(id, x)
end

local function unlist_new(id, x)
  if not x.a then return end
  local place = placed(x)
  for _, scope in ipairs(scopes(x, place and place.by)) do call('ZREM', P .. 'l:new' .. scope, x.a .. '|' .. id) end
  bumped.new = true
end

-- An import brings millions of papers that no list of new ones has room for: they leave no trace.
local function too_old(categories, arrival)
  for _, scope in ipairs(scopes({ g = categories }, nil)) do
    local key, room = P .. 'l:new' .. scope, scope == '' and NEW_ALL or NEW_SCOPED
    if call('ZCARD', key) < room then return false end
    if arrival > -tonumber(call('ZRANGE', key, -1, -1, 'WITHSCORES')[2]) then return false end
  end
  return true
end

local function list_new(id, x, arrival)
  local place, member, kept = placed(x), x.a .. '|' .. id, false
  local fallen = {}
  for _, scope in ipairs(scopes(x, place and place.by)) do
    local key, room = P .. 'l:new' .. scope, scope == '' and NEW_ALL or NEW_SCOPED
    call('ZADD', key, -arrival, member)
    if call('ZCARD', key) > room then
      for _, old in ipairs(call('ZRANGE', key, room, -1)) do
        call('ZREM', key, old)
        fallen[#fallen + 1] = string.match(old, '|(.*)$')
      end
    end
    if call('ZSCORE', key, member) then kept = true end
  end
  if kept then bumped.new = true end
  for _, other in ipairs(fallen) do forget_new(other) end
end
`;

const CHANGES = `
local function weigh(id, packed, by)
  local flag, times = string.match(packed, '^%d+|(.)|(.*)$')
  local _, commas = string.gsub(times, ',', '')
  if commas % 2 == 1 then return end
  local paper = touch(id)
  if flag ~= '1' then paper.r[flag] = (paper.r[flag] or 0) + by; return end
  paper.u = paper.u + by
  local bucket = math.floor(tonumber(string.match(times, '^[^,]+'), 36) / BUCKET_MS)
  local block = math.floor(bucket / PER_BLOCK)
  local places = paper.b[block] or {}
  paper.b[block] = places
  local place = bucket - block * PER_BLOCK
  local counts = places[place] or { 0, 0 }
  counts[1] = counts[1] + by
  places[place] = counts
end

local function weigh_comment(id, posted, by)
  local paper = touch(id)
  paper.n = paper.n + by
  local bucket = math.floor(posted / BUCKET_MS)
  local block = math.floor(bucket / PER_BLOCK)
  local places = paper.b[block] or {}
  paper.b[block] = places
  local place = bucket - block * PER_BLOCK
  local counts = places[place] or { 0, 0 }
  counts[2] = counts[2] + by
  places[place] = counts
end

local handlers = {}

-- vote: paper, person, seq, flag, times; a tombstone has no seq
function handlers.vote(paper, person, seq, flag, times)
  local key = P .. 'v:' .. paper
  local old = call('HGET', key, person)
  if old and seq and tonumber(string.match(old, '^%d+')) >= seq then return end
  if old then weigh(paper, old, -1) end
  if not seq then call('HDEL', key, person); return end
  local packed = string.format('%.0f', seq) .. '|' .. flag .. '|' .. times
  call('HSET', key, person, packed)
  weigh(paper, packed, 1)
end

-- comment: id, paper, seq, shown, posted; a tombstone has the id alone
function handlers.comment(id, paper, seq, shown, posted)
  local old = call('HGET', P .. 'comments', id)
  local was_paper, was_seq, was_shown, was_posted
  if old then
    was_paper, was_seq, was_shown, was_posted = string.match(old, '^(.-)|(.-)|(.-)|(.*)$')
    if seq and tonumber(was_seq) >= seq then return end
    if was_shown == '1' then weigh_comment(was_paper, tonumber(was_posted), -1) end
  end
  if not seq then call('HDEL', P .. 'comments', id); return end
  call('HSET', P .. 'comments', id, paper .. '|' .. string.format('%.0f', seq) .. '|' .. shown .. '|' .. string.format('%.0f', posted))
  if shown == 1 then weigh_comment(paper, posted, 1) end
end

-- person: id, seq, handle, name; a tombstone has the id alone
function handlers.person(id, seq, handle, name)
  local old = call('HGET', P .. 'people', id)
  if old then
    local was_seq, was_handle = string.match(old, '^(.-)|(.-)|')
    if seq and tonumber(was_seq) >= seq then return end
    if call('HGET', P .. 'handles', was_handle) == id then call('HDEL', P .. 'handles', was_handle) end
  end
  if seq then
    call('HSET', P .. 'people', id, string.format('%.0f', seq) .. '|' .. handle .. '|' .. name)
    call('HSET', P .. 'handles', handle, id)
  else
    call('HDEL', P .. 'people', id)
  end
  if call('HEXISTS', P .. 'submitters', id) == 1 then bumped.names = true end
end

local function settle_pending(id)
  local change = dirty[id]
  if change then dirty[id] = nil; flush(id, change) end
end

-- paper: id, seq, card, arrival, arrival as text, categories, withdrawn, place or false; a tombstone has the id alone
function handlers.paper(id, seq, card, arrival, arrived, categories, withdrawn, place)
  settle_pending(id)
  local x = stats(id)
  if seq and x.s and tonumber(x.s) >= seq then return end
  if seq and not place and not withdrawn and not next(x) and too_old(categories, arrival) then return end
  unlist(id, x)
  unlist_new(id, x)
  local key = P .. 'x:' .. id
  call('HDEL', key, 's', 'd', 'g', 'a', 'w')
  x.s, x.d, x.g, x.a, x.w = nil, nil, nil, nil, nil
  if not seq then
    call('DEL', P .. 'p:' .. id)
    shrink(id, x)
    return
  end
  x.s, x.g, x.a = string.format('%.0f', seq), categories, arrived
  if withdrawn then x.w = '1' end
  if place then
    local cutoff = call('HGET', root .. 'early', place[1])
    local from = (cutoff and place[8] >= tonumber(cutoff)) and 4 or 1
    x.d = table.concat({ place[from], place[from + 1], place[from + 2], place[7], place[9], place[10] }, '|')
    call('HINCRBY', P .. 'submitters', place[10], 1)
  end
  local set = { 's', x.s, 'g', x.g, 'a', x.a }
  if x.w then set[#set + 1] = 'w'; set[#set + 1] = x.w end
  if x.d then set[#set + 1] = 'd'; set[#set + 1] = x.d end
  call('HSET', key, unpack(set))
  call('SET', P .. 'p:' .. id, card)
  if withdrawn then
    if not place then call('HDEL', key, 'a'); call('DEL', P .. 'p:' .. id) end
  else
    list_new(id, x, arrival)
    if not place then forget_new(id) end
  end
  touch(id)
end

-- early: day, cutoff, next day, its week, its month: what was submitted from the cutoff on moves to the next day
function handlers.early(day, cutoff, next_day, next_week, next_month)
  call('HSET', root .. 'early', day, string.format('%.0f', cutoff))
  for _, member in ipairs(call('ZRANGE', P .. 'l:day:' .. day, 0, -1)) do
    local submitted, id = string.match(member, '^(.-)|(.*)$')
    if tonumber(submitted, 36) >= cutoff then
      local x = stats(id)
      local place = placed(x)
      unlist(id, x)
      call('HINCRBY', P .. 'submitters', place.by, 1)
      x.d = table.concat({ next_day, next_week, next_month, place.submitted, place.person, place.by }, '|')
      call('HSET', P .. 'x:' .. id, 'd', x.d)
      touch(id)
    end
  end
  bumped['day:' .. day] = true
end

-- late: day; an early closing that is no more
function handlers.late(day)
  call('HDEL', root .. 'early', day)
  bumped['day:' .. day] = true
end

-- settle: the lists of a period (day:2026-11-22) leave Redis; its edition answers from now on
function handlers.settle(name)
  for _, member in ipairs(call('ZRANGE', P .. 'l:' .. name, 0, -1)) do
    local x = stats(string.match(member, '|(.*)$'))
    local place = placed(x)
    for _, scope in ipairs(scopes(x, place and place.by)) do call('DEL', P .. 'l:' .. name .. scope) end
  end
  call('SADD', P .. 'settled', name)
  local index, period = index_of(name)
  if call('ZREM', index, period) == 1 then bumped.periods = true end
  bumped[name] = true
end

-- bump: a list's bytes changed for a reason outside of Redis
function handlers.bump(name)
  bumped[name] = true
end
`;

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
