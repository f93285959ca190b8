import { z } from 'zod';
import { Refused } from '../../record/refusal.js';
import type { OwnEntry } from './own-entry.js';

const text = z.string().max(50_000).default('');
const texts = z.union([
  z
    .string()
    .max(50_000)
    .transform((one) => [one]),
  z.array(z.string().max(1_000)).max(5_000),
]);

const lineSchema = z.object({
  id: z.union([z.string().max(1_000), z.int().transform(String)]),
  title: text,
  abstract: text,
  authors: texts.default([]),
  categories: texts.default([]),
  published: text,
  updated: text,
  url: text,
  license: text,
  doi: text,
  comment: text,
});

/** Reads a line: a JSON object with `id` and any of the other fields of OwnEntry. Throws Refused. */
export function jsonEntry(line: string): OwnEntry {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Refused('details-invalid');
  }
  const read = lineSchema.safeParse(value);
  if (read.success) return read.data;
  throw new Refused(read.error.issues[0]?.path[0] === 'id' ? 'id-invalid' : 'details-invalid');
}
