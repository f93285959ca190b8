import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const stackSchema = z.object({ env: z.record(z.string(), z.string()) });

/**
 * The environment of an operator's command: what is set in this process, and for the rest what the running
 * local stack wrote into `stack.json` of its data folder (PAPERBOY_DATA, else `.paperboy`).
 */
export function operatorEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const file = join(env.PAPERBOY_DATA || '.paperboy', 'stack.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    // No stack of ours runs here: everything comes from the environment, as in an image.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { ...env };
    throw error;
  }
  return { ...stackSchema.parse(JSON.parse(text)).env, ...env };
}
