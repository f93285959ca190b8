import { Controller, Inject } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, queues, sources } from '@paperboy/contracts';
import { Jobs } from '@paperboy/messaging';
import {
  Asked,
  Clock,
  CONFIG,
  conflict,
  forbidden,
  isPrivateHost,
  Log,
  notFound,
  Serves,
} from '@paperboy/platform';
import { privateHost } from '../fetch/failure.js';
import type { IngestConfig } from '../ingest.config.js';
import { OwnSourceStore, ownSourceId } from './own-source.store.js';
import { settingsOf } from './settings.js';
import { shown } from './shown.js';
import { SourceStore } from './source.store.js';

/** The sources and harvests, for operators. */
@Controller()
export class HarvestController {
  constructor(
    @Inject(CONFIG) private readonly config: IngestConfig,
    private readonly store: SourceStore,
    private readonly own: OwnSourceStore,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  @Serves(sources.all)
  async all(): Promise<AnsweredBy<typeof sources.all>> {
    const [standing, harvests] = await Promise.all([this.store.standing(), this.store.harvests()]);
    return { sources: [...standing, ...harvests].map((source) => shown(source, this.clock.now())) };
  }

  @Serves(sources.add)
  async add(@Asked() { body }: AskedOf<typeof sources.add>): Promise<AnsweredBy<typeof sources.add>> {
    const { name, url, license, everySeconds, ...rest } = body;
    if (!this.config.PRIVATE_SOURCES && isPrivateHost(new URL(url).hostname))
      throw forbidden('address-refused', privateHost(new URL(url).host).message);
    const settings = {
      protocol: 'own',
      name,
      url,
      ...rest,
      ...(license && { license }),
      ...(everySeconds !== undefined && { everySeconds }),
    } as const;
    if (!(await this.own.add(settings)))
      throw conflict('source-exists', `There is a source ${name}: npx paperboy source remove ${name}.`);
    await this.hint(ownSourceId(name));
    return { id: ownSourceId(name) };
  }

  @Serves(sources.remove)
  async remove(@Asked() { params: { name } }: AskedOf<typeof sources.remove>): Promise<void> {
    if (await this.own.remove(name)) return;
    throw notFound(
      'unknown-source',
      `There is no source of one's own ${name}. npx paperboy sources lists them.`,
    );
  }

  @Serves(sources.startHarvest)
  async start(
    @Asked() { body }: AskedOf<typeof sources.startHarvest>,
  ): Promise<AnsweredBy<typeof sources.startHarvest>> {
    const id = await this.store.begin(settingsOf(body));
    await this.hint(id);
    return { id };
  }

  /** The job is a hint: without Redis, the timer finds that the source is due. */
  private async hint(sourceId: string): Promise<void> {
    await this.jobs
      .add(queues.harvestSource, { sourceId })
      .catch((error: unknown) => this.log.debug({ error: String(error) }, 'The queue cannot be reached.'));
  }

  @Serves(sources.harvest)
  async one(
    @Asked() { params }: AskedOf<typeof sources.harvest>,
  ): Promise<AnsweredBy<typeof sources.harvest>> {
    const source = await this.store.find(params.id);
    if (!source?.importId) throw unknown(params.id);
    return shown(source, this.clock.now());
  }

  @Serves(sources.stopHarvest)
  async stop(@Asked() { params }: AskedOf<typeof sources.stopHarvest>): Promise<void> {
    if (await this.store.stop(params.id)) return;
    const source = await this.store.find(params.id);
    if (!source?.importId) throw unknown(params.id);
  }
}

function unknown(id: string) {
  return notFound('unknown-harvest', `There is no harvest ${id}. npx paperboy sources lists them.`);
}
