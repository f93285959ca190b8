import { createServer } from 'node:http';
import Provider from 'oidc-provider';

/**
 * An institution: a provider of OpenID Connect on PORT of this machine, whose client is in REDIRECT. Whoever signs in writes
 * the own address as the login; it is confirmed unless it begins with `unconfirmed`.
 */
const port = Number(process.env.PORT);
const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: 'paperboy-tests',
      client_secret: 'a-secret-of-the-tests-of-the-institution',
      redirect_uris: [process.env.REDIRECT ?? ''],
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.startsWith('unconfirmed') }),
  }),
});
createServer(provider.callback()).listen(port, 'localhost', () => process.stdout.write('listens\n'));
