import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ParityInputError } from '../paritySuite.ts';

/** A payload as its controller's storage had it when the report was written; empty cells were not known then. */
export interface PayloadIndexRow {
  readonly chain: string;
  readonly controller: string;
  readonly payloadId: number;
  /** For example 3(Executed). */
  readonly state: string;
  readonly createdAt: string;
  readonly queuedAt: string;
  readonly executedAt: string;
  readonly executedBlock: string;
  readonly targets: readonly string[];
}

const FILE = 'payload_index.csv';
const COLUMNS = [
  'chain',
  'controller',
  'payloadId',
  'state',
  'createdAt',
  'queuedAt',
  'executedAt',
  'executedBlock',
  'targets',
] as const;

/** Reads the index that stands in a folder or beside it. Throws ParityInputError when there is none, or of other columns. */
export async function readPayloadIndex(folder: string): Promise<PayloadIndexRow[]> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() =>
    readFile(join(folder, '..', FILE), 'utf8').catch(() => undefined),
  );
  if (text === undefined) throw new ParityInputError(`Expected ${FILE} in ${folder} or beside it, found none.`);
  const [header = [], ...rows] = text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map(cellsOf);
  const missing = COLUMNS.find((name) => !header.includes(name));
  if (missing !== undefined)
    throw new ParityInputError(`Expected a column ${missing} in ${FILE}, found ${header.join(',')}.`);
  return rows.map((cells) => {
    const cell = (name: (typeof COLUMNS)[number]): string => cells[header.indexOf(name)] ?? '';
    return {
      chain: cell('chain'),
      controller: cell('controller'),
      payloadId: Number(cell('payloadId')),
      state: cell('state'),
      createdAt: cell('createdAt'),
      queuedAt: cell('queuedAt'),
      executedAt: cell('executedAt'),
      executedBlock: cell('executedBlock'),
      targets: cell('targets')
        .split(',')
        .filter((target) => target !== ''),
    };
  });
}

/** Cells of a CSV line, of which some stand in double quotes because they hold commas. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
