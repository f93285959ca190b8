// An old arXiv id after /papers/ or /arxiv/, such as hep-th/9901001, math.GT/0309136v2.
const OLD_ID_IN_PATH =
  /^((?:\/[^/?#]+)*?\/(?:papers|arxiv)\/[a-z]{1,12}(?:-[a-z]{1,12}){0,3}(?:\.[A-Z]{2})?)\/(\d{7}(?:v\d{1,3})?)(?=[/.?#]|$)/;

/** The same URL with the slash of an old arXiv id escaped, so that a router takes the whole id for one segment. */
export function withWholePaperId(url: string): string {
  return url.includes('/papers/') || url.includes('/arxiv/') ? url.replace(OLD_ID_IN_PATH, '$1%2F$2') : url;
}
