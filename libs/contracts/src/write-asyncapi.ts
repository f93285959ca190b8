import { writeFileSync } from 'node:fs';
import { asyncApiText } from './asyncapi.js';

/** Writes docs/asyncapi.json; run from the root of the project after a change of the contracts. */
writeFileSync('docs/asyncapi.json', asyncApiText());
process.stdout.write('docs/asyncapi.json is written.\n');
