/** Part of scripts: the order of sorted sets, byte by byte; Lua's own comparison follows the language of the machine. */
export const BEFORE = `
local function before(one, other)
  for i = 1, math.min(#one, #other) do
    local a, b = string.byte(one, i), string.byte(other, i)
    if a ~= b then return a < b end
  end
  return #one < #other
end
`;

/**
 * Part of scripts: how many of the first papers of a trending list, `most` at most, stand before every packed paper
 * that has left it. The list may lack papers after those, so the rest is not shown.
 */
export const WHOLE = `${BEFORE}
local function whole(key, scope, most)
  local low, high = 0, math.min(most, call('ZCARD', key))
  local floor = call('HGET', P .. 'floors', scope)
  if not floor then return high end
  local score, member = string.match(floor, '^(.-)|(.*)$')
  score = tonumber(score)
  while low < high do
    local middle = math.floor((low + high) / 2)
    local entry = call('ZRANGE', key, middle, middle, 'WITHSCORES')
    local there = tonumber(entry[2])
    if there < score or (there == score and before(entry[1], member)) then low = middle + 1 else high = middle end
  end
  return low
end
`;
