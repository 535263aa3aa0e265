import type { Black76InputColumns } from '@gimbal/quant';
import { readFileSync, writeFileSync } from 'node:fs';

/** Factors on spot and on vol; a grid has a cell for each pair of them. */
export interface Moves {
  readonly spot: Float64Array;
  readonly vol: Float64Array;
}

const NO_MOVES: Moves = { spot: new Float64Array(), vol: new Float64Array() };

/** What the peers read; see peers/README.md. */
export function writeGreeksInput(file: string, inputs: Black76InputColumns): void {
  write(file, [inputs.forward, inputs.strike, inputs.tauYears, inputs.vol, inputs.ratePer1, signs(inputs)]);
}

export function writeImpliedInput(file: string, inputs: Black76InputColumns, price: Float64Array): void {
  write(file, [inputs.forward, inputs.strike, inputs.tauYears, price, signs(inputs)]);
}

export function writeGridInput(file: string, inputs: Black76InputColumns, quantity: Float64Array, moves: Moves): void {
  write(file, [inputs.forward, inputs.strike, inputs.tauYears, inputs.vol, signs(inputs), quantity], moves);
}

export function readDoubles(file: string): Float64Array {
  return new Float64Array(Uint8Array.from(readFileSync(file)).buffer);
}

function signs(inputs: Black76InputColumns): Float64Array {
  return Float64Array.from(inputs.isPut, (isPut) => (isPut === 1 ? -1 : 1));
}

function write(file: string, columns: readonly Float64Array[], moves: Moves = NO_MOVES): void {
  const header = Float64Array.of(columns[0]!.length, moves.spot.length, moves.vol.length);
  const parts = [header, ...columns, moves.spot, moves.vol];
  writeFileSync(file, Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))));
}
