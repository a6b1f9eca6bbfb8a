// An OpenID Connect provider. It knows the people of its second argument, by the name under which they sign in, and sends
// them back to the address of its first. It prints its own.
import { createServer } from 'node:http';

import Provider from 'oidc-provider';

const [back, people] = process.argv.slice(2);
const known = JSON.parse(people);

const server = createServer();
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: 'plenary', client_secret: 'known to both', redirect_uris: [back] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  findAccount: (_, name) => name in known ? { accountId: name, claims: () => ({ sub: name, ...known[name] }) } : undefined,
  pkce: { required: () => true },
  cookies: { keys: ['a test'] },
  features: { devInteractions: { enabled: true } },
});
server.on('request', provider.callback());
console.log(JSON.stringify(issuer));

// It ends with whoever started it.
process.stdin.on('end', () => process.exit()).resume();
