import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessConfig, Target } from '@gimbal/all-in-one-service';
import type { Options, OptionSpecs } from '../../arguments/options.js';
import { isClock } from '../../arguments/parseTime.js';
import { usageFailure } from '../../cliFailure.js';
import { DEFAULT_PORTS, SERVICES } from '../../connection/connectionOptions.js';
import { SESSION_FILE } from '../../connection/sessionFile.js';

/** Two hours in two minutes. */
const SPEED_SCRIPTED = 60;
/** A proposal lives for ten minutes of domain time: at this speed a reader has 40 seconds for it. */
const SPEED_INTERACTIVE = 15;
const SPEED_MAX = 100_000;
const CONSOLE_PORT = 8_080;
/** From dist/commands/start to the root of the repository. */
const DEFAULT_RECORDING = fileURLToPath(new URL('../../../../../test/data/recordings/2023-08-17', import.meta.url));

const TARGETS = [...SERVICES, 'console'] as const satisfies readonly Target[];

export const WANTED_PORTS: Readonly<Record<Target, number>> = { ...DEFAULT_PORTS, console: CONSOLE_PORT };

export const START_OPTIONS: OptionSpecs = {
  log: { type: 'string', value: 'LOG', help: 'postgres (embedded), memory or kafka; postgres unless said' },
  brokers: { type: 'string', value: 'HOST:PORT,…', help: 'of --log kafka' },
  postgres: { type: 'string', value: 'URL', help: 'of a PostgreSQL that runs already, instead of the embedded one' },
  interactive: { type: 'boolean', help: 'approvals are yours; otherwise a scripted second principal approves' },
  speed: {
    type: 'string',
    value: 'N',
    help: `domain seconds a second from 21:00 to 23:00; ${SPEED_SCRIPTED} unless said, ${SPEED_INTERACTIVE} with --interactive`,
  },
  fast: { type: 'boolean', help: 'as fast as it goes, all day' },
  until: { type: 'string', value: 'HH:MM', help: 'the last moment that is replayed' },
  exit: { type: 'boolean', help: 'ends after the summary instead of leaving the console up' },
  recording: { type: 'string', value: 'DIR', help: 'what is replayed; 17 August 2023 unless said' },
  live: { type: 'string', value: 'FILE', help: 'listens to the sources that the file names, instead of a replay' },
  data: { type: 'string', value: 'DIR', help: 'keeps log, keys and tokens there over restarts' },
  session: {
    type: 'string',
    value: 'FILE',
    help: `where addresses and tokens are left for the other commands; ${SESSION_FILE}`,
  },
  'no-console': { type: 'boolean', help: 'the five services alone' },
  ...Object.fromEntries(
    TARGETS.map((target) => [
      `port-${target}`,
      {
        type: 'string',
        value: 'PORT',
        help: `${WANTED_PORTS[target]} unless said, or a free one when that is taken; 0: a free one`,
      },
    ]),
  ),
  json: { type: 'boolean', help: 'the summary as JSON; everything else goes to the error channel' },
};

export interface StartOptions {
  readonly log: ProcessConfig['log'];
  /** Whether somebody asked for this log, and so would rather have none than another. */
  readonly logChosen: boolean;
  readonly postgresUrl: string | undefined;
  readonly interactive: boolean;
  /** Domain seconds per second within the window; undefined: as fast as it goes. */
  readonly speed: number | undefined;
  /** A time of day. */
  readonly until: string | undefined;
  readonly exit: boolean;
  readonly json: boolean;
  readonly recording: string;
  /** What is listened to, instead of the recording. */
  readonly live: string | undefined;
  readonly dataDir: string | undefined;
  readonly sessionFile: string;
  readonly targets: readonly Target[];
  /** Ports that somebody asked for. */
  readonly ports: Readonly<Partial<Record<Target, number>>>;
}

/** Reads the options of `gimbal start`. Throws usage failures. */
export function startOptions(options: Options, cwd: string): StartOptions {
  const path = (text: string): string => (isAbsolute(text) ? text : resolve(cwd, text));
  const interactive = options.flag('interactive');
  const speed = options.number('speed', { min: 1, max: SPEED_MAX });
  if (speed !== undefined && options.flag('fast')) throw usageFailure('Expected either --speed or --fast, were both.');
  const until = options.text('until');
  if (until !== undefined && !isClock(until))
    throw usageFailure(`Expected --until with a time such as 21:45, was "${until}".`);
  const kind = options.oneOf('log', ['postgres', 'memory', 'kafka']);
  const data = options.text('data');
  const live = options.text('live');
  if (live !== undefined) refuseReplayOptions(options);
  return {
    log: logOf(kind ?? 'postgres', options),
    logChosen: kind !== undefined || options.text('postgres') !== undefined,
    postgresUrl: options.text('postgres'),
    interactive,
    speed: options.flag('fast') ? undefined : (speed ?? (interactive ? SPEED_INTERACTIVE : SPEED_SCRIPTED)),
    until,
    exit: options.flag('exit'),
    json: options.flag('json'),
    recording: path(options.text('recording') ?? DEFAULT_RECORDING),
    live: live === undefined ? undefined : path(live),
    dataDir: data === undefined ? undefined : path(data),
    sessionFile: path(options.text('session') ?? SESSION_FILE),
    targets: options.flag('no-console') ? SERVICES : TARGETS,
    ports: portsOf(options),
  };
}

/** What says how a recording is replayed means nothing where sources set the pace. */
function refuseReplayOptions(options: Options): void {
  const given = ['recording', 'speed', 'fast', 'until', 'exit', 'interactive', 'json'].find(
    (name) => options.text(name) !== undefined || options.flag(name),
  );
  if (given !== undefined) throw usageFailure(`Expected either --live or --${given}, were both.`);
}

function logOf(kind: 'postgres' | 'memory' | 'kafka', options: Options): ProcessConfig['log'] {
  const brokers =
    options
      .text('brokers')
      ?.split(',')
      .map((broker) => broker.trim())
      .filter((broker) => broker !== '') ?? [];
  if (kind !== 'kafka') {
    if (brokers.length > 0) throw usageFailure(`Expected --brokers with --log kafka alone, was --log ${kind}.`);
    return { kind };
  }
  if (brokers.length === 0)
    throw usageFailure('Expected --brokers with HOST:PORT, separated by commas, for --log kafka.');
  return { kind, brokers, topicPrefix: '', replicationFactor: 1 };
}

function portsOf(options: Options): Partial<Record<Target, number>> {
  const ports: Partial<Record<Target, number>> = {};
  for (const target of TARGETS) {
    const port = options.number(`port-${target}`, { min: 0, max: 65_535, whole: true });
    if (port !== undefined) ports[target] = port;
  }
  return ports;
}
