#!/usr/bin/env node
// Plain JavaScript, so that it can report what is missing before anything is built.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = new URL('../../dist/deploy/cli/paperboy.js', import.meta.url);
if (existsSync(fileURLToPath(program))) {
  await import(program.href);
} else {
  process.stderr.write('Paperboy is not built yet: run npm start, or npm ci and npm run build.\n');
  process.exitCode = 1;
}
