import { Agent, fetch, type RequestInit, type Response } from 'undici';

/**
 * As good balancers and browsers do, nothing is sent on a connection that was idle for long: its other end may be about
 * to close it. A service that ends keeps it up for longer than this.
 */
const IDLE_MS = 1_000;
const dispatcher = new Agent({ keepAliveTimeout: IDLE_MS, keepAliveMaxTimeout: IDLE_MS });

/** `fetch` over connections that are kept for as long as they are used. */
export function carefulFetch(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, dispatcher });
}
