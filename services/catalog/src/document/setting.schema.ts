import { documentSchema } from '@paperboy/platform';

/** What holds for all of the catalog. */
export interface SettingDocument {
  _id: 'sample' | 'search';
  /** Of the sample: the day that it was written for; absent while it is being written. */
  day?: string;
  /** Of the search: the generation of the index that every replica is to serve from. */
  generation?: number;
}

/** One document each. That of the sample is deleted with it; that of the search is kept, because it counts on. */
export const settingSchema = documentSchema<SettingDocument>('settings', {
  _id: { type: String, enum: ['sample', 'search'], required: true },
  day: { type: String },
  generation: { type: Number },
});
