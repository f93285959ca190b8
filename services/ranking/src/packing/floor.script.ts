import { WHOLE } from '../live/whole.script.js';

/**
 * How many of a list's first papers stand before every paper that has left it.
 * ARGV: root prefix, generation, scope, how many are enough. Answers `[papers, how often papers have left any list]`.
 */
export const WHOLE_SCRIPT = `
local call = redis.call
local P = ARGV[1] .. 'g' .. ARGV[2] .. ':'
${WHOLE}
return { whole(P .. 'l:trending' .. ARGV[3], ARGV[3], tonumber(ARGV[4])), call('HGET', P .. 'floors', 'left') or '' }
`;

/**
 * Lets a list of trending be whole as far as another place, when what stood before that has been restored. Nothing when
 * papers have left a list meanwhile: the next turn looks again.
 * ARGV: root prefix, generation, scope, how often papers had left, score|member of that place or nothing.
 */
export const LOWER_FLOOR_SCRIPT = `
local floors = ARGV[1] .. 'g' .. ARGV[2] .. ':floors'
if redis.call('HGET', floors, 'left') ~= ARGV[4] then return 0 end
if ARGV[5] == '' then redis.call('HDEL', floors, ARGV[3]) else redis.call('HSET', floors, ARGV[3], ARGV[5]) end
return 1
`;
