import { write } from '../../chain/contracts.ts';
import { mintArguments, unitsOf, type World } from '../../chain/ingestion/world.ts';

const VARIABLE_RATE = 2n;
const FAR_FUTURE_SECONDS = 2n ** 40n;
const STRANGER = `0x${'57'.repeat(20)}`;

/** The first person supplies, borrows, sends, swaps and adds a range: a block each, a second apart. */
export async function actOnce({ chain, market, pools, positionManager, router, people }: World): Promise<void> {
  const [who] = people;
  const [weth, usdc] = ['WETH', 'USDC'].map((symbol) => market.reserves.find((one) => one.symbol === symbol)!);
  const supply = [weth!.token.address, unitsOf(weth!, 10_000), who, 0];
  await write(chain, who!, { contract: market.pool, name: 'supply', args: supply });
  const borrow = [usdc!.token.address, unitsOf(usdc!, 1_000), VARIABLE_RATE, 0, who];
  await write(chain, who!, { contract: market.pool, name: 'borrow', args: borrow });
  await write(chain, who!, { contract: usdc!.token, name: 'transfer', args: [STRANGER, unitsOf(usdc!, 123)] });
  const pool = pools[0]!;
  const swap = {
    tokenIn: pool.token0.token.address,
    tokenOut: pool.token1.token.address,
    fee: pool.fee,
    recipient: who,
    deadline: FAR_FUTURE_SECONDS,
    amountIn: unitsOf(pool.token0, 500),
    amountOutMinimum: 0n,
    sqrtPriceLimitX96: 0n,
  };
  await write(chain, who!, { contract: router, name: 'exactInputSingle', args: [swap] });
  const range = {
    tickLower: -pool.tickSpacing * 30_000,
    tickUpper: pool.tickSpacing * 30_000,
    amount0Desired: unitsOf(pool.token0, 2_000),
    amount1Desired: unitsOf(pool.token1, 2_000),
  };
  await write(chain, who!, { contract: positionManager, name: 'mint', args: [mintArguments(pool, who!, range)] });
}
