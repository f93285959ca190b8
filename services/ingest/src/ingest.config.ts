import { serviceConfigSchema } from '@paperboy/platform';
import type { z } from 'zod';

/** The environment of ingest: what all services read, and nothing of its own yet. */
export const ingestConfigSchema = serviceConfigSchema;
export type IngestConfig = z.output<typeof ingestConfigSchema>;
