import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly etag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** From `src` as from `dist`. */
const PACKAGE_FOLDER = join(import.meta.dirname, '../..');

/** The page's files by path. They are few and small, and what isn't among them can't be asked for. Throws when it isn't built. */
export function loadPageFiles(): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const [folder, prefix] of [
    ['static', ''],
    ['dist/page', 'page/'],
  ] as const) {
    for (const path of filesUnder(join(PACKAGE_FOLDER, folder))) {
      const type = TYPES[extname(path)];
      if (type === undefined) continue;
      const bytes = readFileSync(join(PACKAGE_FOLDER, folder, path));
      const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
      files.set(prefix + path.split(sep).join('/'), { type, bytes, etag });
    }
  }
  if (!files.has('page/main.js'))
    throw new Error('Expected the page of the console to be built (npm run build), it is not.');
  return files;
}

function filesUnder(folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
