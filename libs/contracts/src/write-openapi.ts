import { writeFileSync } from 'node:fs';
import { openApiText } from './http/openapi.js';

/** Writes docs/openapi.json; run from the root of the project after a change of the HTTP contract. */
writeFileSync('docs/openapi.json', openApiText());
process.stdout.write('docs/openapi.json is written.\n');
