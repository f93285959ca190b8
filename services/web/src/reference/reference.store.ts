import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openApiDocument } from '@paperboy/contracts';
import { assetOf } from '../asset/asset.js';

const read = (file: string) =>
  readFileSync(createRequire(import.meta.url).resolve(`swagger-ui-dist/${file}`), 'utf8');

/** Where the document is. */
export const DOCUMENT_PATH = '/api/openapi.json';

/** Where the page of the reference is, and below it the files that it loads. */
export const FOLDER = '/api/docs';

/** The OpenAPI document, made once. */
export const document = Buffer.from(JSON.stringify(openApiDocument()));

/** The script that starts Swagger UI. Its validator is off, since it would send requests to another host. */
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
  style: assetOf(read('swagger-ui.css'), 'css', 'text/css; charset=utf-8', FOLDER),
  bundle: assetOf(read('swagger-ui-bundle.js'), 'js', script, FOLDER),
  start: assetOf(START, 'js', script, FOLDER),
};
