import { fastify } from 'fastify';

/** The bare reference of a list: a Fastify that answers the bytes which it was given over IPC. */
process.once('message', ({ body, type }: { body: string; type: string }) => {
  const app = fastify();
  const bytes = Buffer.from(body);
  app.get('/api/daily_papers', (_request, reply) => {
    reply.header('content-type', type).send(bytes);
  });
  void app.listen({ port: 0, host: '127.0.0.1' }).then((address) => process.send?.(address));
});
process.on('disconnect', () => process.exit(0));
