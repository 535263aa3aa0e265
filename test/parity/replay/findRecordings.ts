import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ParityInputError } from '../paritySuite.ts';

/** Recordings below the given folders: every folder that holds a recording.json. */
export function findRecordings(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) => search(path, 3));
  if (found.length === 0)
    throw new ParityInputError(`Expected a folder with a recording.json below ${paths.join(', ')}, found none.`);
  return found.sort();
}

function search(folder: string, depth: number): string[] {
  if (!statSync(folder).isDirectory()) return [];
  if (existsSync(join(folder, 'recording.json'))) return [folder];
  return depth === 0 ? [] : readdirSync(folder).flatMap((name) => search(join(folder, name), depth - 1));
}
