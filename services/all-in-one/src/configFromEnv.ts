import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_PARTITION_COUNT } from '@gimbal/contracts';
import { z } from 'zod';
import {
  KAFKA_SASL_MECHANISMS,
  type ProcessConfig,
  processConfigSchema,
  SERVICE_TARGETS,
  type Target,
  TARGETS,
} from './config.js';

/** Where a target listens when nobody says otherwise; the chart and the compose file have the same. */
export const DEFAULT_PORTS: Readonly<Record<Target, number>> = {
  ingestion: 50_051,
  pricing: 50_052,
  risk: 50_053,
  'governance-watch': 50_054,
  execution: 50_055,
  console: 8_080,
};

const DEFAULT_RECORDING = 'test/data/recordings/2023-08-17';
const PARTITIONS_MAX = 64;
const PORT_MAX = 65_535;
const REPLICATION_MAX = 5;

const text = (expected: string) => z.string({ error: () => `Expected ${expected}, was nothing.` });
const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.enum(names, { error: ({ input }) => `Expected one of ${names.join(', ')}, was ${shown(input)}.` });
const count = (min: number, max: number) => {
  const error = ({ input }: { readonly input?: unknown }) =>
    `Expected a whole number from ${min} to ${max}, was ${shown(input)}.`;
  return z
    .string()
    .refine((value) => /^\d{1,6}$/.test(value) && Number(value) >= min && Number(value) <= max, { error })
    .transform(Number);
};
const hostAndPort = z.string().regex(/^[^\s,:/]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, {
  error: ({ input }) => `Expected host:port, was ${shown(input)}.`,
});
const listOf = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
const brokers = z
  .string()
  .transform(listOf)
  .pipe(z.array(hostAndPort).min(1, { error: () => 'Expected host:port, separated by commas, was nothing.' }));
const targets = text('a list of targets')
  .transform(listOf)
  .pipe(z.array(oneOf(TARGETS)).min(1, { error: () => `Expected some of ${TARGETS.join(', ')}, was nothing.` }));

const perTarget = <T extends z.ZodType>(prefix: string, schema: T): Record<string, T> =>
  Object.fromEntries(TARGETS.map((target) => [variableOf(prefix, target), schema]));

const environmentSchema = z.object({
  GIMBAL_TARGET: targets,
  GIMBAL_LOG: oneOf(['memory', 'postgres', 'kafka']).default('memory'),
  GIMBAL_POSTGRES_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: () => 'Expected a URL that begins with postgres:// or postgresql://.' })
    .optional(),
  GIMBAL_KAFKA_BROKERS: brokers.optional(),
  GIMBAL_KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-z0-9.-]*$/, {
      error: ({ input }) => `Expected small letters, digits, points and hyphens, was ${shown(input)}.`,
    })
    .optional(),
  GIMBAL_KAFKA_REPLICATION: count(1, REPLICATION_MAX).optional(),
  GIMBAL_KAFKA_TLS: oneOf(['0', '1']).default('0'),
  GIMBAL_KAFKA_TLS_CA_FILE: z.string().optional(),
  GIMBAL_KAFKA_TLS_CERTIFICATE_FILE: z.string().optional(),
  GIMBAL_KAFKA_TLS_KEY_FILE: z.string().optional(),
  GIMBAL_KAFKA_SASL_MECHANISM: oneOf(KAFKA_SASL_MECHANISMS).optional(),
  GIMBAL_KAFKA_SASL_USERNAME: z.string().optional(),
  GIMBAL_KAFKA_SASL_PASSWORD: z.string().optional(),
  GIMBAL_PARTITIONS: count(1, PARTITIONS_MAX).default(DEFAULT_PARTITION_COUNT),
  GIMBAL_RECORDING: z.string().default(DEFAULT_RECORDING),
  GIMBAL_LIVE: z.string().optional(),
  GIMBAL_INSTANCE: z.string().default('0'),
  GIMBAL_HOST: z.string().default('127.0.0.1'),
  GIMBAL_ADVERTISE_HOST: z.string().optional(),
  ...perTarget('GIMBAL_PORT_', count(0, PORT_MAX).optional()),
  ...perTarget('GIMBAL_ADDRESS_', hostAndPort.optional()),
  GIMBAL_KEYS_DIR: z.string().optional(),
  GIMBAL_JWKS_FILE: z.string().optional(),
  GIMBAL_JWKS_URL: z
    .url({ protocol: /^https?$/, error: ({ input }) => `Expected a URL, was ${shown(input)}.` })
    .optional(),
  GIMBAL_ISSUER: text('the name of the token issuer'),
  GIMBAL_HEADS_DIR: z.string().optional(),
  // The telemetry library reads these two itself, before anything else is loaded; here they are only checked.
  GIMBAL_OTEL: oneOf(['0', '1']).default('0'),
  GIMBAL_METRICS_PORT: count(0, PORT_MAX).optional(),
});

type Environment = z.output<typeof environmentSchema>;

/** Every variable that `gimbal serve` reads here; the image's table, the compose file and the chart are checked against it. */
export const ENVIRONMENT_VARIABLES: readonly string[] = Object.keys(environmentSchema.shape);

/** For example `GIMBAL_PORT_` and governance-watch: GIMBAL_PORT_GOVERNANCE_WATCH. */
export function variableOf(prefix: string, target: Target): string {
  return `${prefix}${target.toUpperCase().replaceAll('-', '_')}`;
}

/**
 * The configuration of one process from its environment; an empty variable counts as absent. Throws an Error with a line
 * for each variable at fault, which begins with its name; the ZodError is its cause. Values of secrets are never repeated.
 */
export function configFromEnv(env: Readonly<Record<string, string | undefined>>): ProcessConfig {
  const given = Object.fromEntries(
    ENVIRONMENT_VARIABLES.flatMap((name) => {
      const value = env[name]?.trim() ?? '';
      return value === '' ? [] : [[name, value] as const];
    }),
  );
  const parsed = environmentSchema.superRefine(contradictions).safeParse(given);
  if (!parsed.success) throw refusal(parsed.error);
  return processConfigSchema.parse(fromEnvironment(parsed.data));
}

function fromEnvironment(env: Environment): z.input<typeof processConfigSchema> {
  const per = env as Readonly<Record<string, unknown>>;
  const ports = TARGETS.map(
    (target) => [target, per[variableOf('GIMBAL_PORT_', target)] ?? DEFAULT_PORTS[target]] as const,
  );
  const addresses = TARGETS.flatMap((target) => {
    const address = per[variableOf('GIMBAL_ADDRESS_', target)];
    return address === undefined ? [] : [[target, address] as const];
  });
  return {
    targets: env.GIMBAL_TARGET,
    log: logOf(env),
    postgresUrl: env.GIMBAL_POSTGRES_URL,
    partitionCount: env.GIMBAL_PARTITIONS,
    recording: env.GIMBAL_RECORDING,
    live: env.GIMBAL_LIVE,
    instance: env.GIMBAL_INSTANCE,
    host: env.GIMBAL_HOST,
    advertiseHost: env.GIMBAL_ADVERTISE_HOST,
    ports: Object.fromEntries(ports) as Record<Target, number>,
    addresses: Object.fromEntries(addresses) as Partial<Record<Target, string>>,
    // The console signs nothing: what it is given there is thrown away with its process.
    keysDir: env.GIMBAL_KEYS_DIR ?? join(tmpdir(), 'gimbal-console-keys'),
    jwksFile: env.GIMBAL_JWKS_FILE ?? '',
    jwksUrl: env.GIMBAL_JWKS_URL,
    issuer: env.GIMBAL_ISSUER,
    headsDir: env.GIMBAL_HEADS_DIR,
    metricsPort: env.GIMBAL_METRICS_PORT,
  };
}

function logOf(env: Environment): z.input<typeof processConfigSchema>['log'] {
  if (env.GIMBAL_LOG !== 'kafka') return { kind: env.GIMBAL_LOG };
  const tls = {
    caFile: env.GIMBAL_KAFKA_TLS_CA_FILE,
    certificateFile: env.GIMBAL_KAFKA_TLS_CERTIFICATE_FILE,
    keyFile: env.GIMBAL_KAFKA_TLS_KEY_FILE,
  };
  const mechanism = env.GIMBAL_KAFKA_SASL_MECHANISM;
  const sasl = { username: env.GIMBAL_KAFKA_SASL_USERNAME ?? '', password: env.GIMBAL_KAFKA_SASL_PASSWORD ?? '' };
  return {
    kind: 'kafka',
    brokers: env.GIMBAL_KAFKA_BROKERS ?? [],
    topicPrefix: env.GIMBAL_KAFKA_TOPIC_PREFIX,
    replicationFactor: env.GIMBAL_KAFKA_REPLICATION,
    ...(env.GIMBAL_KAFKA_TLS === '1' ? { tls } : {}),
    ...(mechanism === undefined ? {} : { sasl: { mechanism, ...sasl } }),
  };
}

/** What is right by itself and wrong together. */
function contradictions(env: Environment, context: z.RefinementCtx<Environment>): void {
  const refuse = (name: string, message: string): void => context.addIssue({ code: 'custom', path: [name], message });
  const services = SERVICE_TARGETS.filter((target) => env.GIMBAL_TARGET.includes(target));
  if (env.GIMBAL_LOG === 'memory' && services.length > 0 && services.length < SERVICE_TARGETS.length) {
    refuse(
      'GIMBAL_LOG',
      'Expected postgres or kafka for some of the services alone, was memory, which no other process sees.',
    );
  }
  if (env.GIMBAL_LOG === 'postgres' && env.GIMBAL_POSTGRES_URL === undefined) {
    refuse('GIMBAL_POSTGRES_URL', 'Expected a URL for the log in PostgreSQL, was nothing.');
  }
  if (env.GIMBAL_LOG === 'kafka' && env.GIMBAL_KAFKA_BROKERS === undefined) {
    refuse('GIMBAL_KAFKA_BROKERS', 'Expected host:port, separated by commas, was nothing.');
  }
  if (services.length > 0 && env.GIMBAL_KEYS_DIR === undefined) {
    refuse('GIMBAL_KEYS_DIR', 'Expected the folder of the seal keys, was nothing.');
  }
  if ((env.GIMBAL_JWKS_FILE === undefined) === (env.GIMBAL_JWKS_URL === undefined)) {
    const was = env.GIMBAL_JWKS_URL === undefined ? 'neither' : 'both';
    refuse('GIMBAL_JWKS_FILE', `Expected either this or GIMBAL_JWKS_URL, was ${was}.`);
  }
  if (env.GIMBAL_KAFKA_SASL_MECHANISM !== undefined) {
    for (const name of ['GIMBAL_KAFKA_SASL_USERNAME', 'GIMBAL_KAFKA_SASL_PASSWORD'] as const) {
      if (env[name] === undefined) refuse(name, 'Expected a value for the SASL mechanism, was nothing.');
    }
  }
  if ((env.GIMBAL_KAFKA_TLS_CERTIFICATE_FILE === undefined) !== (env.GIMBAL_KAFKA_TLS_KEY_FILE === undefined)) {
    refuse(
      'GIMBAL_KAFKA_TLS_CERTIFICATE_FILE',
      'Expected this together with GIMBAL_KAFKA_TLS_KEY_FILE, was one alone.',
    );
  }
}

function refusal(error: z.ZodError): Error {
  const lines = error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`);
  return new Error([...new Set(lines)].join('\n'), { cause: error });
}

function shown(input: unknown): string {
  return input === undefined ? 'nothing' : JSON.stringify(input);
}
