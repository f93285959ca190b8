import { z } from 'zod';
import type { Json, JsonObject } from '../asyncapi.js';
import { type Endpoint, isNothing } from './endpoint.js';
import { endpoints } from './endpoints.js';
import { listItemSchema, publicPaperSchema, publicPersonSchema } from './public-paper.js';

/** Schemas that have a name of their own in the document. */
const NAMED: readonly (readonly [string, z.ZodType])[] = [
  ['Person', publicPersonSchema],
  ['Paper', publicPaperSchema],
  ['ListItem', listItemSchema],
];

/** Every error, as RFC 9457 has it; `error` is what clients of the original read. */
const PROBLEM: JsonObject = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'error', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: what to decide by.' },
    detail: { type: 'string' },
    error: { type: 'string' },
    requestId: { type: 'string' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'allowed'],
        properties: { field: { type: 'string' }, value: {}, allowed: { type: 'string' } },
      },
    },
  },
};

/** The OpenAPI 3.1 document of all public endpoints. Pure: the same contract always gives the same document. */
export function openApiDocument(): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const endpoint of endpoints.filter((one) => one.public !== undefined)) {
    const operations = paths[endpoint.path] ?? {};
    operations[endpoint.method.toLowerCase()] = operationOf(endpoint);
    paths[endpoint.path] = operations;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Paperboy',
      version: '1.0.0',
      summary: 'Trending research papers, ranked by their readers.',
      description:
        'Clients of the Hugging Face papers API speak it unpatched. Reads need no token and carry an ETag. Errors are problem documents (RFC 9457); decide by `code`.',
    },
    paths,
    components: {
      schemas: {
        ...Object.fromEntries(NAMED.map(([name, schema]) => [name, schemaOf(schema, 'output', name)])),
        Problem: PROBLEM,
      },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of `npx paperboy people token`.' },
      },
    },
  };
}

/** The document as it is committed: JSON with two spaces and a newline at the end. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), null, 2)}\n`;
}

function operationOf(endpoint: Endpoint): JsonObject {
  const { summary, status, problems, body, repeatable, example } = endpoint;
  const person = endpoint.public?.person === true;
  const parameters = [
    ...parametersOf('path', endpoint.params, example?.params),
    ...parametersOf('query', endpoint.query, example?.query),
  ];
  if (repeatable === 'with-idempotency-key') parameters.push(IDEMPOTENCY_KEY);
  const codes = ['invalid-request', ...(person ? ['unauthorized'] : []), ...problems];
  return {
    operationId: operationId(endpoint),
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(isNothing(body)
      ? {}
      : {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: {
              'application/json': {
                schema: schemaOf(body, 'input'),
                ...(example?.body === undefined ? {} : { example: example.body }),
              },
            },
          },
        }),
    ...(person ? { security: [{ token: [] }] } : {}),
    responses: {
      [status]: {
        description: 'The answer.',
        ...contentOf(endpoint),
      },
      ...(endpoint.later
        ? { 202: { description: 'It is under way; the answer says where to look.', ...contentOf(endpoint) } }
        : {}),
      default: {
        description: `A problem: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** The content of a good answer: JSON by its schema, or bytes of other types. */
function contentOf({ answer, media }: Endpoint): { content?: JsonObject } {
  if (media !== undefined)
    return { content: Object.fromEntries(media.map((type) => [type, { schema: { type: 'string' } }])) };
  return isNothing(answer) ? {} : { content: { 'application/json': { schema: schemaOf(answer, 'output') } } };
}

const IDEMPOTENCY_KEY: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Repeated under its key, a request gets the same answer again for a week.',
  schema: { type: 'string', minLength: 1, maxLength: 128 },
};

function operationId({ method, path }: Endpoint): string {
  const words = path
    .replace(/^\/(api\/)?/, '')
    .split(/[/_.]/)
    .map((segment) => segment.replace(/[{}]/g, ''));
  return [method.toLowerCase(), ...words].map((word, at) => (at === 0 ? word : capital(word))).join('');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function parametersOf(
  place: 'path' | 'query',
  schema: z.ZodType,
  example: Readonly<Record<string, Json>> = {},
): JsonObject[] {
  if (isNothing(schema)) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, JsonObject>;
    required?: Json[];
  };
  return Object.entries(properties).map(([name, { description, ...one }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    ...(example[name] === undefined ? {} : { example: example[name] }),
    schema: one,
  }));
}

/**
 * A zod schema as JSON Schema 2020-12, which OpenAPI 3.1 uses. Named schemas become references, except `self`, which is
 * written out.
 */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', self?: string): JsonObject {
  const written = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    override: ({ zodSchema, jsonSchema }) => {
      // Answers may get new fields, and clients must take them.
      delete jsonSchema.additionalProperties;
      const name = NAMED.find(([, one]) => (one as unknown) === zodSchema)?.[0];
      if (name === undefined || name === self) {
        // These are zod's bounds of every integer, which tell a reader nothing.
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
        return;
      }
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as keyof typeof jsonSchema];
      jsonSchema.$ref = `#/components/schemas/${name}`;
    },
  }) as JsonObject;
  const { $schema: _, ...rest } = written;
  return rest;
}
