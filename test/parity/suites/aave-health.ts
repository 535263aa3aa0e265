import {
  accountInputs,
  describeAaveFailure,
  describeAccountInputsFailure,
  isMarginRulesetId,
  type LendingBook,
  marginRulesets,
  WAD,
} from '@gimbal/margin';
import { decimalToNumber, fromUnits } from '@gimbal/money';
import { type ChosenRow, chooseWays } from '../aaveHealth/chooseWays.ts';
import { deploymentOf, foldPositions } from '../aaveHealth/foldPositions.ts';
import { hasPositions, type PositionFile, readPositions } from '../aaveHealth/readPositions.ts';
import { type ParityOutcome, ParityInputError, type ParitySuite } from '../paritySuite.ts';

const TOLERANCE = 1e-9;
const WAD_DECIMALS = WAD.toString().length - 1;
const LINES_PRINTED_MAX = 20;

interface Comparison {
  readonly where: string;
  readonly recorded: number;
  readonly computed: number | string;
  /** Relative; infinite where no health could be computed. */
  readonly error: number;
}

/** Compares recorded health factors of Aave accounts with the ruleset's, from facts folded into a lending book. */
const aaveHealth: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    const files = await readPositions(paths);
    for (const file of files) {
      if (!hasPositions(file)) print(`apart: ${file.file} holds no positions, it lacks ${file.lacking.join(', ')}`);
    }
    const read = files.filter(hasPositions);
    if (read.length === 0) throw new ParityInputError('Expected a file of recorded positions, found none.');
    printMalformed(read, print);
    const comparisons = read.flatMap((file) => compareFile(file, print)).sort(furthestFirst);
    const differing = comparisons.filter(({ error }) => !(error <= TOLERANCE));
    for (const { where, recorded, computed } of differing.slice(0, LINES_PRINTED_MAX)) {
      print(`differs: ${where} recorded ${recorded}, computed ${computed}`);
    }
    const apart = read.reduce((sum, { malformed }) => sum + malformed.length, 0);
    print(`${comparisons.length} health factors in ${read.length} files compared, ${apart} rows apart`);
    const worst = comparisons[0];
    return {
      matched: comparisons.length - differing.length,
      total: comparisons.length,
      tolerance: `${TOLERANCE}`,
      worst: worst === undefined ? 'none' : `${worst.error.toExponential(2)} (${worst.where})`,
    };
  },
};

export default aaveHealth;

function printMalformed(files: readonly PositionFile[], print: (line: string) => void): void {
  const all = files.flatMap(({ file, malformed }) => malformed.map((one) => ({ file, ...one })));
  for (const { file, line, reason } of all.slice(0, LINES_PRINTED_MAX)) print(`apart: ${file}:${line} ${reason}`);
  if (all.length > LINES_PRINTED_MAX) print(`apart: ${all.length - LINES_PRINTED_MAX} more malformed rows`);
}

function compareFile(file: PositionFile, print: (line: string) => void): Comparison[] {
  const ways = chooseWays(file);
  const book = foldPositions(file, ways);
  const comparisons = ways.rows.map((chosen) => compareRow(file, book, chosen));
  const worst = comparisons.reduce((far, { error }) => Math.max(far, error), 0);
  print(
    `${file.file}: ${file.ruleset}, ${ways.rows.length} accounts, ${describeWays(ways.rows)}; ` +
      `worst ${worst.toExponential(2)}`,
  );
  return comparisons;
}

/** How many accounts went which way: by the balance and price of a reserve, or on a recorded total. */
function describeWays(rows: readonly ChosenRow[]): string {
  const count = (collateral: ChosenRow['collateral'], debt: ChosenRow['debt']): number =>
    rows.filter((chosen) => chosen.collateral === collateral && chosen.debt === debt).length;
  return (
    `${count('reserve', 'reserve')} by reserves, ${count('reserve', 'total')} by reserve and total debt, ` +
    `${count('total', 'reserve')} by total collateral and reserve, ${count('total', 'total')} on totals`
  );
}

function compareRow(file: PositionFile, book: LendingBook, chosen: ChosenRow): Comparison {
  const { row } = chosen;
  const where = `${file.file}:${row.line}`;
  const computed = healthIn(book, deploymentOf(file, chosen), row.user);
  if (typeof computed === 'string') return { where, recorded: row.health, computed, error: Infinity };
  const error = computed === row.health ? 0 : Math.abs(computed / row.health - 1);
  return { where, recorded: row.health, computed, error };
}

/** The health factor that the book gives, or why there is none. */
function healthIn(book: LendingBook, deployment: string, accountId: string): number | string {
  const inputs = accountInputs(book, deployment, accountId);
  if (!inputs.ok) return describeAccountInputsFailure(inputs.failure);
  const { ruleset, account } = inputs.value;
  if (!isMarginRulesetId(ruleset)) return `Expected a ruleset that is implemented, was ${ruleset}.`;
  const data = marginRulesets[ruleset].userAccountData(account);
  if (!data.ok) return describeAaveFailure(data.failure);
  return decimalToNumber(fromUnits(data.value.healthFactorWad, WAD_DECIMALS));
}

function furthestFirst(one: Comparison, other: Comparison): number {
  if (one.error === other.error) return 0;
  return one.error > other.error ? -1 : 1;
}
