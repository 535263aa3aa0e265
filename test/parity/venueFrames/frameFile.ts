import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { concatenatedJson } from './concatenatedJson.ts';
import { isJson } from './isJson.ts';

/** A file of a folder tree with its texts, or why it holds no frames. */
export type FrameFile =
  | {
      readonly kind: 'texts';
      readonly path: string;
      readonly texts: readonly { readonly line: number; readonly text: string }[];
    }
  | { readonly kind: 'not frames'; readonly path: string; readonly why: string }
  /** Something else, unless it is called after a venue. */
  | { readonly kind: 'no json'; readonly path: string; readonly why: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly why: string };

/** A text longer than this is none that the runtime can hold. */
const FILE_BYTES_MAX = 400 * 1024 * 1024;

/** Tables of what others made of frames, and what says where files are from. */
const NOT_FRAMES = /\.(?:md|txt|csv|parquet|zip|py|ts|yaml|yml|toml|html|png|feather|npz|data|sql)$/;

/** Every file below the paths, in the order of their names, one after another: a tree of them may be larger than the memory. */
export async function* frameFiles(roots: readonly string[]): AsyncGenerator<FrameFile> {
  for (const root of roots) {
    const pathOf = (name: string): string => relative(join(root, '..'), name);
    const found = (await stat(root)).isDirectory() ? await foundBelow(root) : [{ name: root }];
    for (const { name, why } of found.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      if (why === undefined) yield await readFrameFile(name, pathOf(name));
      else yield { kind: 'unreadable', path: pathOf(name), why };
    }
  }
}

/** A file, or a folder that can't be read and why. */
interface Found {
  readonly name: string;
  readonly why?: string;
}

async function foundBelow(folder: string): Promise<readonly Found[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    return [{ name: folder, why: (error as Error).message }];
  }
  const found: Found[] = [];
  for (const entry of entries) {
    const name = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await foundBelow(name)));
    else found.push({ name });
  }
  return found;
}

async function readFrameFile(file: string, path: string): Promise<FrameFile> {
  const name = basename(file).toLowerCase().replace(/\.gz$/, '');
  if (NOT_FRAMES.test(name))
    return { kind: 'not frames', path, why: `a file of the kind ${name.slice(name.lastIndexOf('.'))}` };
  let bytes: Uint8Array;
  try {
    const found = await stat(file);
    // A pipe would be waited for.
    if (!found.isFile()) return { kind: 'not frames', path, why: 'no file that holds anything' };
    if (found.size > FILE_BYTES_MAX) {
      throw new RangeError(`Expected at most ${FILE_BYTES_MAX} bytes, were ${found.size}.`);
    }
    bytes = await readFile(file);
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes, { maxOutputLength: FILE_BYTES_MAX });
  } catch (error) {
    return { kind: 'unreadable', path, why: (error as Error).message };
  }
  const text = new TextDecoder('utf-8').decode(bytes).replace(/^\uFEFF/, '');
  if (text.trim() === '') return { kind: 'unreadable', path, why: 'Expected a text, was empty.' };
  if (isJson(text)) return { kind: 'texts', path, texts: [{ line: 1, text: text.trim() }] };
  const lines = text.split('\n').map((line, index) => ({ line: index + 1, text: line.trim() }));
  const texts = lines.filter((line) => line.text !== '');
  if (texts.some((line) => isLine(line.text))) return { kind: 'texts', path, texts };
  const values = concatenatedJson(text);
  if (values !== undefined) return { kind: 'texts', path, texts: values };
  return { kind: 'no json', path, why: 'Expected JSON, or lines of it, was neither.' };
}

/** A message by itself, or behind the time of its receipt. */
function isLine(line: string): boolean {
  const start = line.search(/[{["]/);
  return start >= 0 && start <= 64 && /^[\dTZ:.,\s+-]*$/.test(line.slice(0, start)) && isJson(line.slice(start));
}
