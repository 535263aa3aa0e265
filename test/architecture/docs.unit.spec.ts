import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { eventTypesOf, topicNames, topics } from '@gimbal/contracts';
import { metricTable } from '@gimbal/telemetry';
import { describe, expect, it } from 'vitest';
import { anchorsOf, documents, linksOf, tableOf, textOf } from './documents.ts';
import { ROOT } from './imports.ts';

const ARCHITECTURE = 'docs/ARCHITECTURE.md';
/** Documents that tell a reader what to type. */
const INSTRUCTIONS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...documents('docs')];

const shortName = (type: string): string => type.slice(type.lastIndexOf('.') + 1);
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const unique = (names: Iterable<string>): string[] => [...new Set(names)].sort();

/** What a pattern's first group finds in the instructions, with the place. */
function mentions(pattern: RegExp): { readonly document: string; readonly name: string }[] {
  return INSTRUCTIONS.flatMap((document) =>
    [...textOf(document).matchAll(pattern)].map((match) => ({ document, name: match[1]! })),
  );
}

function unknown(pattern: RegExp, known: ReadonlySet<string>): string[] {
  return mentions(pattern)
    .filter(({ name }) => !known.has(name))
    .map(({ document, name }) => `${document}: ${name}`);
}

describe('the tables of ARCHITECTURE.md', () => {
  it('name every topic as topics.ts and eventTypes.ts do', () => {
    const expected = topicNames.map((name) => {
      const { owner, key, plane, retentionDays } = topics[name];
      const kept = retentionDays === Infinity ? 'for ever' : `${retentionDays} days`;
      return [
        name,
        owner,
        key,
        plane,
        kept,
        eventTypesOf(name)
          .map(({ $type }) => shortName($type))
          .join(', '),
      ];
    });
    expect(tableOf(ARCHITECTURE, 'topics')).toEqual(expected);
  });

  it('name every metric as metricTable.ts does', () => {
    const expected = Object.entries(metricTable).map(([name, { kind, labels, description }]) => {
      return [name, kind, labels.join(', '), description];
    });
    expect(tableOf(ARCHITECTURE, 'metrics')).toEqual(expected);
  });

  it('tell what each stage reads as its stage does', () => {
    const rows = new Map(
      tableOf(ARCHITECTURE, 'stages').map(([service = '', ...reads]) => [service, reads.slice(0, 2)]),
    );
    const stages = globSync('services/*/src/domain/*Stage.ts', { cwd: ROOT }).map(read);
    const expected = stages.map((source) => {
      const list = (field: string): string =>
        [...(new RegExp(`${field}: \\[([^\\]]*)\\]`).exec(source)?.[1] ?? '').matchAll(/'([^']+)'/g)]
          .map((m) => m[1])
          .join(', ');
      const service = /service: '([^']+)'/.exec(source)?.[1] ?? '';
      return [service, [list('upstream') || 'the recording, or what connectors deliver', list('downstream')]] as const;
    });
    expect(expected).toHaveLength(5);
    expect(rows).toEqual(new Map(expected));
  });
});

describe('metrics', () => {
  it('stand on the dashboard, each of them', () => {
    const dashboard = read('helm/gimbal/files/dashboard.json');
    expect(Object.keys(metricTable).filter((name) => !dashboard.includes(name))).toEqual([]);
  });

  it('are named in documents, alerts and the dashboard only where there are such', () => {
    const known = new Set(
      Object.entries(metricTable).flatMap(([name, { kind }]) =>
        kind === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    );
    const files = [...documents(), 'helm/gimbal/files/alerts.yaml', 'helm/gimbal/files/dashboard.json'];
    const wrong = files.flatMap((file) =>
      [...read(file).matchAll(/\bgimbal_[a-z_]+\b/g)]
        .map(([name]) => name)
        // The schema of the PostgreSQL log, and the two headers of records that begin like a metric.
        .filter((name) => !known.has(name) && !['gimbal_log', 'gimbal_epoch', 'gimbal_tenant'].includes(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('commands in the documents', () => {
  it('are scripts of package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const known = new Set(Object.keys(scripts));
    expect(mentions(/\bnpm run ([a-z][\w:-]*)/g).length).toBeGreaterThan(5);
    expect(unknown(/\bnpm run ([a-z][\w:-]*)/g, known)).toEqual([]);
    expect(unknown(/\bnpm (start|test)\b/g, known)).toEqual([]);
  });

  it('are commands of the CLI', () => {
    const sources = globSync('services/cli/src/commands/**/*.ts', { cwd: ROOT }).map(read);
    const names = sources.flatMap((source) =>
      [...source.matchAll(/: Command = \{\s+name: '([a-z]+)(?: [a-z]+)?'/g)].map((m) => m[1]!),
    );
    expect(names.length).toBeGreaterThan(8);
    expect(unknown(/\b(?:npx gimbal|`gimbal) ([a-z]+)\b/g, new Set([...names, 'help']))).toEqual([]);
  });

  it('are options that the CLI knows', () => {
    const sources = globSync('services/cli/src/**/*.ts', { cwd: ROOT }).map(read).join('\n');
    const lines = INSTRUCTIONS.flatMap((document) => textOf(document).split('\n')).flatMap((line) => [
      ...line.matchAll(/npx gimbal[^`#\n]*|npm start --[^`#\n]*/g),
    ]);
    const options = unique(lines.flatMap(([line]) => [...line.matchAll(/--([a-z][a-z-]+)/g)].map((m) => m[1]!)));
    const isKnown = (name: string): boolean =>
      [`'${name}':`, ` ${name}:`, 'address-'].some((spelling, i) =>
        i < 2 ? sources.includes(spelling) : name.startsWith(spelling),
      );
    expect(options.length).toBeGreaterThan(8);
    expect(options.filter((name) => !isKnown(name) && name !== 'address')).toEqual([]);
  });

  it('are parity suites', () => {
    const suites = globSync('test/parity/suites/*.ts', { cwd: ROOT }).map((file) => basename(file, '.ts'));
    const named = mentions(/npm run parity -- ([a-z][a-z0-9-]*)/g).map(({ name }) => name);
    expect(unique(named)).toEqual(unique(suites));
  });

  it('name data that is there', () => {
    const paths = mentions(/npm run parity -- [a-z][a-z0-9-]* (test\/\S+)/g).map(({ name }) => name);
    expect(paths.length).toBeGreaterThan(2);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('gRPC services in the README', () => {
  it('are those of proto/, with the ports that they listen on', () => {
    const protos = globSync('proto/gimbal/*/v1/*_service.proto', { cwd: ROOT }).map(read);
    const services = protos.map((proto) => `${/^package (.+);/m.exec(proto)![1]}.${/^service (\w+)/m.exec(proto)![1]}`);
    const named = [...textOf('README.md').matchAll(/\bgimbal\.\w+\.v1\.\w+Service\b/g)].map(([name]) => name);
    expect(unique(named)).toEqual(unique(services));
    const ports = read('services/all-in-one/src/configFromEnv.ts');
    for (const [, service, port] of textOf('README.md').matchAll(/^\| `gimbal\.(\w+)\.v1\.\w+` +\| (\d+) /gm)) {
      const target = service === 'governance' ? "'governance-watch'" : service!;
      expect(ports).toContain(`${target}: ${Number(port).toLocaleString('en-US').replace(',', '_')}`);
    }
  });
});

describe('links', () => {
  const all = documents();

  it('lead to files of the repository', () => {
    const broken = all.flatMap(linksOf).filter(({ document, target }) => {
      const [path = ''] = target.split('#');
      // Made by the browser test of the console, which needs a browser.
      if (path === 'docs/images/console.png') return false;
      return path !== '' && !existsSync(join(ROOT, dirname(document), path));
    });
    expect(broken).toEqual([]);
  });

  it('lead to headings', () => {
    const broken = all.flatMap(linksOf).filter(({ document, target }) => {
      const [path = '', anchor] = target.split('#');
      if (anchor === undefined) return false;
      const where = path === '' ? document : join(dirname(document), path);
      return !anchorsOf(where).has(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe('decisions', () => {
  const files = documents('docs/adr')
    .map((path) => basename(path))
    .filter((name) => name !== 'README.md')
    .sort();

  it('are numbered without a hole, dated, and say what was refused', () => {
    files.forEach((file, index) => {
      const text = textOf(`docs/adr/${file}`);
      expect(file).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
      expect(text, file).toMatch(
        new RegExp(`^# ${index + 1}\\. .+\\n\\n20\\d\\d-\\d\\d-\\d\\d · (accepted|replaced by \\d+)\\n`),
      );
      expect(text, file).toMatch(/^\*\*Refused\.\*\* /m);
    });
    expect(files.length).toBeGreaterThan(8);
  });

  it('stand in the list of decisions, each of them', () => {
    const listed = linksOf('docs/adr/README.md').map(({ target }) => target);
    expect(listed).toEqual(files);
  });
});
