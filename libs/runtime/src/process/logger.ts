export type LogLevel = 'quiet' | 'error' | 'warn' | 'info' | 'debug';

export type LogFields = Readonly<Record<string, unknown>>;

/** One line of JSON an entry. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** The same logger for a part of the process. */
  with(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly service: string;
  readonly level?: LogLevel;
  /** Takes one line without its end; standard error by default. */
  readonly write?: (line: string) => void;
  /** Milliseconds since the Unix epoch. */
  readonly now?: () => number;
}

const rank: Readonly<Record<LogLevel, number>> = { quiet: 0, error: 1, warn: 2, info: 3, debug: 4 };

/** Names of fields whose value must never be written, and shapes of secrets inside any text. */
const SECRET_NAME =
  /authorization|secret|passw|passphrase|private_?key|api_?key|credential|cookie|^(access|id|refresh|bearer|auth)?_?token$/i;
const SECRET_SHAPES: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/(\w+:\/\/[^\s:/@]+):[^\s@]+@/g, '$1:[password]@'],
  [/bearer\s+\S+/gi, 'Bearer [token]'],
];

const REDACTION_DEPTH_MAX = 6;

/** A structured logger that never writes secrets. `quiet` writes nothing. */
export function createLogger(options: LoggerOptions, bound: LogFields = {}): Logger {
  const level = rank[options.level ?? 'info'];
  const write = options.write ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const now = options.now ?? Date.now;
  const entry =
    (name: Exclude<LogLevel, 'quiet'>) =>
    (message: string, fields: LogFields = {}): void => {
      if (rank[name] > level) return;
      const time = new Date(now()).toISOString();
      const own = { time, level: name, service: options.service, message: redacted(message) };
      write(JSON.stringify({ ...own, ...(redacted({ ...bound, ...fields }) as object) }));
    };
  return {
    error: entry('error'),
    warn: entry('warn'),
    info: entry('info'),
    debug: entry('debug'),
    with: (fields) => createLogger(options, { ...bound, ...fields }),
  };
}

/** A copy without secrets that JSON can hold: bigint as text, errors with stack and cause, bytes by their length. */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return SECRET_SHAPES.reduce((text, [shape, to]) => text.replace(shape, to), value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= REDACTION_DEPTH_MAX) return '[deep]';
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    return redacted({ name, message, stack, ...(cause === undefined ? {} : { cause }) }, depth + 1);
  }
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      SECRET_NAME.test(name) ? '[redacted]' : redacted(item, depth + 1),
    ]),
  );
}
