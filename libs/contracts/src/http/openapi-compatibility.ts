import type { Json, JsonObject } from '../asyncapi.js';
import { at, compare, isObject, list } from '../compatibility.js';

/**
 * Compares two OpenAPI documents. Returns a sentence for each change that breaks clients built from the older one. New
 * endpoints, new optional parameters and new fields of answers break nothing.
 */
export function breakingHttpChanges(older: JsonObject, newer: JsonObject): string[] {
  const faults: string[] = [];
  for (const path of Object.keys(at(older, 'paths'))) {
    const operations = at(at(older, 'paths'), path);
    const now = at(at(newer, 'paths'), path);
    for (const method of Object.keys(operations)) {
      const name = `${method.toUpperCase()} ${path}`;
      if (now[method] === undefined) faults.push(`${name} is gone.`);
      else compareOperations(name, at(operations, method), at(now, method), faults);
    }
  }
  const before = at(at(older, 'components'), 'schemas');
  const after = at(at(newer, 'components'), 'schemas');
  for (const name of Object.keys(before)) compare(name, at(before, name), at(after, name), faults);
  return faults;
}

function compareOperations(name: string, before: JsonObject, after: JsonObject, faults: string[]): void {
  const parameters = parametersOf(after);
  const known = parametersOf(before);
  for (const parameter of known.keys())
    if (!parameters.has(parameter)) faults.push(`${name} no longer takes ${parameter}.`);
  for (const [parameter, { required }] of parameters)
    if (required === true && known.get(parameter)?.required !== true)
      faults.push(`${name} now requires ${parameter}.`);
  const needed = requiredOf(before.requestBody);
  for (const field of requiredOf(after.requestBody))
    if (!needed.includes(field)) faults.push(`${name} now requires ${field} in the body.`);
  const answers = at(after, 'responses');
  for (const [status, response] of Object.entries(at(before, 'responses'))) {
    const now = answers[status];
    if (now === undefined) faults.push(`${name} no longer answers with ${status}.`);
    else compare(`${name} ${status}`, schemaIn(response), schemaIn(now), faults);
  }
}

/** The parameters of an operation, by their name and place. */
function parametersOf(operation: JsonObject): Map<string, JsonObject> {
  const parameters = list(operation, 'parameters').filter(isObject);
  return new Map(parameters.map((one) => [`${String(one.name)} in the ${String(one.in)}`, one]));
}

function requiredOf(body: Json | undefined): string[] {
  return list(schemaIn(body), 'required').map(String);
}

/** The schema of a body. A reference is compared as its text, since its target is compared separately. */
function schemaIn(holder: Json | undefined): JsonObject {
  const [content] = Object.values(at(holder, 'content'));
  return at(content, 'schema');
}
