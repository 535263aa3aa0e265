import { knownTexts } from '../rawJson/knownText.js';
import { NOWHERE, OBJECT_NODE, type RawIndex, TEXT_NODE } from '../rawJson/rawIndex.js';

/** A message of a channel of the market, and where its contents stand in the index. */
export interface ChannelChange {
  readonly channel: string;
  /** Undefined for the channel of all markets. */
  readonly id: string | undefined;
  readonly messageId: number;
  readonly index: RawIndex;
  readonly contents: number;
}

const KEY = knownTexts('type', 'channel', 'contents', 'message_id', 'request', 'id');
const TYPE = knownTexts('channel_data');

/** What an indexed message changes in a market, when it is one of the three kinds that do, as they nearly always come. */
export function channelChange(index: RawIndex): ChannelChange | undefined {
  const type = index.memberOf(0, KEY.type);
  const channelNode = index.memberOf(0, KEY.channel);
  const contents = index.memberOf(0, KEY.contents);
  const messageId = index.memberOf(0, KEY.message_id);
  if (type === NOWHERE || channelNode === NOWHERE || contents === NOWHERE || messageId === NOWHERE) return undefined;
  if (!index.isText(type, TYPE.channel_data) || index.kinds[contents] !== OBJECT_NODE) return undefined;
  if (index.memberOf(0, KEY.request) !== NOWHERE || !index.readDecimal(messageId)) return undefined;
  const { count } = index.decimal;
  if (count < 0 || index.kinds[channelNode] !== TEXT_NODE) return undefined;
  const channel = index.name(channelNode);
  const id = index.memberOf(0, KEY.id);
  if (channel === 'v4_markets') {
    return id === NOWHERE ? { channel, id: undefined, messageId: count, index, contents } : undefined;
  }
  if (channel !== 'v4_orderbook' && channel !== 'v4_trades') return undefined;
  if (id === NOWHERE || index.kinds[id] !== TEXT_NODE || index.starts[id] === index.ends[id]) return undefined;
  return { channel, id: index.name(id), messageId: count, index, contents };
}
