/**
 * The headers of every answer, worked out once. Pages load nothing from other sites, stand in no frame of theirs, and do
 * not tell them where a reader came from.
 * `no-referrer` would make browsers send `Origin: null` with our own forms, so it is `same-origin`.
 */
export function securityHeaders(https: boolean): Record<string, string> {
  return {
    'content-security-policy':
      "default-src 'none';script-src 'self';connect-src 'self';style-src 'self';img-src 'self';font-src 'self';manifest-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}
