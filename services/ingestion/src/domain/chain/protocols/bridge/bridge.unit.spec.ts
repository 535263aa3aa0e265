import { encodeAbiParameters, encodePacked, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { bridgeLegKey } from '../../chainFact.js';
import { contractOf, DESK, FoldedRows, logOf, STRANGER, ZERO } from '../protocol.sample.js';
import { ACROSS_ABI, CCTP_ABI, PLAIN_BRIDGE_ABI } from './bridgeAbi.js';
import { bridgeFold } from './bridgeFold.js';

const USDC = `0x${'55'.repeat(20)}` as const;
const MESSENGER = `0x${'e5'.repeat(20)}` as const;
const shared = { tokens: [`${USDC}=USDC/6`] };
const word = (address: Hex): Hex => encodeAbiParameters([{ type: 'address' }], [address]);
const legOf = (rows: FoldedRows) => [...rows.rows];

describe('Across', () => {
  const SPOKE = contractOf('bridge', {
    ...shared,
    role: 'across',
    bridge: 'across',
    localId: '1',
    chains: ['10=optimism'],
  });
  const times = { quoteTimestamp: 0, fillDeadline: 0, exclusivityDeadline: 0 };
  const tokens = { inputToken: word(USDC), outputToken: word(USDC), inputAmount: 1000n, outputAmount: 990n };

  it('names a deposit by its chain and number, and what is to arrive', () => {
    const deposited = {
      ...tokens,
      ...times,
      destinationChainId: 10n,
      depositId: 42n,
      depositor: word(DESK),
      recipient: word(DESK),
      exclusiveRelayer: word(ZERO),
      message: '0x',
    };
    const rows = new FoldedRows(SPOKE).log(bridgeFold, SPOKE, logOf(ACROSS_ABI, 'FundsDeposited', deposited));
    const leg = {
      protocol: 'bridge',
      direction: 'sent',
      accountId: 'desk-a',
      bridge: 'across',
      transferId: '1-42',
      fromChain: 'ethereum',
      toChain: 'optimism',
      asset: 'USDC',
      decimals: 6,
      unitsSent: 1000n,
      unitsReceived: 990n,
    } as const;
    expect(legOf(rows)).toEqual([[bridgeLegKey(leg), leg]]);
  });

  it('names a fill by the chain that it left, with what was paid in the end', () => {
    const filled = {
      ...tokens,
      fillDeadline: 0,
      exclusivityDeadline: 0,
      repaymentChainId: 1n,
      originChainId: 10n,
      depositId: 42n,
      exclusiveRelayer: word(ZERO),
      relayer: word(STRANGER),
      depositor: word(DESK),
      recipient: word(STRANGER),
      messageHash: `0x${'00'.repeat(32)}`,
      relayExecutionInfo: {
        updatedRecipient: word(DESK),
        updatedMessageHash: `0x${'00'.repeat(32)}`,
        updatedOutputAmount: 985n,
        fillType: 0,
      },
    };
    const rows = new FoldedRows(SPOKE).log(bridgeFold, SPOKE, logOf(ACROSS_ABI, 'FilledRelay', filled));
    expect(legOf(rows)).toMatchObject([
      ['bridge/across/10-42/received', { fromChain: 'optimism', toChain: 'ethereum', unitsReceived: 985n }],
    ]);
  });

  it('leaves transfers to places without EVM addresses alone', () => {
    const solana = `0x${'ab'.repeat(32)}`;
    const deposited = {
      ...tokens,
      ...times,
      destinationChainId: 10n,
      depositId: 42n,
      depositor: solana,
      recipient: solana,
      exclusiveRelayer: solana,
      message: '0x',
    };
    expect(bridgeFold.decodeLog(SPOKE, logOf(ACROSS_ABI, 'FundsDeposited', deposited))).toEqual({
      kind: 'facts',
      facts: [],
    });
  });
});

describe('CCTP', () => {
  const parameters = { ...shared, role: 'cctp', bridge: 'cctp', localId: '0', messengers: [`3=${MESSENGER}`] };
  const CCTP = contractOf('bridge', { ...parameters, chains: ['3=arbitrum'] });

  it('names a burn by domain and nonce', () => {
    const burnt = {
      nonce: 9n,
      burnToken: USDC,
      amount: 5n,
      depositor: DESK,
      mintRecipient: word(DESK),
      destinationDomain: 3,
      destinationTokenMessenger: word(MESSENGER),
      destinationCaller: word(ZERO),
    };
    const rows = new FoldedRows(CCTP).log(bridgeFold, CCTP, logOf(CCTP_ABI, 'DepositForBurn', burnt));
    expect(legOf(rows)).toMatchObject([['bridge/cctp/0-9/sent', { toChain: 'arbitrum', unitsSent: 5n }]]);
  });

  const body = encodePacked(
    ['uint32', 'bytes32', 'bytes32', 'uint256', 'bytes32'],
    [0, word(USDC), word(DESK), 5n, word(STRANGER)],
  );
  const received = (sender: Hex, messageBody: Hex) =>
    logOf(CCTP_ABI, 'MessageReceived', {
      caller: STRANGER,
      sourceDomain: 3,
      nonce: 8n,
      sender: word(sender),
      messageBody,
    });

  it('reads who gets how much from the message', () => {
    const rows = new FoldedRows(CCTP).log(bridgeFold, CCTP, received(MESSENGER, body));
    expect(legOf(rows)).toMatchObject([
      ['bridge/cctp/3-8/received', { accountId: 'desk-a', fromChain: 'arbitrum', asset: 'USDC', unitsReceived: 5n }],
    ]);
  });

  it('believes no message but the token messenger’s, and none that is cut short', () => {
    expect(bridgeFold.decodeLog(CCTP, received(STRANGER, body))).toEqual({ kind: 'facts', facts: [] });
    const cut = body.slice(0, -2) as Hex;
    expect(bridgeFold.decodeLog(CCTP, received(MESSENGER, cut))).toMatchObject({ code: 'undecodable_log' });
  });
});

describe('a plain bridge', () => {
  it('has the two ends of a transfer under its own id', () => {
    const PLAIN = contractOf('bridge', {
      ...shared,
      role: 'plain',
      bridge: 'test',
      localId: '1',
      chains: ['10=optimism'],
    });
    const transferId = `0x${'1d'.repeat(32)}`;
    const names = { transferId, token: USDC, amount: 5n };
    const rows = new FoldedRows(PLAIN)
      .log(
        bridgeFold,
        PLAIN,
        logOf(PLAIN_BRIDGE_ABI, 'Sent', { ...names, sender: DESK, toChain: 10n, recipient: DESK }),
      )
      .log(bridgeFold, PLAIN, logOf(PLAIN_BRIDGE_ABI, 'Received', { ...names, recipient: DESK, fromChain: 10n }))
      .log(bridgeFold, PLAIN, logOf(PLAIN_BRIDGE_ABI, 'Received', { ...names, recipient: STRANGER, fromChain: 10n }));
    expect(legOf(rows).map(([key]) => key)).toEqual([
      `bridge/test/${transferId}/sent`,
      `bridge/test/${transferId}/received`,
    ]);
  });
});
