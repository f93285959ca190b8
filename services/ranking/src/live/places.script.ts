import { FIELD } from './paper-fields.js';
/** Part of the scripts that move papers: the fields of a paper, and the lists that it is on. */
export const PLACES = `
local settled = {}

local function stats(id)
  local flat, x = call('HGETALL', P .. 'x:' .. id), {}
  for i = 1, #flat, 2 do x[flat[i]] = flat[i + 1] end
  return x
end

local function scopes(x, by)
  local all = { '' }
  for category in string.gmatch(x.${FIELD.categories} or '', '[^,]+') do all[#all + 1] = ':c:' .. category end
  if by then all[#all + 1] = ':s:' .. by end
  return all
end

local function placed(x)
  if not x.${FIELD.place} then return nil end
  local day, week, month, submitted, person, by = string.match(x.${FIELD.place}, '^(.-)|(.-)|(.-)|(.-)|(.-)|(.*)$')
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
`;
