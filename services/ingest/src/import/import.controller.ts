import { Controller, Get } from '@nestjs/common';
import { AllowCallers } from '@paperboy/platform';
import { refusedOf } from './counts.js';
import { type ImportDocument, ImportStore } from './import.store.js';

const SHOWN = 50;

/** One import, as the service tells of it; numbers are lines of the file, `offset` and `size` bytes. */
function shown({ _id, file, size, state, cursor, startedAt, updatedAt }: ImportDocument) {
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

/** The cursors of ingest, for operators and the other services. */
@Controller('internal/imports')
@AllowCallers('service')
export class ImportController {
  constructor(private readonly store: ImportStore) {}

  /** The newest 50 imports, newest first. 503 while MongoDB is away. */
  @Get()
  async imports(): Promise<{ imports: ReturnType<typeof shown>[] }> {
    const imports = await this.store.newest(SHOWN);
    return { imports: imports.map(shown) };
  }
}
