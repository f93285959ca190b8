/** Returns the path to go back to after a form, or `/` when the value is not a path of this site. */
export function returnPath(sent: unknown): string {
  if (typeof sent !== 'string' || sent.length > 500) return '/';
  // Browsers read a backslash as a slash and drop control characters, so neither may reach Location.
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(sent)) return '/';
  const url = new URL(sent, 'http://same.invalid');
  return url.origin === 'http://same.invalid' && !url.pathname.startsWith('//')
    ? `${url.pathname}${url.search}${url.hash}`
    : '/';
}
