import { FIELD } from './paper-fields.js';
/** Part of the apply script, after PLACES: adds a paper to its lists and removes it from them. */
export const LISTING = `
local bumped, dirty = {}, {}

local function touch(id)
  local paper = dirty[id]
  if not paper then paper = { upvotes = 0, comments = 0, uncounted = {}, blocks = {} }; dirty[id] = paper end
  return paper
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
  local primary = -(2 * tonumber(x.${FIELD.upvotes} or '0') + place.person)
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
    if score and x.${FIELD.withdrawn} ~= '1' then
      call('ZADD', P .. 'l:trending' .. scope, string.format('%.17g', -score), member)
    else
      call('ZREM', P .. 'l:trending' .. scope, member)
    end
  end
  bumped.trending = true
end

local function shrink(id, x)
  if not x.${FIELD.place} and not x.${FIELD.arrival} and tonumber(x.${FIELD.upvotes} or '0') == 0 and tonumber(x.${FIELD.comments} or '0') == 0 then
    for field in pairs(x) do if field ~= '${FIELD.seq}' and field ~= '${FIELD.categories}' then return end end
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
  count('${FIELD.upvotes}', change.upvotes)
  count('${FIELD.comments}', change.comments)
  for flag, by in pairs(change.uncounted) do count('${FIELD.uncounted}' .. flag, by) end
  for block, places in pairs(change.blocks) do
    local field = '${FIELD.block}' .. block
    put(field, block_text(x[field] and string.match(x[field], '|(.*)'), places))
  end
  local score = score_of(x)
  put('${FIELD.score}', score and string.format('%.17g', score) or nil)
  if #set > 0 then call('HSET', key, unpack(set)) end
  if #gone > 0 then call('HDEL', key, unpack(gone)) end
  list(id, x, score)
  if x.${FIELD.arrival} then bumped.new = true end
  shrink(id, x)
end

local function forget_new(id)
  local x = stats(id)
  if x.${FIELD.place} then return end
  for _, scope in ipairs(scopes(x, nil)) do
    if x.${FIELD.arrival} and call('ZSCORE', P .. 'l:new' .. scope, x.${FIELD.arrival} .. '|' .. id) then return end
  end
  call('DEL', P .. 'p:' .. id)
  call('HDEL', P .. 'x:' .. id, '${FIELD.seq}', '${FIELD.categories}', '${FIELD.arrival}', '${FIELD.withdrawn}')
  x.${FIELD.seq}, x.${FIELD.categories}, x.${FIELD.arrival}, x.${FIELD.withdrawn} = nil, nil, nil, nil
  shrink(id, x)
end

local function unlist_new(id, x)
  if not x.${FIELD.arrival} then return end
  local place = placed(x)
  for _, scope in ipairs(scopes(x, place and place.by)) do call('ZREM', P .. 'l:new' .. scope, x.${FIELD.arrival} .. '|' .. id) end
  bumped.new = true
end

-- An import brings millions of papers that no list of new ones has room for: they leave no trace. Of papers that
-- arrived in the same moment the order of the list decides, so that the same ones are kept whichever came first.
local function too_old(categories, arrival, member)
  for _, scope in ipairs(scopes({ ${FIELD.categories} = categories }, nil)) do
    local key, room = P .. 'l:new' .. scope, scope == '' and NEW_ALL or NEW_SCOPED
    if call('ZCARD', key) < room then return false end
    local last = call('ZRANGE', key, -1, -1, 'WITHSCORES')
    local kept_from = -tonumber(last[2])
    if arrival > kept_from or (arrival == kept_from and member < last[1]) then return false end
  end
  return true
end

local function list_new(id, x, arrival)
  local place, member, kept = placed(x), x.${FIELD.arrival} .. '|' .. id, false
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
