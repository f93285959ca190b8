import type { Harvest } from '@paperboy/contracts';
import type { IngestConfig } from '../ingest.config.js';
import { AtomSource } from '../source/atom.source.js';
import { OaiSource } from '../source/oai.source.js';
import { type OwnOptions, OwnSource } from '../source/own/own.source.js';
import { PapersApiSource } from '../source/papers-api.source.js';
import { RssSource } from '../source/rss.source.js';
import type { Source } from '../source/source.js';

/** What is read of a source. */
export type SourceSettings =
  | { readonly protocol: 'rss'; readonly categories: readonly string[] }
  | {
      readonly protocol: 'oai';
      readonly format: 'arXivRaw' | 'arXiv';
      readonly set?: string;
      readonly from: string;
      readonly until?: string;
    }
  | { readonly protocol: 'atom'; readonly query: string; readonly limit: number }
  | ({ readonly protocol: 'own' } & OwnOptions)
  | { readonly protocol: 'papers-api'; readonly since: string; readonly submit?: true }
  | { readonly protocol: 'papers'; readonly ids: readonly string[] };

/** A source that is kept current. */
export interface StandingSource {
  readonly id: string;
  readonly settings: SourceSettings;
}

const DAY_MS = 86_400_000;
/** A new source is read from this long ago, so that an installation that starts at a weekend has papers too. */
const BEGINS_DAYS_AGO = 3;
/** arXiv's sets have these archives under `physics`. Every other archive is a set of its own. */
const PHYSICS =
  /^(astro-ph|cond-mat|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|nlin|nucl-ex|nucl-th|physics|quant-ph)$/;

/** The set of OAI-PMH that has the papers of a category: `cs:cs:AI`, `physics:hep-th`. */
export function setOf(category: string): string {
  const [archive = '', subject] = category.split('.');
  const group = PHYSICS.test(archive) ? 'physics' : archive;
  return [group, archive, ...(subject ? [subject] : [])].join(':');
}

/** The sources that a configuration asks for: none without categories and sets. */
export function standingSources(
  { SUBMIT_FROM: categories, HARVEST_SETS: wanted }: Pick<IngestConfig, 'SUBMIT_FROM' | 'HARVEST_SETS'>,
  now: Date,
): StandingSource[] {
  const sets = [...new Set([...wanted, ...categories.map(setOf)])];
  const widest = sets.filter((set) => !sets.some((other) => set.startsWith(`${other}:`)));
  const from = new Date(now.getTime() - BEGINS_DAYS_AGO * DAY_MS).toISOString().slice(0, 10);
  return [
    ...(categories.length > 0 ? [{ id: 'rss', settings: { protocol: 'rss', categories } } as const] : []),
    ...widest.map(
      (set) =>
        ({
          id: `oai-${set.replaceAll(':', '.')}`,
          settings: { protocol: 'oai', format: 'arXivRaw', set, from },
        }) as const,
    ),
  ];
}

/** The settings of a harvest that an operator asks for. */
export function settingsOf(harvest: Harvest): SourceSettings {
  if (harvest.protocol === 'papers-api') {
    const { protocol, since, submit } = harvest;
    return { protocol, since, ...(submit && { submit }) };
  }
  if (harvest.protocol !== 'oai') return harvest;
  const { format, from, set, until } = harvest;
  return { protocol: 'oai', format, from, ...(set && { set }), ...(until && { until }) };
}

/** The adapter for settings; a harvest has the id under which its records are counted, and submits nothing. */
export function sourceFor(settings: SourceSettings, config: IngestConfig, importId?: string): Source {
  const submitFrom = new Set(importId === undefined ? config.SUBMIT_FROM : []);
  const counted = importId === undefined ? {} : { importId };
  switch (settings.protocol) {
    case 'rss':
      return new RssSource({ baseUrl: config.ARXIV_RSS_URL, categories: settings.categories, submitFrom });
    case 'oai':
      return new OaiSource({ ...settings, ...counted, baseUrl: config.ARXIV_OAI_URL, submitFrom });
    case 'own':
      return new OwnSource(settings);
    case 'papers-api':
      return new PapersApiSource({
        ...counted,
        baseUrl: config.PAPERS_API_URL,
        since: settings.since,
        arxivUrl: config.ARXIV_API_URL,
      });
    case 'atom':
    case 'papers':
      return new AtomSource({ ...settings, ...counted, baseUrl: config.ARXIV_API_URL });
  }
}

/** The pause between requests that the source has of its own, in ms. */
export function everyMsOf(settings: SourceSettings): number | undefined {
  if (settings.protocol !== 'own' || settings.everySeconds === undefined) return undefined;
  return settings.everySeconds * 1_000;
}
