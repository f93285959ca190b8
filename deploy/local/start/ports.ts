import { portIsFree, portOwner } from '../machine/port-owner.js';
import type { StartOptions } from './start-options.js';

/** One sentence for each port that is in use: the port, the process, and the variable to set. */
export async function takenPorts(options: StartOptions, env: NodeJS.ProcessEnv): Promise<string[]> {
  const wanted = [
    ...(options.services ? [{ what: 'the page', variable: 'PORT', port: options.port }] : []),
    ...(env.SMTP_URL
      ? []
      : [
          { what: "the mailbox's page", variable: 'MAILBOX_PORT', port: options.mailboxPort },
          { what: "the mailbox's SMTP", variable: 'MAILBOX_SMTP_PORT', port: options.mailboxSmtpPort },
        ]),
  ];
  const sentences: string[] = [];
  for (const { what, variable, port } of wanted) {
    if (await portIsFree(port)) continue;
    const owner = portOwner(port);
    const who = owner ? `process ${owner.pid} (${owner.command})` : 'a process of another user';
    sentences.push(
      `Port ${port} for ${what} is used by ${who}: stop that, or choose another with ${variable}=${port + 1} npm start.`,
    );
  }
  const twice = wanted.find(({ port }, index) => wanted.findIndex((other) => other.port === port) !== index);
  if (twice)
    sentences.push(`${twice.variable} is ${twice.port}, which another of the three ports has already.`);
  return sentences;
}
