import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openApiDocument } from '@paperboy/contracts';
import { assetOf } from '../asset/asset.js';

const read = (file: string) =>
  readFileSync(createRequire(import.meta.url).resolve(`swagger-ui-dist/${file}`), 'utf8');

/** Where the document is. */
export const DOCUMENT_PATH = '/api/openapi.json';

/** The OpenAPI document, made once. */
export const document = Buffer.from(JSON.stringify(openApiDocument()));

/** Starts Swagger UI: its validator and its fonts would ask other hosts. */
const START = `SwaggerUIBundle({
  url: '${DOCUMENT_PATH}',
  dom_id: '#reference',
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: true,
});`;

const script = 'text/javascript; charset=utf-8';

/** The files of Swagger UI, which the page of the reference loads. */
export const referenceAssets = {
  style: assetOf(read('swagger-ui.css'), 'css', 'text/css; charset=utf-8'),
  bundle: assetOf(read('swagger-ui-bundle.js'), 'js', script),
  start: assetOf(START, 'js', script),
};
