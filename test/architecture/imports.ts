import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** One import of one source file. */
export interface SourceImport {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
}

export interface Project {
  /** For example libs/quant. */
  readonly folder: string;
  readonly name: string;
  readonly dependencies: ReadonlySet<string>;
  readonly references: ReadonlySet<string>;
}

export function projects(): Project[] {
  return ['libs', 'services'].flatMap((group) =>
    readdirSync(join(ROOT, group))
      .filter((name) => statSync(join(ROOT, group, name)).isDirectory())
      .map((name) => readProject(`${group}/${name}`)),
  );
}

function readProject(folder: string): Project {
  const manifest = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as {
    name: string;
    dependencies?: Record<string, string>;
  };
  const tsconfig = JSON.parse(readFileSync(join(ROOT, folder, 'tsconfig.json'), 'utf8')) as {
    references?: { path: string }[];
  };
  const references = (tsconfig.references ?? []).map(({ path }) => relative(ROOT, resolve(ROOT, folder, path)));
  return {
    folder,
    name: manifest.name,
    dependencies: new Set(Object.keys(manifest.dependencies ?? {})),
    references: new Set(references),
  };
}

/** Every TypeScript source of a folder, without what is built or generated. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ['node_modules', 'dist', 'gen'].includes(entry.name) ? [] : sourceFiles(path);
    return /\.(ts|mts|mjs)$/.test(entry.name) ? [path] : [];
  });
}

export function importsOf(file: string): SourceImport[] {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  return lines.flatMap((text, index) => {
    const match =
      /(?:^|\s)(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^\}\s*from\s+['"]([^'"]+)['"]/.exec(
        text,
      );
    const specifier = match?.slice(1).find((part) => part !== undefined);
    return specifier === undefined ? [] : [{ file, line: index + 1, specifier }];
  });
}
