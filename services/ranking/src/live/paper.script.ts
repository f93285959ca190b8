import { FIELD } from './paper-fields.js';
/**
 * The numbers of papers as of one moment.
 * ARGV: root prefix, a person or nothing, paper ids.
 * Answers the generation, then for each paper `[upvotes, comments, token, the person's packed vote]`, with false for
 * each missing value.
 */
export const STANDING_SCRIPT = `
local root, person = ARGV[1], ARGV[2]
local call = redis.call
local generation = call('GET', root .. 'current') or ''
local P = root .. 'g' .. generation .. ':'
local answer = { generation }
for i = 3, #ARGV do
  local numbers = call('HMGET', P .. 'x:' .. ARGV[i], '${FIELD.upvotes}', '${FIELD.comments}', '${FIELD.token}')
  numbers[4] = person ~= '' and call('HGET', P .. 'v:' .. ARGV[i], person)
  answer[#answer + 1] = numbers
end
return answer
`;

/**
 * Cards and fields of papers as of one moment.
 * ARGV: root prefix, paper ids. Answers the generation, then for each paper `[card, [field, value, …]]`.
 */
export const PAPERS_SCRIPT = `
local root = ARGV[1]
local call = redis.call
local generation = call('GET', root .. 'current') or ''
local P = root .. 'g' .. generation .. ':'
local answer = { generation }
for i = 2, #ARGV do
  answer[#answer + 1] = { call('GET', P .. 'p:' .. ARGV[i]) or '', call('HGETALL', P .. 'x:' .. ARGV[i]) }
end
return answer
`;

/**
 * The votes of one paper.
 * ARGV: root prefix, paper id. Answers `[generation, token or nothing, packed votes]`.
 */
export const VOTES_SCRIPT = `
local root, id = ARGV[1], ARGV[2]
local call = redis.call
local generation = call('GET', root .. 'current') or ''
local P = root .. 'g' .. generation .. ':'
return { generation, call('HGET', P .. 'x:' .. id, '${FIELD.token}') or '', call('HVALS', P .. 'v:' .. id) }
`;
