import pino, { type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { redactFields, redactLine } from './redact.js';
import { currentTrace, traceIdOf } from './trace.js';

interface LogOptions {
  service: string;
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  format: 'json' | 'pretty';
  /** Where lines go; standard output by default. */
  destination?: DestinationStream;
}

/**
 * The log of a service. Each line carries the service and, within a request or event, its ids; secrets and mail
 * addresses are masked. Methods take fields and a message, or a message alone: `log.info({ paperId }, 'Added.')`.
 */
export class Log {
  constructor(private readonly logger: Logger) {}

  /** Whether lines of this level are written. Costly fields are made only then. */
  writes(level: 'debug' | 'warn' | 'error'): boolean {
    return this.logger.isLevelEnabled(level);
  }

  debug(fields: object | string, message?: string): void {
    this.write('debug', fields, message);
  }

  info(fields: object | string, message?: string): void {
    this.write('info', fields, message);
  }

  warn(fields: object | string, message?: string): void {
    this.write('warn', fields, message);
  }

  error(fields: object | string, message?: string): void {
    this.write('error', fields, message);
  }

  fatal(fields: object | string, message?: string): void {
    this.write('fatal', fields, message);
  }

  /** A log whose lines all carry these fields as well. */
  child(fields: Record<string, unknown>): Log {
    return new Log(this.logger.child(redactFields(fields) as Record<string, unknown>));
  }

  /** Writes out the buffered lines, before the process ends. */
  async flush(): Promise<void> {
    await new Promise<void>((done) => this.logger.flush(() => done()));
  }

  private write(
    level: 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    fields: object | string,
    message?: string,
  ) {
    if (typeof fields === 'string') this.logger[level](fields);
    else this.logger[level](fields instanceof Error ? { err: fields } : fields, message);
  }
}

/** Makes the log of a service: JSON lines, or lines for a person at a terminal. */
export function createLogger({ service, level, format, destination }: LogOptions): Log {
  const options: pino.LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redactFields(fields) as Record<string, unknown>,
    },
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
    mixin: () => {
      const trace = currentTrace();
      return trace ? { requestId: trace.requestId, traceId: traceIdOf(trace.traceparent) } : {};
    },
    hooks: { streamWrite: redactLine },
  };
  const stream =
    format === 'pretty'
      ? pretty({
          singleLine: true,
          ignore: 'service',
          messageFormat: '{service} · {msg}',
          destination: destination ?? 1,
        })
      : (destination ?? pino.destination({ dest: 1, sync: false }));
  return new Log(pino(options, stream));
}
