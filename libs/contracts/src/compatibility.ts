import type { Json, JsonObject } from './asyncapi.js';

/**
 * Compares two AsyncAPI documents. Returns a sentence for each change that breaks consumers built from the older one,
 * or stops new consumers from reading events that are kept. Adding topics, events and optional fields breaks nothing.
 */
export function breakingChanges(older: JsonObject, newer: JsonObject): string[] {
  const faults: string[] = [];
  const before = at(older, 'channels');
  const after = at(newer, 'channels');
  for (const [id, channel] of Object.entries(before)) {
    const now = after[id];
    if (!isObject(now)) {
      faults.push(`The topic ${id} is gone.`);
      continue;
    }
    for (const type of Object.keys(at(channel, 'messages'))) {
      if (at(now, 'messages')[type] === undefined) faults.push(`The topic ${id} no longer has ${type}.`);
    }
  }
  const messages = at(at(newer, 'components'), 'messages');
  for (const [type, message] of Object.entries(at(at(older, 'components'), 'messages'))) {
    const now = messages[type];
    if (isObject(now)) compare(type, at(message, 'payload'), at(now, 'payload'), faults);
  }
  return faults;
}

/** Whether JSON is an object, and not a list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under a name; an empty one when there is none. */
export function at(value: Json | undefined, name: string): JsonObject {
  const inner = isObject(value) ? value[name] : undefined;
  return isObject(inner) ? inner : {};
}

/** The list under a name; an empty one when there is none. */
export function list(schema: JsonObject, name: string): Json[] {
  const value = schema[name];
  return Array.isArray(value) ? value : [];
}

/** Adds to `faults` a sentence for each change of a schema that breaks readers built from the older one. */
export function compare(path: string, before: JsonObject, after: JsonObject, faults: string[]): void {
  const types = [kinds(before), kinds(after)] as const;
  if (types[0] !== types[1]) {
    faults.push(`${path} was ${types[0]} and is ${types[1]}.`);
    return;
  }
  compareValues(path, before, after, faults);
  compareBounds(path, before, after, faults);
  compareFields(path, before, after, faults);
  if (isObject(before.items) && isObject(after.items))
    compare(`${path}[]`, before.items, after.items, faults);
}

function kinds(schema: JsonObject): string {
  const { type } = schema;
  return Array.isArray(type) ? [...type].sort().join(' or ') : typeof type === 'string' ? type : 'anything';
}

/**
 * A set of values must not change: old consumers refuse added values, new ones refuse kept events with removed values.
 */
function compareValues(path: string, before: JsonObject, after: JsonObject, faults: string[]): void {
  const known = allowed(before);
  const now = allowed(after);
  if (known === undefined && now === undefined) return;
  if (known === undefined || now === undefined) {
    faults.push(known === undefined ? `${path} now takes some values only.` : `${path} now takes any value.`);
    return;
  }
  for (const value of now)
    if (!known.includes(value)) faults.push(`${path} may now be ${value}, which old consumers refuse.`);
  for (const value of known)
    if (!now.includes(value)) faults.push(`${path} may no longer be ${value}, which kept events hold.`);
}

function allowed(schema: JsonObject): string[] | undefined {
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  return Array.isArray(schema.enum) ? schema.enum.map((value) => JSON.stringify(value)) : undefined;
}

const BOUNDS = [
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minItems',
  'maxItems',
  'pattern',
  'format',
] as const;

/** A bound must not change: old consumers refuse values beyond theirs, and a narrower bound refuses kept events. */
function compareBounds(path: string, before: JsonObject, after: JsonObject, faults: string[]): void {
  for (const bound of BOUNDS) {
    if (before[bound] === after[bound]) continue;
    faults.push(
      `${path} had ${bound} ${JSON.stringify(before[bound] ?? 'none')} and has ${JSON.stringify(after[bound] ?? 'none')}.`,
    );
  }
}

function compareFields(path: string, before: JsonObject, after: JsonObject, faults: string[]): void {
  const fields = at(before, 'properties');
  const now = at(after, 'properties');
  const required = list(before, 'required');
  const requiredNow = list(after, 'required');
  for (const [name, schema] of Object.entries(fields)) {
    const field = `${path}.${name}`;
    const next = now[name];
    if (!isObject(next)) faults.push(`${field} is gone.`);
    else if (isObject(schema)) compare(field, schema, next, faults);
    if (isObject(next) && required.includes(name) && !requiredNow.includes(name)) {
      faults.push(`${field} may now be absent, which old consumers refuse.`);
    }
  }
  for (const name of requiredNow) {
    if (!required.includes(name))
      faults.push(`${path}.${String(name)} is now required, which kept events may lack.`);
  }
}
