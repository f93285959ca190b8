import type { Schema } from 'mongoose';

/** Gives a schema the index by which the sample is removed; it holds nothing of a publication without one. */
export function withSample<Shape>(schema: Schema<Shape>): Schema<Shape> {
  return schema.index(
    { 'state.sample': 1 },
    { name: 'sample', partialFilterExpression: { 'state.sample': true } },
  );
}
