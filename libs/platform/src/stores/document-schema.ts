import { isDeepStrictEqual } from 'node:util';
import mongoose, { type Schema } from 'mongoose';
import type { z } from 'zod';

const { Mixed } = mongoose.Schema.Types;

/** A field whose value a zod schema describes, such as the state that an event carries. */
interface Parsed<T> {
  readonly type: typeof Mixed;
  readonly validate: { validator(value: unknown): boolean; message: string };
  readonly value?: T;
}

type KindOf<T> = [T] extends [string]
  ? { readonly type: StringConstructor; readonly enum?: readonly T[] }
  : [T] extends [number]
    ? { readonly type: NumberConstructor }
    : [T] extends [boolean]
      ? { readonly type: BooleanConstructor }
      : [T] extends [Date]
        ? { readonly type: DateConstructor }
        : [T] extends [readonly (infer Item)[]]
          ? { readonly type: readonly [ItemOf<Item>]; readonly default: undefined } | Parsed<T>
          :
              | { readonly type: Schema<T> }
              | { readonly type: MapConstructor; readonly of: unknown }
              | Parsed<T>;

type ItemOf<T> = [T] extends [string] ? StringConstructor : Schema<T>;

/**
 * The fields of a document with their types: exactly those of its interface, and `required` where the interface says
 * so. A schema that does not match its interface does not compile.
 */
export type FieldsOf<Shape> = {
  readonly [Name in keyof Shape]-?: KindOf<NonNullable<Shape[Name]>> &
    (Record<never, never> extends Pick<Shape, Name>
      ? { readonly required?: never }
      : { readonly required: true });
};

const STRICT = { strict: 'throw', versionKey: false, minimize: false } as const;

// A holder may be the empty string; mongoose would take that for a missing value.
mongoose.Schema.Types.String.checkRequired((value) => typeof value === 'string');

/** The schema of a collection's documents. Fields that it does not declare can't be written through its model. */
export function documentSchema<Shape extends { _id: unknown }>(
  collection: string,
  fields: FieldsOf<Shape>,
): Schema<Shape> {
  return schemaOf(fields, {
    ...STRICT,
    collection,
    strictQuery: 'throw',
    // Operations fail at once while MongoDB is away. The start of the service makes the indexes.
    bufferCommands: false,
    autoIndex: false,
    autoCreate: false,
  });
}

/** The schema of a part within a document. */
export function partSchema<Shape>(fields: FieldsOf<Shape>): Schema<Shape> {
  return schemaOf(fields, { ...STRICT, _id: false });
}

/** A list of parts or strings; absent unless it is set. */
export function listOf<Item>(type: Item): { type: readonly [Item]; default: undefined } {
  return { type: [type], default: undefined };
}

/** A field that a zod schema describes; a value with fields that the zod schema does not know is refused. */
export function parsedBy<T>(schema: z.ZodType<T>): Parsed<T> {
  return {
    type: Mixed,
    validate: {
      validator: (value) => {
        const parsed = schema.safeParse(value);
        return parsed.success && isDeepStrictEqual(parsed.data, value);
      },
      message: 'is not what its contract describes',
    },
  };
}

function schemaOf<Shape>(fields: FieldsOf<Shape>, options: object): Schema<Shape> {
  // FieldsOf has checked the fields against the interface, more strictly than mongoose's own types do.
  return new mongoose.Schema(fields as never, options) as unknown as Schema<Shape>;
}

/** A schema of any documents. */
export interface AnySchema {
  get(option: 'collection'): string | undefined;
  indexes(): [Record<string, unknown>, Record<string, unknown>][];
}

/** The collection that a schema belongs to. */
export function collectionOf(schema: AnySchema): string {
  return schema.get('collection') ?? '';
}
