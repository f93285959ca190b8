import { documentSchema } from '@paperboy/platform';

/** A setting of the whole catalog. */
export interface SettingDocument {
  _id: 'sample' | 'search';
  /** Of the sample: the day that it was written for; absent while it is being written. */
  day?: string;
  /** Of the search: the generation of the index that every replica is to serve from. */
  generation?: number;
}

/**
 * The settings, one document each. That of the sample is deleted with the sample. That of the search is kept, because
 * its generation must only rise.
 */
export const settingSchema = documentSchema<SettingDocument>('settings', {
  _id: { type: String, enum: ['sample', 'search'], required: true },
  day: { type: String },
  generation: { type: Number },
});
