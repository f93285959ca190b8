import { LOG_TERMS } from '../formula/exact.js';
import { BLOCKS_SUMMED } from '../formula/trending.js';
import { FIELD } from './paper-fields.js';

/**
 * Part of the apply script: blocks of buckets and the trending score. The same steps as formula/trending.ts and
 * formula/exact.ts; a property test compares the bits.
 */
export const SCORING = `
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
    if string.sub(field, 1, 1) == '${FIELD.block}' then
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
