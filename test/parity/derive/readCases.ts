import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ParityInputError } from '../paritySuite.ts';

/** A published case as it stands in its file, or why it can't be read. */
export type ReadCase =
  { readonly name: string; readonly data: JsonObject } | { readonly name: string; readonly malformed: string };

export type JsonObject = Readonly<Record<string, unknown>>;

/** What is wrong with a case. The reader names it, and goes on with the next. */
export class MalformedCase extends Error {
  override readonly name = 'MalformedCase';
}

const CASE_FILE = /\.(json|ndjson)(\.gz)?$/;

/** The cases in `paths`, in order: of files that are named, and of folders their case files whose name starts with `prefix`. */
export async function readCases(paths: readonly string[], prefix: string): Promise<ReadCase[]> {
  const files = (await Promise.all(paths.map((path) => expandFolder(path, prefix)))).flat();
  if (files.length === 0) throw new ParityInputError('Expected published cases, .json or .ndjson, or .gz of them.');
  return (await Promise.all(files.map(casesOf))).flat();
}

async function expandFolder(path: string, prefix: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => name.startsWith(prefix) && CASE_FILE.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function casesOf(path: string): Promise<ReadCase[]> {
  const bytes = await readFile(path);
  const text = (path.endsWith('.gz') ? gunzip(bytes, path) : bytes).toString('utf8');
  const file = basename(path);
  return /\.ndjson(\.gz)?$/.test(path) ? linesOf(text, file) : wholeFile(text, file);
}

function gunzip(bytes: Buffer, path: string): Buffer {
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new ParityInputError(`Expected a gzipped file, was ${basename(path)} (${(error as Error).message}).`);
  }
}

function linesOf(text: string, file: string): ReadCase[] {
  return text.split('\n').flatMap((line, i): ReadCase[] => {
    if (line.trim() === '') return [];
    const where = `${file}:${i + 1}`;
    const value = parsed(line);
    if (!isObject(value)) return [{ name: where, malformed: 'a line of JSON with an object was expected' }];
    return [{ name: typeof value['case'] === 'string' ? value['case'] : where, data: value }];
  });
}

/** One case, a list of them, or an object that holds each under its name. */
function wholeFile(text: string, file: string): ReadCase[] {
  const value = parsed(text);
  const isOneCase = isObject(value) && isObject(value['Scenario']);
  if (Array.isArray(value) || isOneCase) {
    return (Array.isArray(value) ? value : [value]).map((data, i) => named(data, `${file}[${i}]`));
  }
  if (!isObject(value)) throw new ParityInputError(`Expected JSON with cases in ${file}.`);
  return Object.entries(value).map(([name, data]) => {
    return isObject(data) ? { name, data } : { name, malformed: 'an object was expected' };
  });
}

function named(data: unknown, otherwise: string): ReadCase {
  if (!isObject(data)) return { name: otherwise, malformed: 'an object was expected' };
  return { name: typeof data['case'] === 'string' ? data['case'] : otherwise, data };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(from: JsonObject, key: string): JsonObject {
  const value = from[key];
  if (!isObject(value)) throw new MalformedCase(`${key} is no object`);
  return value;
}

export function listAt(from: JsonObject, key: string): readonly unknown[] {
  const value = from[key];
  if (!Array.isArray(value)) throw new MalformedCase(`${key} is no list`);
  return value;
}

export function objectsAt(from: JsonObject, key: string): readonly JsonObject[] {
  return listAt(from, key).map((value, i) => {
    if (!isObject(value)) throw new MalformedCase(`${key}[${i}] is no object`);
    return value;
  });
}

/** A number, or a decimal in quotes, as the publisher writes what a double can't hold. */
export function toNumber(value: unknown, what: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    throw new MalformedCase(`${what} is no number: ${JSON.stringify(value)}`);
  }
  return number;
}

export function numberAt(from: JsonObject, key: string): number {
  return toNumber(from[key], key);
}

export function textAt(from: JsonObject, key: string): string {
  const value = from[key];
  if (typeof value !== 'string') throw new MalformedCase(`${key} is no text: ${JSON.stringify(value)}`);
  return value;
}
