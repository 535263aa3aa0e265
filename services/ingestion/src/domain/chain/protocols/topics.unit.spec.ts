import { type Abi, type AbiEvent, toEventSelector } from 'viem';
import { describe, expect, it } from 'vitest';
import { AAVE_CONFIGURATOR_ABI, AAVE_POOL_ABI, AAVE_TOKEN_ABI } from './aave/aaveAbi.js';
import { ACROSS_ABI, CCTP_ABI } from './bridge/bridgeAbi.js';
import { CHAINLINK_ABI } from './chainlink/chainlinkAbi.js';
import { COMET_ABI } from './compound/compoundAbi.js';
import { ERC20_ABI } from './erc20/erc20Abi.js';
import { ERC4626_ABI } from './erc4626/erc4626Abi.js';
import { UNISWAP_V2_PAIR_ABI } from './uniswapV2/uniswapV2Abi.js';
import { UNISWAP_V3_POOL_ABI, UNISWAP_V3_POSITIONS_ABI } from './uniswapV3/uniswapV3Abi.js';
import { UNISWAP_V4_MANAGER_ABI } from './uniswapV4/uniswapV4Abi.js';

/** First topics as explorers and subgraphs show them for the deployed contracts. */
const PUBLISHED: readonly (readonly [Abi, string, string])[] = [
  [ERC20_ABI, 'Transfer', '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'],
  [ERC20_ABI, 'Approval', '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925'],
  [ERC20_ABI, 'Deposit', '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c'],
  [ERC20_ABI, 'Withdrawal', '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65'],
  [ERC4626_ABI, 'Deposit', '0xdcbc1c05240f31ff3ad067ef1ee35ce4997762752e3a095284754544f4c709d7'],
  [ERC4626_ABI, 'Withdraw', '0xfbde797d201c681b91056529119e0b02407c7bb96a4a2c75c01fc9667232c8db'],
  [AAVE_POOL_ABI, 'Supply', '0x2b627736bca15cd5381dcf80b0bf11fd197d01a037c52b927a881a10fb73ba61'],
  [AAVE_POOL_ABI, 'Withdraw', '0x3115d1449a7b732c986cba18244e897a450f61e1bb8d589cd2e69e6c8924f9f7'],
  [AAVE_POOL_ABI, 'Borrow', '0xb3d084820fb1a9decffb176436bd02558d15fac9b0ddfed8c465bc7359d7dce0'],
  [AAVE_POOL_ABI, 'Repay', '0xa534c8dbe71f871f9f3530e97a74601fea17b426cae02e1c5aee42c96c784051'],
  [AAVE_POOL_ABI, 'LiquidationCall', '0xe413a321e8681d831f4dbccbca790d2952b56f977908e45be37335533e005286'],
  [AAVE_POOL_ABI, 'ReserveDataUpdated', '0x804c9b842b2748a22bb64b345453a3de7ca54a6ca45ce00d415894979e22897a'],
  [AAVE_POOL_ABI, 'UserEModeSet', '0xd728da875fc88944cbf17638bcbe4af0eedaef63becd1d1c57cc097eb4608d84'],
  [AAVE_TOKEN_ABI, 'Mint', '0x458f5fa412d0f69b08dd84872b0215675cc67bc1d5b6fd93300a1c3878b86196'],
  [AAVE_TOKEN_ABI, 'Burn', '0x4cf25bc1d991c17529c25213d3cc0cda295eeaad5f13f361969b12ea48015f90'],
  [AAVE_TOKEN_ABI, 'BalanceTransfer', '0x4beccb90f994c31aced7a23b5611020728a23d8ec5cddd1a3e9d97b96fda8666'],
  [
    AAVE_CONFIGURATOR_ABI,
    'CollateralConfigurationChanged',
    '0x637febbda9275aea2e85c0ff690444c8d87eb2e8339bbede9715abcc89cb0995',
  ],
  [COMET_ABI, 'Supply', '0xd1cf3d156d5f8f0d50f6c122ed609cec09d35c9b9fb3fff6ea0959134dae424e'],
  [COMET_ABI, 'Withdraw', '0x9b1bfa7fa9ee420a16e124f794c35ac9f90472acc99140eb2f6447c714cad8eb'],
  [COMET_ABI, 'SupplyCollateral', '0xfa56f7b24f17183d81894d3ac2ee654e3c26388d17a28dbd9549b8114304e1f4'],
  [COMET_ABI, 'WithdrawCollateral', '0xd6d480d5b3068db003533b170d67561494d72e3bf9fa40a266471351ebba9e16'],
  [UNISWAP_V2_PAIR_ABI, 'Sync', '0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1'],
  [UNISWAP_V2_PAIR_ABI, 'Swap', '0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822'],
  [UNISWAP_V3_POOL_ABI, 'Initialize', '0x98636036cb66a9c19a37435efc1e90142190214e8abeb821bdba3f2990dd4c95'],
  [UNISWAP_V3_POOL_ABI, 'Swap', '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67'],
  [UNISWAP_V3_POOL_ABI, 'Mint', '0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde'],
  [UNISWAP_V3_POOL_ABI, 'Burn', '0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c'],
  [UNISWAP_V3_POOL_ABI, 'Collect', '0x70935338e69775456a85ddef226c395fb668b63fa0115f5f20610b388e6ca9c0'],
  [UNISWAP_V3_POSITIONS_ABI, 'IncreaseLiquidity', '0x3067048beee31b25b2f1681f88dac838c8bba36af25bfb2b7cf7473a5847e35f'],
  [UNISWAP_V3_POSITIONS_ABI, 'DecreaseLiquidity', '0x26f6a048ee9138f2c0ce266f322cb99228e8d619ae2bff30c67f8dcf9d2377b4'],
  [UNISWAP_V3_POSITIONS_ABI, 'Collect', '0x40d0efd1a53d60ecbf40971b9daf7dc90178c3aadc7aab1765632738fa8b8f01'],
  [UNISWAP_V4_MANAGER_ABI, 'Initialize', '0xdd466e674ea557f56295e2d0218a125ea4b4f0f6f3307b95f85e6110838d6438'],
  [UNISWAP_V4_MANAGER_ABI, 'ModifyLiquidity', '0xf208f4912782fd25c7f114ca3723a2d5dd6f3bcc3ac8db5af63baa85f711d5ec'],
  [UNISWAP_V4_MANAGER_ABI, 'Swap', '0x40e9cecb9f5f1f1c5b9c97dec2917b7ee92e57ba5563708daca94dd84ad7112f'],
  [CHAINLINK_ABI, 'AnswerUpdated', '0x0559884fd3a460db3073b7fc896cc77986f16e378210ded43186175bf646fc5f'],
  [CHAINLINK_ABI, 'NewRound', '0x0109fc6f55cf40689f02fbaad7af7fe7bbac8a3d2186600afc7d3e10cac60271'],
  [ACROSS_ABI, 'V3FundsDeposited', '0xa123dc29aebf7d0c3322c8eeb5b999e859f39937950ed31056532713d0de396f'],
  [ACROSS_ABI, 'FilledV3Relay', '0x571749edf1d5c9599318cdbc4e28a6475d65e87fd3b2ddbe1e9a8d5e7a0f0ff7'],
  [ACROSS_ABI, 'FundsDeposited', '0x32ed1a409ef04c7b0227189c3a103dc5ac10e775a15b785dcc510201f7c25ad3'],
  [ACROSS_ABI, 'FilledRelay', '0x44b559f101f8fbcc8a0ea43fa91a05a729a5ea6e14a7c75aa750374690137208'],
  [CCTP_ABI, 'DepositForBurn', '0x2fa9ca894982930190727e75500a97d8dc500233a5065e0f3126c48fbe0343c0'],
  [CCTP_ABI, 'MessageReceived', '0x58200b4c34ae05ee816d710053fff3fb75af4395915d3d2a771b24aa10e3cc5d'],
];

describe('first topics', () => {
  it.each(PUBLISHED.map(([abi, name, topic]) => ({ abi, name, topic })))('$name is $topic', ({ abi, name, topic }) => {
    const events = abi.filter((item): item is AbiEvent => item.type === 'event' && item.name === name);
    expect(events.map((event) => toEventSelector(event))).toContain(topic);
  });
});
