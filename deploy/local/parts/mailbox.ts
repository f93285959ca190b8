import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ask } from '../machine/ask.js';
import { projectRoot } from '../paths.js';
import { foreignPart, type Part, type PartOptions, startProcessPart } from './part.js';

/** In addition to its SMTP port, a mailbox has a page that shows the mails. */
export interface MailboxOptions extends PartOptions {
  pagePort: number;
}

/** The mailbox, with the address of its page when we started it. */
export type Mailbox = Part & { page?: string };

/** Starts the mailbox for all mail: from `SMTP_URL`, else MailDev, which keeps mail in files over a restart. */
export async function startMailbox(
  options: MailboxOptions,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Mailbox> {
  if (env.SMTP_URL) return foreignPart('mailbox', 'SMTP_URL', env.SMTP_URL);
  const mail = join(options.dataDir, 'mailbox');
  await mkdir(mail, { recursive: true });
  const program = join(projectRoot, 'node_modules', 'maildev', 'dist', 'bin', 'maildev.js');
  const args = ['--smtp', String(options.port), '--ip', '127.0.0.1', '--web', String(options.pagePort)];
  const part = await startProcessPart(options, {
    name: 'mailbox',
    address: `smtp://127.0.0.1:${options.port}`,
    origin: 'MailDev',
    command: process.execPath,
    args: [program, ...args, '--web-ip', '127.0.0.1', '--mail-directory', mail],
    isReady: async () =>
      (await ask(options.port, '')).toString().startsWith('220') &&
      (await fetch(`http://127.0.0.1:${options.pagePort}/api/email`)).ok,
  });
  return Object.assign(part, { page: `http://localhost:${options.pagePort}` });
}
