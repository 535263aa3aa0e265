import { bytesToHex, decodeFunctionResult } from 'viem';
import { GMX_READER_ABI } from './gmxAbi.js';
import { type GmxDecoded, gmxRefused } from './gmxFact.js';
import { GMX_ANSWER_BYTES_MAX } from './limits.js';

/** Reads what Reader.getMarketInfo answered. Never throws. */
export function decodeGmxMarketInfo(returnData: Uint8Array): GmxDecoded {
  if (returnData.length > GMX_ANSWER_BYTES_MAX) {
    return gmxRefused(`Expected at most ${GMX_ANSWER_BYTES_MAX} bytes, were ${returnData.length}.`);
  }
  try {
    const info = decodeFunctionResult({
      abi: GMX_READER_ABI,
      functionName: 'getMarketInfo',
      data: bytesToHex(returnData),
    });
    const { market, nextFunding } = info;
    return {
      kind: 'fact',
      fact: {
        kind: 'market_info',
        market: market.marketToken.toLowerCase(),
        indexToken: market.indexToken.toLowerCase(),
        longToken: market.longToken.toLowerCase(),
        shortToken: market.shortToken.toLowerCase(),
        longBorrowPerSecond: info.borrowingFactorPerSecondForLongs,
        shortBorrowPerSecond: info.borrowingFactorPerSecondForShorts,
        longsPayShorts: nextFunding.longsPayShorts,
        fundingPerSecond: nextFunding.fundingFactorPerSecond,
        isDisabled: info.isDisabled,
      },
    };
  } catch {
    return gmxRefused(`Expected what getMarketInfo answers, were ${returnData.length} other bytes.`);
  }
}
