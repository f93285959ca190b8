import { Injectable } from '@nestjs/common';
import { InjectModel } from '@paperboy/platform';
import type { Model } from 'mongoose';
import { type SettingDocument, settingSchema } from '../../document/setting.schema.js';

/** The generation of the index that all replicas are to serve. A replica with an older one builds a new index. */
@Injectable()
export class TargetGeneration {
  constructor(@InjectModel(settingSchema) private readonly settings: Model<SettingDocument>) {}

  async read(): Promise<number> {
    return (await this.settings.findOne({ _id: 'search' }).lean())?.generation ?? 1;
  }

  /** Makes a new generation the target, and returns its number. */
  async raise(): Promise<number> {
    await this.settings.updateOne({ _id: 'search' }, { $setOnInsert: { generation: 1 } }, { upsert: true });
    const raised = await this.settings
      .findOneAndUpdate({ _id: 'search' }, { $inc: { generation: 1 } }, { returnDocument: 'after' })
      .lean();
    return raised?.generation ?? 1;
  }
}
