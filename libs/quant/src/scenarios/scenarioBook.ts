import type { Black76InputColumns } from '../black76/black76Types.js';
import { attachColumnMemory, createColumnMemory, wholeBlocks } from '../kernel/columnMemory.js';
import type { ColumnMemory, ColumnNames, SharedColumns } from '../kernel/columnMemory.js';
import { fastestVariant } from '../kernel/kernelModule.js';
import type { KernelVariant } from '../kernel/kernelModule.js';
import { SCENARIO_CELLS_MAX, SPOT_MOVE_MAX, VOL_FACTOR_MAX } from './limits.js';

const INPUT_DOUBLES = ['forward', 'strike', 'tauYears', 'vol', 'ratePer1', 'quantity'] as const;

/** In the order of the table in libs/quant/assembly/scenarios.ts. */
const COLUMNS: ColumnNames = { names: [...INPUT_DOUBLES, 'isPut', 'reason'], bytes: new Set(['isPut', 'reason']) };

/** Bytes at the beginning of a scratch page that the kernel's own scratch takes; shocks and cells follow. */
const SCRATCH_BYTES = 12_800;

/** What the options are, and how many of each: `quantity` may be negative. */
export type ScenarioInputColumns = Black76InputColumns & { readonly quantity: Float64Array };

/** Moves that are combined with each other: every spot move with every volatility factor. */
export interface Shocks {
  /** Relative moves of the forward: -0.16 is 16 % down. Above -1. */
  readonly spotMoves: readonly number[];
  /** What the volatility is multiplied by: 1.4 is 40 % up. Above 0. */
  readonly volFactors: readonly number[];
}

/** Options as columns in the memory of a kernel that sums their value over a grid of shocks. */
export interface ScenarioBook {
  readonly length: number;
  readonly inputs: ScenarioInputColumns;
  /** Why a row adds nothing, by the codes of BLACK76_REASONS; written by `value`. */
  readonly reason: Uint8Array;
  /**
   * The value of the rows in each cell, quote currency, row by row of `volFactors`: cell [v·spots + s]. Throws
   * RangeError for more than {@link SCENARIO_CELLS_MAX} cells or moves of a kind, a move of -1 or less, and a factor that
   * isn't positive.
   */
  value(shocks: Shocks, rows?: { readonly fromRow?: number; readonly toRow?: number }): Float64Array;
  /** For `attachScenarioBook` in another thread; the sums of different rows add up. */
  share(): SharedColumns;
}

export function createScenarioBook(length: number, variant: KernelVariant = fastestVariant()): ScenarioBook {
  return bookOver(createColumnMemory(length, COLUMNS, variant));
}

export function attachScenarioBook(shared: SharedColumns): ScenarioBook {
  return bookOver(attachColumnMemory(shared, COLUMNS));
}

function bookOver(columns: ColumnMemory): ScenarioBook {
  const { kernel, table, scratch, shared } = columns;
  const { length, memory } = shared;
  const named = Object.fromEntries(INPUT_DOUBLES.map((name) => [name, columns.doubles(name)]));
  return {
    length,
    inputs: { ...named, isPut: columns.bytes('isPut') } as unknown as ScenarioInputColumns,
    reason: columns.bytes('reason'),
    value(shocks, { fromRow = 0, toRow = length } = {}) {
      const { spotMoves, volFactors } = checked(shocks);
      const { from, to } = wholeBlocks(fromRow, toRow, length);
      let next = scratch + SCRATCH_BYTES;
      const place = (count: number): Float64Array => {
        const view = new Float64Array(memory.buffer, next, count);
        next += count * 8;
        return view;
      };
      const factors = place(spotMoves.length);
      const logs = place(spotMoves.length);
      const vols = place(volFactors.length);
      const cells = place(spotMoves.length * volFactors.length);
      for (const [i, move] of spotMoves.entries()) {
        factors[i] = 1 + move;
        logs[i] = Math.log1p(move);
      }
      vols.set(volFactors);
      cells.fill(0);
      const spots = { factors: factors.byteOffset, logs: logs.byteOffset, count: factors.length };
      const volatility = { factors: vols.byteOffset, count: vols.length };
      kernel.scenarioGrid(
        table,
        from,
        to,
        spots.factors,
        spots.logs,
        spots.count,
        volatility.factors,
        volatility.count,
        cells.byteOffset,
        scratch,
      );
      return Float64Array.from(cells);
    },
    share: () => shared,
  };
}

function checked(shocks: Shocks): Shocks {
  const { spotMoves, volFactors } = shocks;
  // Each axis by itself too: a grid without spot moves has no cells, and its factors would still be written.
  const most = Math.max(spotMoves.length * volFactors.length, spotMoves.length, volFactors.length);
  if (most > SCENARIO_CELLS_MAX) throw new RangeError(`Expected at most ${SCENARIO_CELLS_MAX} cells, was ${most}.`);
  const move = spotMoves.find((one) => !(one > -1 && one <= SPOT_MOVE_MAX));
  if (move !== undefined) {
    throw new RangeError(`Expected a spot move above -1 and up to ${SPOT_MOVE_MAX}, was ${move}.`);
  }
  const factor = volFactors.find((one) => !(one > 0 && one <= VOL_FACTOR_MAX));
  if (factor !== undefined) {
    throw new RangeError(`Expected a volatility factor above 0 and up to ${VOL_FACTOR_MAX}, was ${factor}.`);
  }
  return shocks;
}
