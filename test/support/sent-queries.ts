import type { Connection, mongo } from 'mongoose';
import { testStack } from './test-stack.js';

/** What MongoDB does for one query. */
export interface QueryCost {
  /** `find deliveries` */
  query: string;
  /** True when it reads a whole collection, however few documents it gives. */
  scans: boolean;
  keys: number;
  documents: number;
}

/** MongoDB's address under which the driver tells of each command that it sends. */
export function watchedMongodbUrl(): string {
  return `${testStack().mongodbUrl}/?monitorCommands=true`;
}

/** What can be explained, with the name of its collection as the value. */
const EXPLAINED = ['find', 'aggregate', 'count', 'distinct', 'findAndModify', 'update', 'delete'];
/** The driver's own fields, which MongoDB does not explain. */
const OF_THE_DRIVER = ['$db', 'lsid', '$clusterTime', '$readPreference', 'writeConcern'];

/**
 * Keeps the queries that a connection sends, and has MongoDB explain these very ones: what a timer asks is seen as the
 * timer asks it. The connection must have been opened with `watchedMongodbUrl`.
 */
export class SentQueries {
  private readonly commands: mongo.BSON.Document[] = [];

  private constructor(private readonly connection: Connection) {}

  static watch(connection: Connection): SentQueries {
    const queries = new SentQueries(connection);
    connection.getClient().on('commandStarted', queries.keep);
    return queries;
  }

  /** Keeps no more, and tells what each costs on the data that are there now. */
  async costs(): Promise<QueryCost[]> {
    this.connection.getClient().off('commandStarted', this.keep);
    const costs: QueryCost[] = [];
    for (const command of this.commands.flatMap(statementsOf)) costs.push(await this.explain(command));
    return costs;
  }

  /** The queries sent so far, as `QueryCost` names them; each once. */
  get names(): string[] {
    return [...new Set(this.commands.map(nameOf))].sort();
  }

  private readonly keep = ({ command, databaseName }: mongo.CommandStartedEvent): void => {
    if (databaseName === this.connection.name && EXPLAINED.includes(Object.keys(command)[0] ?? ''))
      this.commands.push(command);
  };

  private async explain(command: mongo.BSON.Document): Promise<QueryCost> {
    const asked = Object.fromEntries(
      Object.entries(command).filter(([field]) => !OF_THE_DRIVER.includes(field)),
    );
    const answer = await this.connection
      .getClient()
      .db(this.connection.name)
      .command({ explain: asked, verbosity: 'executionStats' });
    const cost = { query: nameOf(command), scans: false, keys: 0, documents: 0 };
    addUp(answer, cost);
    return cost;
  }
}

function nameOf(command: mongo.BSON.Document): string {
  const [kind = '', collection] = Object.entries(command)[0] ?? [];
  return `${kind} ${String(collection)}`;
}

/** MongoDB explains one update or deletion at a time. */
function statementsOf(command: mongo.BSON.Document): mongo.BSON.Document[] {
  for (const list of ['updates', 'deletes']) {
    const statements: unknown = command[list];
    if (Array.isArray(statements))
      return statements.map((statement) => ({ ...command, [list]: [statement] }));
  }
  return [command];
}

/** An aggregation has figures at each of its stages, and everything else at its top. */
function addUp(part: unknown, cost: QueryCost): void {
  if (part === null || typeof part !== 'object') return;
  const figures = part as Record<string, unknown>;
  cost.keys += Number(figures.totalKeysExamined ?? 0);
  cost.documents += Number(figures.totalDocsExamined ?? 0);
  if (figures.stage === 'COLLSCAN' || Number(figures.collectionScans ?? 0) > 0) cost.scans = true;
  for (const [name, value] of Object.entries(figures)) {
    // Plans that were not chosen, and the command itself.
    if (name !== 'queryPlanner' && name !== 'command') addUp(value, cost);
  }
}
