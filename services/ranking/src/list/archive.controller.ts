import { Controller } from '@nestjs/common';
import { type Archive, type AskedOf, lists } from '@paperboy/contracts';
import { Asked, Serves, unavailable } from '@paperboy/platform';
import { ArchiveReader } from './archive.reader.js';

const RETRY_AFTER_SECONDS = 2;

/** The archive over HTTP: which days of a month have papers. */
@Controller()
export class ArchiveController {
  constructor(private readonly archive: ArchiveReader) {}

  @Serves(lists.archive)
  async month(@Asked() { query }: AskedOf<typeof lists.archive>): Promise<Archive> {
    try {
      return await this.archive.read(query.month);
    } catch (error) {
      const told = 'The archive can not be read now.';
      throw unavailable('lists-unavailable', told, RETRY_AFTER_SECONDS, error);
    }
  }
}
