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

/** Every file below a path, in the order of their names. */
export async function frameFiles(root: string): Promise<readonly FrameFile[]> {
  const isFolder = (await stat(root)).isDirectory();
  const names = isFolder ? await filesBelow(root) : [root];
  const files: FrameFile[] = [];
  for (const name of names.sort()) files.push(await readFrameFile(name, relative(join(root, '..'), name)));
  return files;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

async function readFrameFile(file: string, path: string): Promise<FrameFile> {
  const name = basename(file).toLowerCase().replace(/\.gz$/, '');
  if (NOT_FRAMES.test(name))
    return { kind: 'not frames', path, why: `a file of the kind ${name.slice(name.lastIndexOf('.'))}` };
  let bytes: Uint8Array;
  try {
    const { size } = await stat(file);
    if (size > FILE_BYTES_MAX) throw new RangeError(`Expected at most ${FILE_BYTES_MAX} bytes, were ${size}.`);
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
