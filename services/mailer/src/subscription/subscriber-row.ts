import {
  type ExportedSubscription,
  type ImportedSubscription,
  importedSubscriptionSchema,
} from '@paperboy/contracts';

/** The columns of the file, in the order of an export. The first two are required. Others have defaults when empty. */
export const COLUMNS = [
  'address',
  'consented_at',
  'cadence',
  'weekday',
  'hour',
  'time_zone',
  'categories',
  'min_upvotes',
  'keywords',
  'authors',
  'papers',
  'format',
  'even_when_empty',
  'paused_until',
  'slot',
] as const;
type Column = (typeof COLUMNS)[number];

/** The cells of a row by their columns. */
export type Row = Partial<Record<Column, string>>;

/** The reason why a row is refused. */
export interface RefusedRow {
  code: string;
  detail: string;
}

/** A day, or a moment whose zone is UTC unless it is stated. Other forms mean different days in different countries. */
const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?)?$/;
/** The sign that an export puts before a cell which a spreadsheet would calculate. */
const ESCAPED_FORMULA = /^'(?=[=+\-@\t\r＝＋－＠])/;

/** Reads a row. The date of consent is a day or a moment in ISO 8601. */
export function readRow(row: Row): ImportedSubscription | RefusedRow {
  const cell = (column: Column): string | undefined =>
    row[column]?.replace(ESCAPED_FORMULA, '').trim() || undefined;
  const consented = cell('consented_at');
  if (cell('address') === undefined) return { code: 'no-address', detail: 'There is no address.' };
  if (consented === undefined) return { code: 'no-consent', detail: 'There is no date of consent.' };
  const consentedAt = momentOf(consented);
  if (consentedAt === undefined)
    return {
      code: 'unreadable',
      detail: 'consented_at: expected a day such as 2026-01-31, or a moment such as 2026-01-31T08:30:00Z',
    };
  const parsed = importedSubscriptionSchema.safeParse({
    address: cell('address'),
    consentedAt,
    slot: cell('slot'),
    settings: {
      cadence: cell('cadence') ?? 'day',
      weekday: cell('weekday') ?? null,
      hour: cell('hour') ?? 8,
      timeZone: cell('time_zone') ?? 'UTC',
      categories: cell('categories')?.split(/\s+/),
      minUpvotes: cell('min_upvotes'),
      keywords: cell('keywords')?.split(/\s*\n\s*/),
      authors: cell('authors')?.split(/\s*\n\s*/),
      papers: cell('papers'),
      format: cell('format'),
      evenWhenEmpty: booleanOf(cell('even_when_empty')),
      pausedUntil: cell('paused_until') ?? null,
    },
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return { code: 'unreadable', detail: `${String(issue?.path.at(-1) ?? 'row')}: ${issue?.message ?? ''}` };
}

/** Writes a subscription as a row, which `readRow` reads back unchanged. */
export function rowOf({ address, consentedAt, settings, slot }: ExportedSubscription): Required<Row> {
  return {
    address,
    consented_at: consentedAt,
    cadence: settings.cadence,
    weekday: settings.weekday === null ? '' : String(settings.weekday),
    hour: String(settings.hour),
    time_zone: settings.timeZone,
    categories: settings.categories.join(' '),
    min_upvotes: String(settings.minUpvotes),
    keywords: settings.keywords.join('\n'),
    authors: settings.authors.join('\n'),
    papers: String(settings.papers),
    format: settings.format,
    even_when_empty: settings.evenWhenEmpty ? 'yes' : 'no',
    paused_until: settings.pausedUntil ?? '',
    slot,
  };
}

function momentOf(text: string): string | undefined {
  const [, day = '', time = '00:00', zone = 'Z'] = MOMENT.exec(text) ?? [];
  const midnight = new Date(`${day}T00:00:00.000Z`);
  // The 30th of February would become a day of March.
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return undefined;
  const moment = new Date(`${day}T${time}${zone}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

/** Reads yes or no. Any other text is returned as it is, so that the schema refuses it. */
function booleanOf(text: string | undefined): boolean | string | undefined {
  if (text === undefined) return undefined;
  if (/^(yes|true|1)$/i.test(text)) return true;
  return /^(no|false|0)$/i.test(text) ? false : text;
}
