import type { Schema } from 'mongoose';

/** Adds the index by which the sample is removed. It is empty in a publication without a sample. */
export function withSample<Shape>(schema: Schema<Shape>): Schema<Shape> {
  return schema.index(
    { 'state.sample': 1 },
    { name: 'sample', partialFilterExpression: { 'state.sample': true } },
  );
}
