import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { metricTable } from '@gimbal/telemetry';
import { describe, expect, it } from 'vitest';
import { processConfigSchema, TARGETS } from '../../services/all-in-one/src/config.ts';
import {
  configFromEnv,
  DEFAULT_PORTS,
  ENVIRONMENT_VARIABLES,
  variableOf,
} from '../../services/all-in-one/src/configFromEnv.ts';
import { ROOT } from './imports.ts';
import { textOf, yamlOf } from './helmSources.ts';

interface ComposeService {
  readonly image: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
}

const COMPOSE = 'deploy/compose/compose.yaml';
const compose = yamlOf<{ services: Record<string, ComposeService>; volumes: Record<string, null> }>(COMPOSE);
const ours = Object.entries(compose.services).filter(
  ([, { environment }]) => environment?.['GIMBAL_TARGET'] !== undefined,
);
/** Read by the telemetry library, the runtime and the CLI, each of which has tests of its own. */
const READ_ELSEWHERE = new Set([
  'GIMBAL_METRICS_HOST',
  'GIMBAL_PROTO_DIR',
  'GIMBAL_LOG_LEVEL',
  'OTEL_SERVICE_NAME',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
]);

/** With compose's defaults put in for what the caller's environment may say. */
function plain(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replace(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1')]),
  );
}

describe('the compose file', () => {
  it('runs every target once, in a service of its name', () => {
    expect(ours.map(([name]) => name).sort()).toEqual([...TARGETS].sort());
    for (const [name, { environment }] of ours) expect(environment!['GIMBAL_TARGET']).toBe(name);
  });

  it.each(ours)('%s has an environment that gimbal serve reads, and knows', (name, { environment = {} }) => {
    const config = configFromEnv({ ...plain(environment), GIMBAL_HOST: '0.0.0.0' });
    expect(config.targets).toEqual([name]);
    expect(config.log.kind).toBe(name === 'console' ? 'memory' : 'kafka');
    expect(
      Object.keys(environment).filter((key) => !ENVIRONMENT_VARIABLES.includes(key) && !READ_ELSEWHERE.has(key)),
    ).toEqual([]);
  });

  it.each(ours)(
    '%s is published and probed on the port that it listens on',
    (name, { environment = {}, ports, healthcheck }) => {
      const port = configFromEnv(plain(environment)).ports[name as (typeof TARGETS)[number]];
      expect(ports).toEqual([`127.0.0.1:${port}:${port}`]);
      expect(healthcheck!.test.at(-1)).toBe(name === 'console' ? `http://127.0.0.1:${port}/` : `127.0.0.1:${port}`);
    },
  );

  it('tells the console where each service is', () => {
    const { addresses } = configFromEnv(plain(compose.services['console']!.environment!));
    const services = TARGETS.filter((target) => target !== 'console');
    expect(addresses).toEqual(
      Object.fromEntries(services.map((target) => [target, `${target}:${DEFAULT_PORTS[target]}`])),
    );
  });

  it('names only services, volumes and files that are there', () => {
    for (const [name, { depends_on = {}, volumes = [] }] of Object.entries(compose.services)) {
      for (const needed of Object.keys(depends_on))
        expect(Object.keys(compose.services), `${name} needs ${needed}`).toContain(needed);
      for (const source of volumes.map((volume) => volume.split(':')[0]!)) {
        if (source.startsWith('.'))
          expect(existsSync(resolve(ROOT, dirname(COMPOSE), source)), `${name} mounts ${source}`).toBe(true);
        else expect(Object.keys(compose.volumes), `${name} mounts ${source}`).toContain(source);
      }
    }
  });

  it('listens on the loopback interface alone', () => {
    const published = Object.values(compose.services).flatMap(({ ports = [] }) => ports);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('is scraped by Prometheus: every target, on the port of the metrics', () => {
    const prometheus = yamlOf<{ scrape_configs: { static_configs: { targets: string[] }[] }[] }>(
      'deploy/prometheus/prometheus.yaml',
    );
    const scraped = prometheus.scrape_configs.flatMap((job) => job.static_configs.flatMap(({ targets }) => targets));
    const port = configFromEnv(plain(compose.services['risk']!.environment!)).metricsPort;
    expect(scraped.sort()).toEqual(TARGETS.map((target) => `${target}:${port}`).sort());
  });

  it('sends traces to a receiver, a processor and an exporter that the collector has', () => {
    const collector = yamlOf<Record<string, Record<string, unknown>>>('deploy/otel/collector.yaml');
    const { pipelines } = collector['service'] as { pipelines: Record<string, Record<string, string[]>> };
    for (const [part, names] of Object.entries(pipelines['traces']!)) {
      expect(Object.keys(collector[part]!)).toEqual(expect.arrayContaining(names));
    }
    expect(compose.services['jaeger']).toBeDefined();
  });
});

describe("the image's table of variables", () => {
  it('is the list that gimbal serve reads, no more and no less', () => {
    const rows = textOf('deploy/docker/README.md')
      .split('\n')
      .filter((line) => line.startsWith('| `GIMBAL_'))
      .flatMap((line) => [...line.split('|')[1]!.matchAll(/`(GIMBAL_[A-Z_]+)`/g)].map(([, name]) => name!));
    expect(rows.sort()).toEqual([...ENVIRONMENT_VARIABLES].sort());
  });
});

describe('the values of the chart', () => {
  const values = yamlOf<{ partitions: number; services: Record<string, { port: number }>; metrics: { port: number } }>(
    'helm/gimbal/values.yaml',
  );

  it('have every target, on the port where it listens by default', () => {
    expect(Object.fromEntries(Object.entries(values.services).map(([name, { port }]) => [name, port]))).toEqual(
      DEFAULT_PORTS,
    );
  });

  it('have the default number of partitions', () => {
    const env = { GIMBAL_TARGET: 'console', GIMBAL_JWKS_URL: 'https://id.example', GIMBAL_ISSUER: 'x' };
    expect(configFromEnv(env).partitionCount).toBe(values.partitions);
  });

  it('name a recording that the image holds', () => {
    const { recording } = yamlOf<{ recording: string }>('helm/gimbal/values.yaml');
    expect(existsSync(join(ROOT, recording.replace(/^\/app\//, ''), 'recording.json'))).toBe(true);
    expect(textOf('deploy/docker/Dockerfile')).toContain('COPY test/data/recordings test/data/recordings');
  });

  it('are all in the README, and in the schema', () => {
    const readme = textOf('helm/gimbal/README.md');
    const schema = JSON.parse(textOf('helm/gimbal/values.schema.json')) as Schema;
    const leaves = leavesOf(yamlOf<Record<string, unknown>>('helm/gimbal/values.yaml'));
    expect(leaves.length).toBeGreaterThan(60);
    expect(leaves.filter((path) => !readme.includes(`\`${path}\``) && !path.startsWith('services.'))).toEqual([]);
    expect(leaves.filter((path) => !inSchema(schema, schema, path.split('.')))).toEqual([]);
  });

  it('are closed: no object of the schema takes what it does not know, but maps of strings and what Kubernetes checks', () => {
    const schema = JSON.parse(textOf('helm/gimbal/values.schema.json')) as Schema;
    const open = objectsOf(schema, '').filter(([path, { additionalProperties }]) =>
      path === '/definitions/strings' || path === '/definitions/kubernetes' ? false : additionalProperties !== false,
    );
    expect(open.map(([path]) => path)).toEqual([]);
  });
});

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly additionalProperties?: boolean | Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** Paths of what has no named value below it. */
function leavesOf(value: unknown, path: readonly string[] = []): string[] {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
  if (!isMap || ['resources', 'probes', 'labels'].includes(path.at(-1) ?? '')) return [path.join('.')];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
}

function inSchema(root: Schema, schema: Schema, path: readonly string[]): boolean {
  const here = schema.$ref === undefined ? schema : root.definitions![schema.$ref.split('/').at(-1)!]!;
  const [first, ...rest] = path;
  if (first === undefined) return true;
  const next = here.properties?.[first];
  return next !== undefined && inSchema(root, next, rest);
}

function objectsOf(schema: unknown, path: string): [string, Schema][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const below = Object.entries(schema).flatMap(([key, item]) => objectsOf(item, `${path}/${key}`));
  const own = schema as Schema;
  return own.type === 'object' && typeof own.properties !== 'string' ? [[path, own], ...below] : below;
}

describe('alerts and the dashboard', () => {
  /** Without what Prometheus adds to the names of a histogram. */
  const named = (text: string): string[] =>
    [
      ...new Set([...text.matchAll(/\bgimbal_[a-z_]+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''))),
    ].sort();
  const dashboard = textOf('helm/gimbal/files/dashboard.json');

  it('ask for metrics that there are', () => {
    const known = Object.keys(metricTable);
    const rules = yamlOf<{ groups: { rules: { alert: string; expr: string }[] }[] }>('helm/gimbal/files/alerts.yaml');
    for (const { alert, expr } of rules.groups.flatMap((group) => group.rules)) {
      expect(named(expr).length, alert).toBeGreaterThan(0);
      expect(
        named(expr).filter((name) => !known.includes(name)),
        alert,
      ).toEqual([]);
    }
    expect(named(dashboard).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('show every metric that there is', () => {
    expect(named(dashboard)).toEqual(Object.keys(metricTable).sort());
  });
});

describe('configFromEnv', () => {
  it('gives every field of a process but those that have a meaning in one process alone', () => {
    const env = Object.fromEntries(ENVIRONMENT_VARIABLES.map((name) => [name, undefined]));
    const config = configFromEnv({
      ...env,
      GIMBAL_TARGET: 'console',
      GIMBAL_JWKS_URL: 'https://id.example',
      GIMBAL_ISSUER: 'x',
    });
    expect(Object.keys(config).sort()).toEqual(Object.keys(processConfigSchema.shape).sort());
    expect(variableOf('GIMBAL_PORT_', 'governance-watch')).toBe('GIMBAL_PORT_GOVERNANCE_WATCH');
  });
});
