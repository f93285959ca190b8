import type { Json, JsonObject } from '../asyncapi.js';
import { compare } from '../compatibility.js';

/**
 * What in a newer OpenAPI document breaks clients that were built from an older one; a sentence each. New endpoints,
 * new optional parameters and new fields of answers break nothing.
 */
export function breakingHttpChanges(older: JsonObject, newer: JsonObject): string[] {
  const faults: string[] = [];
  for (const [path, operations] of Object.entries(object(older.paths))) {
    for (const [method, operation] of Object.entries(object(operations))) {
      const name = `${method.toUpperCase()} ${path}`;
      const now = object(object(newer.paths)[path])[method];
      if (now === undefined) faults.push(`${name} is gone.`);
      else compareOperations(name, object(operation), object(now), faults);
    }
  }
  const schemas = object(object(newer.components).schemas);
  for (const [name, schema] of Object.entries(object(object(older.components).schemas)))
    compare(name, object(schema), object(schemas[name]), faults);
  return faults;
}

function compareOperations(name: string, before: JsonObject, after: JsonObject, faults: string[]): void {
  const parameters = new Map(list(after.parameters).map((one) => [parameterName(one), object(one)]));
  const known = new Map(list(before.parameters).map((one) => [parameterName(one), object(one)]));
  for (const parameter of known.keys())
    if (!parameters.has(parameter)) faults.push(`${name} no longer takes ${parameter}.`);
  for (const [parameter, { required }] of parameters)
    if (required === true && known.get(parameter)?.required !== true)
      faults.push(`${name} now requires ${parameter}.`);
  const needed = requiredOf(before.requestBody);
  for (const field of requiredOf(after.requestBody))
    if (!needed.includes(field)) faults.push(`${name} now requires ${field} in the body.`);
  for (const [status, response] of Object.entries(object(before.responses))) {
    const now = object(after.responses)[status];
    if (now === undefined) faults.push(`${name} no longer answers with ${status}.`);
    else compare(`${name} ${status}`, schemaIn(response), schemaIn(now), faults);
  }
}

function parameterName(parameter: Json): string {
  const { name, in: place } = object(parameter);
  return `${String(name)} in the ${String(place)}`;
}

function requiredOf(body: Json | undefined): string[] {
  return list(schemaIn(body).required).map(String);
}

/** The schema of a body; a reference is compared as what it says, and its target by itself. */
function schemaIn(holder: Json | undefined): JsonObject {
  const [content] = Object.values(object(object(holder).content));
  return object(object(content).schema);
}

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
