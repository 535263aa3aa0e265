import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, projects, ROOT, sourceFiles } from './imports.ts';

/** A project imports from its own rung or below. Services never import one another; only the process rung composes them. */
const RUNGS: readonly (readonly string[])[] = [
  ['libs/money', 'libs/instruments', 'libs/quant', 'libs/margin'],
  ['libs/contracts'],
  ['libs/event-log', 'libs/projection', 'libs/telemetry', 'libs/embedded-postgres'],
  ['libs/runtime', 'libs/testkit'],
  [
    'services/ingestion',
    'services/pricing',
    'services/risk',
    'services/governance-watch',
    'services/execution',
    'services/console',
  ],
  ['services/all-in-one', 'services/cli'],
];

const all = projects();
const rungOf = (folder: string): number => RUNGS.findIndex((rung) => rung.includes(folder));
const byName = new Map(all.map((project) => [project.name, project]));

function packageOf(specifier: string): string | undefined {
  return specifier.startsWith('@gimbal/') ? specifier.split('/').slice(0, 2).join('/') : undefined;
}

describe('the import ladder', () => {
  it('knows every project', () => {
    expect(all.map(({ folder }) => folder).filter((folder) => rungOf(folder) < 0)).toEqual([]);
  });

  it('is only climbed down', () => {
    const wrong = all.flatMap(({ folder }) =>
      sourceFiles(`${folder}/src`)
        .flatMap(importsOf)
        .flatMap(({ file, line, specifier }) => {
          const target = byName.get(packageOf(specifier) ?? '');
          if (target === undefined || target.folder === folder) return [];
          const between =
            folder.startsWith('services/') &&
            target.folder.startsWith('services/') &&
            rungOf(folder) === rungOf(target.folder);
          const composing = rungOf(folder) === RUNGS.length - 1;
          const bad = rungOf(target.folder) > rungOf(folder) || (between && !composing);
          return bad ? [`${file}:${line} imports ${specifier}`] : [];
        }),
    );
    expect(wrong).toEqual([]);
  });

  it('is declared: every import of a project stands in package.json and in the references of tsconfig.json', () => {
    const wrong = all.flatMap(({ folder, name, dependencies, references }) =>
      sourceFiles(`${folder}/src`)
        .flatMap(importsOf)
        .flatMap(({ file, line, specifier }) => {
          const imported = packageOf(specifier);
          if (imported === undefined || imported === name || file.includes('.spec.')) return [];
          const target = byName.get(imported);
          if (target === undefined) return [`${file}:${line} imports ${specifier}, which no project is`];
          const declared = dependencies.has(imported) && references.has(target.folder);
          return declared ? [] : [`${file}:${line} imports ${specifier} without declaring it`];
        }),
    );
    expect(wrong).toEqual([]);
  });

  it('is never left by a relative path', () => {
    const wrong = all.flatMap(({ folder }) =>
      sourceFiles(`${folder}/src`)
        .flatMap(importsOf)
        .flatMap(({ file, line, specifier }) => {
          if (!specifier.startsWith('.') || file.includes('.spec.')) return [];
          const target = relative(ROOT, resolve(ROOT, dirname(file), specifier));
          return target.startsWith(`${folder}/`) ? [] : [`${file}:${line} imports ${specifier}`];
        }),
    );
    expect(wrong).toEqual([]);
  });
});

describe('purity', () => {
  const pureFolders = all.flatMap(({ folder }) =>
    rungOf(folder) === 0 ? [`${folder}/src`] : folder.startsWith('services/') ? [`${folder}/src/domain`] : [],
  );

  it('keeps Nest, the log, the database and the wire out of what decides', () => {
    const banned =
      /^(@nestjs\/|@grpc\/|kafkajs|pg$|typeorm|rxjs|@opentelemetry\/|node:(fs|net|http|child_process|timers)|@gimbal\/(event-log|runtime|telemetry))/;
    const wrong = pureFolders.filter(exists).flatMap((folder) =>
      sourceFiles(folder)
        .filter((file) => !file.includes('.spec.'))
        .flatMap(importsOf)
        .filter(({ specifier }) => banned.test(specifier))
        .map(({ file, line, specifier }) => `${file}:${line} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps clocks and randomness out of what decides', async () => {
    const { readFileSync } = await import('node:fs');
    const banned =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\brandomUUID\(|\bsetTimeout\(|\bprocess\.(env|hrtime)/;
    const wrong = pureFolders.filter(exists).flatMap((folder) =>
      sourceFiles(folder)
        .filter((file) => !file.includes('.spec.'))
        .flatMap((file) =>
          readFileSync(join(ROOT, file), 'utf8')
            .split('\n')
            .flatMap((text, i) =>
              banned.test(text) && !/^\s*(\*|\/\/|\/\*)/.test(text) ? [`${file}:${i + 1} ${text.trim()}`] : [],
            ),
        ),
    );
    expect(wrong).toEqual([]);
  });
});

function exists(folder: string): boolean {
  try {
    sourceFiles(folder);
    return true;
  } catch {
    return false;
  }
}
