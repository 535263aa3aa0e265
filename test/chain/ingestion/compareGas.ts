import type { GasPriceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { formatDecimal, fromUnits } from '@gimbal/money';
import { toHex } from '../contracts.ts';
import type { LocalChain } from '../localChain.ts';
import { compare, type Tally } from '../tally.ts';
import type { Ledger } from './ledger.ts';

const GWEI_DECIMALS = 9;

/**
 * What was said of gas beside what the transactions of each block paid: here a block has one at most, whose tip is what it paid
 * above the base fee (EIP-1559). Blocks that were caught up with have no tip, since nobody asked for it. Gives back how many had.
 */
export async function compareGas(chain: LocalChain, ledger: Ledger, tally: Tally): Promise<number> {
  const last = new Map(
    ledger.said('GasPriceObserved').map(({ value }) => {
      const said = value as GasPriceObserved;
      return [said.observedAtUs / 1_000_000n, said];
    }),
  );
  const head = BigInt((await chain.rpc('eth_blockNumber', [])) as string);
  let tipped = 0;
  for (let number = 1n; number <= head; number++) {
    const receipts = (await chain.rpc('eth_getBlockReceipts', [toHex(number)])) as readonly Receipt[];
    const block = (await chain.rpc('eth_getBlockByNumber', [toHex(number), false])) as Header;
    const said = last.get(BigInt(block.timestamp));
    if (said?.priorityFeeGwei === undefined) continue;
    const baseFee = BigInt(block.baseFeePerGas);
    const paid = receipts[0] === undefined ? baseFee : BigInt(receipts[0].effectiveGasPrice);
    compare(tally, `base fee of block ${number}`, gwei(baseFee), said.baseFeeGwei ?? 'none');
    compare(tally, `tip of block ${number}`, gwei(paid - baseFee), said.priorityFeeGwei);
    compare(tally, `gas price of block ${number}`, gwei(paid), said.gasPriceGwei);
    if (paid > baseFee) tipped++;
  }
  return tipped;
}

interface Receipt {
  readonly effectiveGasPrice: string;
}

interface Header {
  readonly timestamp: string;
  readonly baseFeePerGas: string;
}

function gwei(wei: bigint): string {
  return formatDecimal(fromUnits(wei, GWEI_DECIMALS));
}
