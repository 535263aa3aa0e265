import type { ListProtocolHealthResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { IngestionRows } from '../domain/ingestionState.js';

/** What was last said of each watched reserve and of each watched flow, in the order in which they were first said. */
export function listProtocolHealth(
  { protocolHealth, orderFlow }: IngestionRows,
  step: number,
): ListProtocolHealthResponse {
  return {
    step: BigInt(step),
    reserves: [...protocolHealth.said.values()].map((said) => ({
      deployment: said.deployment,
      asset: said.asset,
      utilisation: said.utilisation,
      depthUsd: said.depthUsd,
      securedDebtUsd: said.securedDebtUsd,
      oracleHeadroom: said.oracleHeadroom,
      oracleAgeUs: said.oracleAgeUs,
      badDebtUsd: said.badDebtUsd,
      liquidationsLastHour: said.liquidationsLastHour,
      liquidatedUsdLastHour: said.liquidatedUsdLastHour,
      missing: [...said.missing],
      observedAtUs: said.observedAtUs,
    })),
    flows: [...orderFlow.said.values()].map((said) => ({
      feed: said.feed,
      instrumentId: said.instrumentId,
      orderFlowImbalance: said.orderFlowImbalance,
      vpin: said.vpin,
      lvrUsd: said.lvrUsd,
      feesUsd: said.feesUsd,
      volumeUsd: said.volumeUsd,
      observedAtUs: said.observedAtUs,
      number: said.number,
      markouts: [...said.markouts],
    })),
  };
}
