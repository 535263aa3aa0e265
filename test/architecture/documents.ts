import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './imports.ts';

/** Built, fetched or somebody else's. */
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.cache', '.nx', '.gimbal', 'coverage']);

/** Every Markdown file of the repository, by its path from the root. */
export function documents(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : documents(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

export function textOf(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8');
}

/** The text without what stands in fences: there a bracket is no link and a hash no heading. */
export function proseOf(document: string): string {
  return textOf(document).replace(/^( *)(```|~~~)[\s\S]*?^\1\2 *$/gm, '');
}

/** The cells of the table between `<!-- NAME -->` and `<!-- /NAME -->`, without its head; backquotes are taken off. */
export function tableOf(document: string, name: string): string[][] {
  const [, inside] = textOf(document).split(new RegExp(`<!-- /?${name} -->`));
  if (inside === undefined)
    throw new Error(`Expected a table between <!-- ${name} --> marks in ${document}, found none.`);
  const rows = inside.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .slice(1, row.lastIndexOf('|'))
      .split('|')
      .map((cell) => cell.replaceAll('`', '').trim()),
  );
}

export interface Link {
  readonly document: string;
  /** As it is written. */
  readonly target: string;
}

/** Links and pictures that lead to a file of the repository, or to a heading. */
export function linksOf(document: string): Link[] {
  const written = [...proseOf(document).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
  return written.filter((target) => !/^[a-z]+:/.test(target)).map((target) => ({ document, target }));
}

/** The fragments that lead to the headings of a document, as code hosts make them. */
export function anchorsOf(document: string): Set<string> {
  const headings = [...proseOf(document).matchAll(/^#{1,6} +(.+)$/gm)].map((match) => match[1]!);
  const slugs = headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
  return new Set(slugs);
}
