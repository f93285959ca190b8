import type Database from 'libsql';

type Value = string | number | bigint | null;

/** A prepared statement that gives one column of its first row; undefined when there is none. */
export function firstValue<T extends Value>(
  database: Database.Database,
  sql: string,
): (...given: Value[]) => T | undefined {
  // pluck() of this library has no effect on get().
  const statement = database.prepare(sql).raw();
  return (...given) => (statement.get(...given) as [T] | undefined)?.[0];
}

/** A prepared statement that gives its first row. */
export function firstRow<T extends Value[]>(
  database: Database.Database,
  sql: string,
): (...given: Value[]) => T | undefined {
  const statement = database.prepare(sql).raw();
  return (...given) => statement.get(...given) as T | undefined;
}

/** A prepared statement that gives one column of all its rows. */
export function allValues<T extends Value>(
  database: Database.Database,
  sql: string,
): (...given: Value[]) => T[] {
  const statement = database.prepare(sql).pluck();
  return (...given) => statement.all(...given) as T[];
}

/** A prepared statement that gives all its rows. */
export function allRows<T extends Value[]>(
  database: Database.Database,
  sql: string,
): (...given: Value[]) => T[] {
  const statement = database.prepare(sql).raw();
  return (...given) => statement.all(...given) as T[];
}

/** A prepared statement that changes something. */
export function writerOf(database: Database.Database, sql: string): (...given: Value[]) => void {
  const statement = database.prepare(sql);
  return (...given) => {
    statement.run(...given);
  };
}
