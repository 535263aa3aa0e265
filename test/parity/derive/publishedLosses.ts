import type { Pmrm2ScenarioPnl } from '@gimbal/margin';
import type { Quantity } from './compareQuantities.ts';
import { type JsonObject, listAt, MalformedCase, toNumber } from './readCases.ts';

const DIRECTIONS: Readonly<Record<string, Pmrm2ScenarioPnl['volShock']>> = { '1': 'up', '0': 'none', '-1': 'down' };

/**
 * The losses that a case lists, beside ours of the same scenario. They are named by how far spot moves, printed from a
 * double (0.179999999999999993 for 18 %), so they are found by the nearest shock, not by an equal one.
 */
export function publishedLosses(expected: JsonObject, scenarios: readonly Pmrm2ScenarioPnl[]): Quantity[] {
  const rows = ['reg_losses', 'tail_losses'].flatMap((list) => (list in expected ? listAt(expected, list) : []));
  const skews = 'skew_losses' in expected ? listAt(expected, 'skew_losses') : [];
  return [
    ...rows.map((row) => {
      const [move, direction, loss] = rowOf(row, 3);
      const volShock = DIRECTIONS[String(direction)];
      if (volShock === undefined) throw new MalformedCase(`a loss has an unknown direction: ${String(direction)}`);
      return quantity(scenarios, 1 + toNumber(move, 'the move of a loss'), volShock, loss);
    }),
    ...skews.map((row) => {
      const [name, loss] = rowOf(row, 2);
      return quantity(scenarios, 1, name === 'ABS' ? 'abs' : 'linear', loss);
    }),
  ];
}

function rowOf(row: unknown, length: number): readonly unknown[] {
  if (!Array.isArray(row) || row.length !== length) throw new MalformedCase(`a loss is no list of ${length}`);
  return row;
}

function quantity(
  scenarios: readonly Pmrm2ScenarioPnl[],
  spotShock: number,
  volShock: Pmrm2ScenarioPnl['volShock'],
  loss: unknown,
): Quantity {
  const name = `loss at ${spotShock} ${volShock}`;
  const ours = scenarios.find((one) => one.volShock === volShock && Math.abs(one.spotShock - spotShock) < 1e-9);
  // A loss of a scenario that the parameters don't have is no match, and is named as one.
  return { name, ours: ours?.pnlUsd ?? Number.NaN, theirs: toNumber(loss, name) };
}
