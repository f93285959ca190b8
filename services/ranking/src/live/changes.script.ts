import { FIELD } from './paper-fields.js';
/** Part of the apply script: what each kind of change (state-change.ts) does. */
export const CHANGES = `
local function weigh(id, packed, by)
  local flag, times = string.match(packed, '^%d+|(.)|(.*)$')
  local _, commas = string.gsub(times, ',', '')
  if commas % 2 == 1 then return end
  local paper = touch(id)
  if flag ~= '1' then paper.uncounted[flag] = (paper.uncounted[flag] or 0) + by; return end
  paper.upvotes = paper.upvotes + by
  local bucket = math.floor(tonumber(string.match(times, '^[^,]+'), 36) / BUCKET_MS)
  local block = math.floor(bucket / PER_BLOCK)
  local places = paper.blocks[block] or {}
  paper.blocks[block] = places
  local place = bucket - block * PER_BLOCK
  local counts = places[place] or { 0, 0 }
  counts[1] = counts[1] + by
  places[place] = counts
end

local function weigh_comment(id, posted, by)
  local paper = touch(id)
  paper.comments = paper.comments + by
  local bucket = math.floor(posted / BUCKET_MS)
  local block = math.floor(bucket / PER_BLOCK)
  local places = paper.blocks[block] or {}
  paper.blocks[block] = places
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

local function flush_pending(id)
  local change = dirty[id]
  if change then dirty[id] = nil; flush(id, change) end
end

-- paper: id, seq, card, arrival, arrival as text, categories, withdrawn, place or false; a tombstone has the id alone
function handlers.paper(id, seq, card, arrival, arrived, categories, withdrawn, place)
  flush_pending(id)
  local x = stats(id)
  if seq and x.${FIELD.seq} and tonumber(x.${FIELD.seq}) >= seq then return end
  if seq and not place and not withdrawn and not next(x) and too_old(categories, arrival, arrived .. '|' .. id) then return end
  unlist(id, x)
  unlist_new(id, x)
  local key = P .. 'x:' .. id
  call('HDEL', key, '${FIELD.seq}', '${FIELD.place}', '${FIELD.categories}', '${FIELD.arrival}', '${FIELD.withdrawn}')
  x.${FIELD.seq}, x.${FIELD.place}, x.${FIELD.categories}, x.${FIELD.arrival}, x.${FIELD.withdrawn} = nil, nil, nil, nil, nil
  if not seq then
    call('DEL', P .. 'p:' .. id)
    shrink(id, x)
    return
  end
  x.${FIELD.seq}, x.${FIELD.categories}, x.${FIELD.arrival} = string.format('%.0f', seq), categories, arrived
  if withdrawn then x.${FIELD.withdrawn} = '1' end
  if place then
    local cutoff = call('HGET', root .. 'early', place[1])
    local from = (cutoff and place[8] >= tonumber(cutoff)) and 4 or 1
    x.${FIELD.place} = table.concat({ place[from], place[from + 1], place[from + 2], place[7], place[9], place[10] }, '|')
    call('HINCRBY', P .. 'submitters', place[10], 1)
  end
  local set = { '${FIELD.seq}', x.${FIELD.seq}, '${FIELD.categories}', x.${FIELD.categories}, '${FIELD.arrival}', x.${FIELD.arrival} }
  if x.${FIELD.withdrawn} then set[#set + 1] = '${FIELD.withdrawn}'; set[#set + 1] = x.${FIELD.withdrawn} end
  if x.${FIELD.place} then set[#set + 1] = '${FIELD.place}'; set[#set + 1] = x.${FIELD.place} end
  call('HSET', key, unpack(set))
  call('SET', P .. 'p:' .. id, card)
  if withdrawn then
    if not place then call('HDEL', key, '${FIELD.arrival}'); call('DEL', P .. 'p:' .. id) end
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
      x.${FIELD.place} = table.concat({ next_day, next_week, next_month, place.submitted, place.person, place.by }, '|')
      call('HSET', P .. 'x:' .. id, '${FIELD.place}', x.${FIELD.place})
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
