import { Controller } from '@nestjs/common';
import { type AnsweredBy, operations, type ShownImport } from '@paperboy/contracts';
import { Serves } from '@paperboy/platform';
import { refusedOf } from './counts.js';
import type { ImportDocument } from './import.schema.js';
import { ImportStore } from './import.store.js';

const SHOWN = 50;

/** An import, as the API shows it; numbers are lines of the file, `offset` and `size` bytes. */
function shown({ _id, file, size, state, cursor, startedAt, updatedAt }: ImportDocument): ShownImport {
  return {
    importId: _id,
    file,
    size,
    state,
    line: cursor.line,
    offset: cursor.end,
    read: cursor.counts.read,
    published: cursor.counts.published,
    refused: refusedOf(cursor.counts),
    refusedByCode: cursor.counts.refused,
    startedAt: startedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** The imports with their cursors, for operators and the other services. */
@Controller()
export class ImportController {
  constructor(private readonly store: ImportStore) {}

  @Serves(operations.imports)
  async imports(): Promise<AnsweredBy<typeof operations.imports>> {
    const imports = await this.store.newest(SHOWN);
    return { imports: imports.map(shown) };
  }
}
