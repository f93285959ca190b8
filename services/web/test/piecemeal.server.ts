import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a page is cut: before each of its larger parts, so that a browser paints without those that follow. */
const CUTS = /(?=<(?:search|details|main|nav|aside|section|ol|footer)\b|<div class="(?:account|main))/;

/** A server that sends one page in pieces, and everything else as the server behind it does. */
export interface PiecemealServer {
  readonly url: string;
  /** Sends the next piece of the page that was asked for last; false when it was the last piece. */
  next(): boolean;
  stop(): Promise<void>;
}

/** Starts it in front of `origin`. A page is what answers with HTML; its first piece goes out at once. */
export async function startPiecemealServer(origin: string): Promise<PiecemealServer> {
  let next = () => false;
  const server = createServer(async ({ url = '/' }, reply) => {
    const answer = await fetch(`${origin}${url}`);
    const type = answer.headers.get('content-type') ?? '';
    const policy = answer.headers.get('content-security-policy');
    reply.writeHead(answer.status, {
      'content-type': type,
      ...(policy && { 'content-security-policy': policy }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (!type.startsWith('text/html')) return void reply.end(bytes);
    const pieces = bytes.toString().split(CUTS);
    reply.write(pieces.shift());
    next = () => {
      const piece = pieces.shift();
      if (pieces.length === 0) reply.end(piece);
      else reply.write(piece);
      return pieces.length > 0;
    };
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: () => next(),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
