import { WHOLE } from '../live/whole.script.js';

/**
 * Counts the first papers of a trending list that stand before every paper that has left it.
 * ARGV: root prefix, generation, scope, the most to count.
 * Answers `[papers, counter]`; the counter rises whenever a paper leaves a trending list.
 */
export const WHOLE_SCRIPT = `
local call = redis.call
local P = ARGV[1] .. 'g' .. ARGV[2] .. ':'
${WHOLE}
return { whole(P .. 'l:trending' .. ARGV[3], ARGV[3], tonumber(ARGV[4])), call('HGET', P .. 'floors', 'left') or '' }
`;

/**
 * Moves the floor of a trending list down, when the packed papers before the new floor have been restored. Does nothing
 * when a paper has left a list meanwhile; the next turn tries again.
 * ARGV: root prefix, generation, scope, the counter of WHOLE_SCRIPT, score|member of the new floor or nothing.
 */
export const LOWER_FLOOR_SCRIPT = `
local floors = ARGV[1] .. 'g' .. ARGV[2] .. ':floors'
if redis.call('HGET', floors, 'left') ~= ARGV[4] then return 0 end
if ARGV[5] == '' then redis.call('HDEL', floors, ARGV[3]) else redis.call('HSET', floors, ARGV[3], ARGV[5]) end
return 1
`;
