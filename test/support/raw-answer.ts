import { once } from 'node:events';
import { connect } from 'node:net';

/** The bytes of an answer as they came, its head and its body, without what differs between any two: date and request id. */
export async function rawAnswer(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<string> {
  const { hostname, port, host, pathname, search } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (text) => {
    received += text;
  });
  const lines = Object.entries({ host, connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write([`${method} ${pathname}${search} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
  await once(socket, 'close');
  return received.replace(/^(date|x-request-id): .*\r\n/gim, '$1\r\n');
}
