import { bench } from './main.js';

/** `npm run bench -- NAME`: measures on a stack of its own, against a bare reference in the same run. */
process.exitCode = await bench(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
