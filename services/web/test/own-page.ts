/** Where web is for its readers. */
export const PUBLIC_URL = 'http://papers.example';

/** A browser says by this that a page of web sends the request. */
export const FROM_OWN_PAGE = { 'sec-fetch-site': 'same-origin' };

/** A browser that knows no `Sec-Fetch-Site` says it by this alone. */
export const FROM_OWN_ORIGIN = { origin: PUBLIC_URL };
