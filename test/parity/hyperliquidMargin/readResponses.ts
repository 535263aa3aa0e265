import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ParityInputError } from '../paritySuite.ts';

export type Json = Readonly<Record<string, unknown>>;

/** One recorded response: of `clearinghouseState`, or of `meta`, which has the leverage of each asset. */
export interface RecordedResponse {
  readonly where: string;
  /** When the venue answered, where the record says so. */
  readonly timeMs: number | undefined;
  readonly json: Json;
}

export interface RecordedResponses {
  readonly states: readonly RecordedResponse[];
  readonly metas: readonly RecordedResponse[];
}

/**
 * Reads files and folders: .json, .ndjson and .jsonl, plain or gzipped. A document is a response as the venue sends it, or
 * wrapped as {request, date, response}, as a WebSocket message, or in a list. Other responses are passed over.
 */
export async function readResponses(paths: readonly string[]): Promise<RecordedResponses> {
  const files = (await Promise.all(paths.map(filesOf))).flat();
  if (files.length === 0) {
    throw new ParityInputError(
      'Expected recorded responses, .json or .ndjson, plain or gzipped; no such file was named.',
    );
  }
  const found = (await Promise.all(files.map(readFileResponses))).flat();
  return {
    states: found.filter(({ json }) => isState(json)),
    metas: found.filter(({ json }) => !isState(json)),
  };
}

async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => /\.(json|ndjson|jsonl)(\.gz)?$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function readFileResponses(path: string): Promise<RecordedResponse[]> {
  const file = basename(path);
  const bytes = await readFile(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = (isGzip ? gunzipSync(bytes) : bytes).toString('utf8');
  const documents = /\.json(\.gz)?$/.test(file) ? [text] : text.split('\n').filter((line) => line.trim() !== '');
  return documents.flatMap((document, place) => {
    const where = documents.length === 1 ? file : `${file}:${place + 1}`;
    return responsesIn(parsed(document, where), where, undefined);
  });
}

function parsed(document: string, where: string): unknown {
  try {
    return JSON.parse(document);
  } catch (error) {
    throw new ParityInputError(`Expected JSON in ${where}: ${(error as Error).message}`);
  }
}

/** Wrappers that recordings put around a response, from the outside in. */
const WRAPPERS = ['response', 'data', 'result', 'clearinghouseState', 'meta'] as const;

function responsesIn(value: unknown, where: string, timeMs: number | undefined): RecordedResponse[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one, place) => responsesIn(one, `${where}[${place}]`, timeMs));
  const json = value as Json;
  const time = timeOf(json) ?? timeMs;
  if (isState(json) || isMeta(json)) return [{ where, timeMs: time, json }];
  return WRAPPERS.flatMap((name) => responsesIn(json[name], where, time));
}

function isState(json: Json): boolean {
  const summary = json['crossMarginSummary'] ?? json['marginSummary'];
  return Array.isArray(json['assetPositions']) && typeof summary === 'object' && summary !== null;
}

function isMeta(json: Json): boolean {
  const { universe } = json;
  return (
    Array.isArray(universe) && universe.some((asset) => typeof (asset as Json | null)?.['maxLeverage'] === 'number')
  );
}

function timeOf(json: Json): number | undefined {
  if (typeof json['time'] === 'number') return json['time'];
  const date = typeof json['date'] === 'string' ? Date.parse(json['date']) : NaN;
  return Number.isNaN(date) ? undefined : date;
}
