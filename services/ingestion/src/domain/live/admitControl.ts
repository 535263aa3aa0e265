import { event } from '@gimbal/contracts';
import { ClockOffsetMeasured, FeedConnected, FeedDisconnected } from '@gimbal/contracts/ingestion/v1/health_events';
import type { FrameControl } from '../rawFrame.js';
import type { StepLedger } from '../stepLedger.js';

/**
 * Connections that came and went, and clocks. A connector that tries in vain says so at each attempt; only the first is
 * news. What is degraded and restored is for the health of feeds.
 */
export function admitControl(ledger: StepLedger, feed: string, control: FrameControl): void {
  switch (control.kind) {
    case 'connected': {
      const { connector, session, endpoint } = control;
      return ledger.say('market', feed, event(FeedConnected, { connector, session: BigInt(session), endpoint }));
    }
    case 'disconnected': {
      if (ledger.now.live.sessions.get(feed)?.connected === false) return;
      const { connector, session, endpoint, reason } = control;
      const said = { connector, session: BigInt(session), endpoint, reason };
      return ledger.say('market', feed, event(FeedDisconnected, said));
    }
    case 'clock': {
      const { connector, offsetUs, roundTripUs } = control;
      return ledger.say('market', feed, event(ClockOffsetMeasured, { connector, offsetUs, roundTripUs }));
    }
    case 'degraded':
    case 'restored':
      return;
  }
}
