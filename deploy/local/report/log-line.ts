/** A plain line of a process, or the log record of a process that writes JSON. */
export interface LogSource {
  service: string;
  /** Shown only when there are several. */
  replica?: number;
}

/** From pino's numbers and from words, the words. */
const LEVELS: Record<string, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const SEVERITY = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const COLOURS: Record<string, number> = { trace: 90, debug: 90, info: 32, warn: 33, error: 31, fatal: 35 };
const SERVICE_COLOURS = [36, 34, 35, 33, 32, 96, 94, 95];
/** Fields that other columns show already, or that are of no use to a person. */
const NOT_SHOWN = new Set([
  'time',
  'level',
  'msg',
  'service',
  'replica',
  'pid',
  'hostname',
  'name',
  'v',
  'version',
]);
const LONGEST_VALUE = 120;

/** The level of a line in words; a line that is no JSON record counts as info. */
export function levelOf(line: string): string {
  const level = String(parse(line)?.level ?? 'info');
  return LEVELS[level] ?? level;
}

/** True for warnings and errors. */
export function isTrouble(line: string): boolean {
  return SEVERITY.indexOf(levelOf(line)) >= SEVERITY.indexOf('warn');
}

/** One JSON object a line, always with its service. */
export function jsonLine(source: LogSource, line: string, now: Date): string {
  const record = parse(line) ?? { level: 'info', time: now.toISOString(), msg: line };
  return JSON.stringify({ ...source, ...record });
}

/** Time, service, level, message and fields in columns, coloured, for a person. */
export function prettyLine(source: LogSource, line: string, now: Date): string {
  const record = parse(line) ?? { msg: line };
  const level = levelOf(line);
  const at = toDate(record.time) ?? now;
  const who = source.replica ? `${source.service}.${source.replica}` : source.service;
  const fields = Object.entries(record)
    .filter(([key, value]) => !NOT_SHOWN.has(key) && key !== 'err' && value !== undefined && value !== null)
    .map(([key, value]) => `${dim(`${key}=`)}${short(value)}`);
  const head = [
    dim(at.toTimeString().slice(0, 8)),
    colour(colourOf(source.service), who.padEnd(9)),
    colour(COLOURS[level] ?? 37, level.padEnd(5)),
    String(record.msg ?? ''),
  ];
  return [...head, ...fields].join(' ') + errorText(record.err);
}

function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { stack, message } = error as { stack?: unknown; message?: unknown };
  const text =
    typeof stack === 'string' ? stack : typeof message === 'string' ? message : JSON.stringify(error);
  return `\n    ${text.split('\n').slice(0, 8).join('\n    ')}`;
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // A line that only looks like JSON is shown as it is.
    return undefined;
  }
}

function toDate(time: unknown): Date | undefined {
  if (typeof time !== 'string' && typeof time !== 'number') return undefined;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function colourOf(service: string): number {
  const sum = [...service].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return SERVICE_COLOURS[sum % SERVICE_COLOURS.length] as number;
}

function colour(code: number, text: string): string {
  return `\u001b[${code}m${text}\u001b[0m`;
}

function dim(text: string): string {
  return `\u001b[2m${text}\u001b[0m`;
}
