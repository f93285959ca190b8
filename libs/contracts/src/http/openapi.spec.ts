import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { committed } from '../../test/committed.js';
import type { JsonObject } from '../asyncapi.js';
import { endpoints } from './endpoints.js';
import { openApiDocument, openApiText } from './openapi.js';
import { breakingHttpChanges } from './openapi-compatibility.js';

type Operation = {
  parameters?: { name: string; in: string; required: boolean }[];
  responses: Record<string, { content: Record<string, { schema: JsonObject }> }>;
};
/** A deep copy that a test may change, with the one operation that it changes. */
function copy(path = '/api/papers/{id}', method = 'get') {
  const document = structuredClone(openApiDocument());
  const paths = document.paths as unknown as Record<string, Record<string, Operation>>;
  return { document, paths, operation: paths[path]?.[method] as Operation };
}

describe('The OpenAPI document', () => {
  it('in docs is the one of this contract (node dist/libs/contracts/src/write-openapi.js writes it)', () => {
    expect(readFileSync('docs/openapi.json', 'utf8')).toBe(openApiText());
  });

  it('is valid', async () => {
    const result = await new Validator().validate(openApiDocument());
    expect(result).toEqual({ valid: true });
  });

  it('breaks no client that was built from the last one committed', () => {
    expect(
      breakingHttpChanges(committed('docs/openapi.json') ?? openApiDocument(), openApiDocument()),
    ).toEqual([]);
  });

  it('has an example for each public endpoint', () => {
    const without = endpoints.filter(
      ({ public: use, example }) => use !== undefined && example === undefined,
    );
    expect(without.map(({ path }) => path)).toEqual([]);
  });
});

describe('A change of the HTTP contract', () => {
  const older = openApiDocument();

  it('that adds an endpoint or an optional parameter breaks nothing', () => {
    const { document, paths, operation } = copy();
    paths['/api/songs'] = { get: { responses: {} } };
    operation.parameters?.push({ name: 'fields', in: 'query', required: false });
    expect(breakingHttpChanges(older, document)).toEqual([]);
  });

  it('that takes an endpoint away, or requires what was not asked for, is told', () => {
    const { document, paths, operation } = copy();
    delete paths['/api/daily_papers'];
    operation.parameters?.push({ name: 'key', in: 'query', required: true });
    expect(breakingHttpChanges(older, document)).toEqual([
      'GET /api/daily_papers is gone.',
      'GET /api/papers/{id} now requires key in the query.',
    ]);
  });

  it('that takes a field of an answer away, or makes it optional, is told', () => {
    const { document } = copy();
    const { schemas } = document.components as unknown as {
      schemas: Record<string, { properties: JsonObject; required: string[] }>;
    };
    delete schemas.Paper?.properties.title;
    schemas.ListItem?.required.splice(schemas.ListItem.required.indexOf('numComments'), 1);
    const faults = breakingHttpChanges(older, document);
    expect(faults).toContain('Paper.title is gone.');
    expect(faults).toContain('ListItem.numComments may now be absent, which old consumers refuse.');
  });
});
