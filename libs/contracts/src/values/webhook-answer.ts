/** Errors of connections and certificates, in words. */
const ERRORS: readonly (readonly [RegExp, string])[] = [
  [/^PRIVATE_ADDRESS$/, 'its name led into a private network, where no webhook goes'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'its name was not found'],
  [/^ECONNREFUSED$/, 'the connection was refused'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'the connection was lost'],
  [/TIMEOUT|TimeoutError|ETIMEDOUT/i, 'there was no answer in time'],
  [/CERT|TLS|SSL|LEAF_SIGNATURE/, 'its certificate is not valid'],
];

const STATUSES: readonly (readonly [RegExp, string])[] = [
  [/^3/, 'a redirect, which is not followed'],
  [/^40[13]$/, 'it does not accept our messages'],
  [/^404$/, 'nothing is at this address'],
  [/^410$/, 'it is gone'],
  [/^429$/, 'too many messages'],
  [/^5/, 'a fault of the receiver'],
];

/** The last answer of a webhook in words, as the end of a sentence that begins with "The last time". */
export function webhookAnswerInWords(answer: string | null): string {
  if (answer === null) return 'nothing was tried';
  const fits = ([pattern]: readonly [RegExp, string]) => pattern.test(answer);
  if (!/^\d{3}$/.test(answer)) return ERRORS.find(fits)?.[1] ?? `there was no answer (${answer})`;
  const meaning = STATUSES.find(fits)?.[1];
  return `the answer was ${answer}${meaning === undefined ? '' : ` (${meaning})`}`;
}
